"""What happens by itself when somebody signs in, shows a second factor, leaves, or is shut out."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_used
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.http import HttpRequest

from partners.agencies.models import Membership
from partners.people.models import User
from portal.accounts import sessions
from portal.accounts.models import OpenSession
from portal.accounts.second_factor import REAL_FACTORS, mark_given


@receiver(user_logged_in)
def note_start(request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Keep the place where somebody signed in."""
    sessions.start(request, user)


@receiver(user_logged_out)
def note_end(request: HttpRequest, **kwargs: Any) -> None:
    """Forget the place where somebody signed out."""
    OpenSession.objects.filter(session_key=request.session.session_key).delete()


@receiver(authenticator_added)
@receiver(authenticator_used)
def note_second_factor(request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    """Remember a second factor that was shown, or was set up with proof that it works."""
    is_used = kwargs["signal"] is authenticator_used
    if is_used or authenticator.type in REAL_FACTORS:
        mark_given(request, user)


@receiver(post_save, sender=User)
def end_when_shut(instance: User, **kwargs: Any) -> None:
    """Sign a person out everywhere when their account is disabled."""
    if not instance.is_active:
        sessions.end_all(instance)


@receiver(post_delete, sender=Membership)
def end_with_membership(instance: Membership, **kwargs: Any) -> None:
    """Sign a person out everywhere when they no longer belong to a partner."""
    sessions.end_all(instance.user)
