"""Shares: which partner has which part in a page, and who is asked to take one."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from wagtail.models import Page

from partners.agencies.models import Partner


class ShareRole(models.TextChoices):
    """The part that a partner has in a page."""

    LEAD = "lead", "Lead partner"
    CONTRIBUTOR = "contributor", "Contributing partner"


class ShareQuerySet(models.QuerySet["Share"]):
    """Shares, and those of them that the public reads."""

    def named(self) -> "ShareQuerySet":
        """Return those of partners that a published text names."""
        return self.filter(named_since__isnull=False)


class Share(models.Model):
    """One partner's part in one page. A page has one lead partner and any number of contributors."""

    # Not part of the page's revisions: an old version of a text must not bring back who may edit it.
    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="shares")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="shares")
    role = models.CharField("part", max_length=20, choices=ShareRole, default=ShareRole.CONTRIBUTOR)
    named_since = models.DateTimeField(
        null=True,
        blank=True,
        editable=False,
        help_text="Since when the public reads of this part; empty until a text that names it is out.",
    )

    objects = ShareQuerySet.as_manager()

    class Meta:
        ordering = ["-role", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["page", "partner"],
                name="a_partner_has_one_part_in_a_page",
                violation_error_message="This partner is already named.",
            ),
            models.UniqueConstraint(
                fields=["page"],
                condition=models.Q(role=ShareRole.LEAD),
                name="a_page_has_one_lead_partner",
                violation_error_message="A page has one lead partner.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partner}, {self.get_role_display().lower()}"


class ShareInvitation(models.Model):
    """A lead partner asks another to contribute to a page. It has no part in it until it accepts."""

    class Answer(models.TextChoices):
        """What became of it."""

        ACCEPTED = "accepted", "Accepted"
        DECLINED = "declined", "Declined"
        WITHDRAWN = "withdrawn", "Taken back"

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="share_invitations")
    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="share_invitations")
    message = models.CharField(max_length=500, blank=True, help_text="What you ask of them, in a sentence.")
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    invited_at = models.DateTimeField(default=timezone.now)
    answer = models.CharField(max_length=20, choices=Answer, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-invited_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["page", "partner"],
                condition=models.Q(answer=""),
                name="one_open_invitation_per_page_and_partner",
                violation_error_message="This partner is asked already.",
            ),
            models.CheckConstraint(
                name="share_answer_has_a_time",
                condition=models.Q(answer="", answered_at__isnull=True)
                | ~models.Q(answer="") & models.Q(answered_at__isnull=False),
                violation_error_message="An answer has a time.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partner} is asked to contribute to {self.page}"


class SentForm(models.Model):
    """A form that somebody sent to make a page, so that it makes one only when it is sent twice."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64)
    page = models.ForeignKey(Page, on_delete=models.CASCADE, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "digest"],
                name="a_form_is_taken_once",
                violation_error_message="This form was sent already.",
            )
        ]

    def __str__(self) -> str:
        return f"Form {self.pk}"
