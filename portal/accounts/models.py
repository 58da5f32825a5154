"""What signing in keeps: who is signed in where, counts of attempts, and the sign-on services of partners."""

from allauth.socialaccount.models import SocialApp
from django.conf import settings
from django.db import models
from django.urls import reverse

from partners.agencies.models import Partner


class SharedCount(models.Model):
    """One value of the store that all server processes share; the key is a keyed digest, never an address."""

    key = models.CharField(max_length=64, primary_key=True)
    value = models.JSONField()
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.key[:8]} until {self.expires_at:%d %B %Y %H:%M}"


class OpenSession(models.Model):
    """One place where a person is signed in, so that they can see it and end it. Holds no network address."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="open_sessions")
    session_key = models.CharField(max_length=40, unique=True)
    browser = models.CharField(max_length=80)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    class Meta:
        ordering = ["-seen_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.user}: {self.browser}"


class SignOnService(models.Model):
    """A partner's own sign-on (OpenID Connect or SAML): it vouches for that partner's people alone."""

    app = models.OneToOneField(SocialApp, on_delete=models.CASCADE, related_name="service")
    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="sign_on_services")
    issuer = models.CharField(
        max_length=500,
        help_text="The issuer (OpenID Connect) or entity ID (SAML), letter for letter as it sends it.",
    )

    class Meta:
        ordering = ["partner__name", "pk"]

    def __str__(self) -> str:
        return f"{self.partner}: {self.app.name}"

    def get_absolute_url(self) -> str:
        """Return the address at which signing on by this service starts."""
        view = "saml_login" if self.app.provider == "saml" else "openid_connect_login"
        return reverse(view, args=[self.app.provider_id])
