"""The mail addresses that a person has shown to be theirs."""

from allauth.account.models import EmailAddress

from partners.agencies.acting import AnyUser
from partners.people.models import User


def confirmed_addresses(user: AnyUser) -> list[str]:
    """Return the confirmed addresses of a person, in small letters, the one to sign in with first."""
    if user.is_anonymous:
        return []
    found = EmailAddress.objects.filter(user=user.pk, verified=True).order_by("-primary", "email")
    return [address.lower() for address in found.values_list("email", flat=True)]


def addresses_of(user: User) -> set[str]:
    """Return the addresses at which a person certainly reads mail: the confirmed ones, and the main one."""
    return {*confirmed_addresses(user), user.email.lower()}
