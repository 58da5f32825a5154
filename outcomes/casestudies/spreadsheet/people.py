"""For whom a command reads or writes a sheet: a person, as a member of one partner."""

from argparse import ArgumentParser

from django.core.management.base import CommandError

from partners.agencies.acting import CHOSEN
from partners.agencies.models import Membership
from partners.people.models import User

NO_PERSON = "Nobody with an account that is switched on has the address {address}."
NO_MEMBER = "{address} is no member of a partner with the address name “{partner}”."


def add_person(parser: ArgumentParser) -> None:
    """Ask for the person and the partner."""
    parser.add_argument("--as", dest="address", required=True, metavar="EMAIL", help="For whom.")
    parser.add_argument(
        "--for",
        dest="partner",
        required=True,
        metavar="PARTNER",
        help="The partner that they act for: the last part of the address of its page.",
    )


def person_acting(address: str, partner: str) -> User:
    """Return the person, acting for the partner. Raises CommandError."""
    user = User.objects.filter(email__iexact=address, is_active=True).first()
    if user is None:
        raise CommandError(NO_PERSON.format(address=address))
    member = Membership.objects.filter(user=user, partner__slug=partner).first()
    if member is None:
        raise CommandError(NO_MEMBER.format(address=address, partner=partner))
    setattr(user, CHOSEN, member.partner_id)
    return user
