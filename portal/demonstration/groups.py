"""Contacts of the made-up partners, and made-up groups that wait to become partners."""

from typing import Any

from django.db import transaction

from partners.agencies.models import Partner, PartnerContact
from partners.people.models import User
from partners.places.models import Place
from partners.registrations.models import Registration
from portal.demonstration.accounts import confirm_address
from portal.demonstration.content import entries, moment


@transaction.atomic
def make_contacts() -> None:
    """Give the fictional partners that have no contact theirs."""
    bare = {partner.slug: partner for partner in Partner.objects.filter(is_demonstration=True, contacts=None)}
    PartnerContact.objects.bulk_create(
        PartnerContact(
            partner=bare[facts["partner"]],
            position=position,
            **{name: facts[name] for name in ("name", "purpose", "email", "phone")},
        )
        for position, facts in enumerate(entries("contact"))
        if facts["partner"] in bare
    )


@transaction.atomic
def make_registrations() -> None:
    """Make the registrations that are missing. Sends no mail: nobody would read it."""
    for facts in entries("registration"):
        if not Registration.objects.filter(name=facts["name"]).exists():
            make_registration(facts)


def make_registration(facts: dict[str, Any]) -> None:
    """Make one that waits, with somebody who sent it and cannot sign in."""
    first, _, last = facts["applicant"].partition(" ")
    applicant = User.objects.create_user(facts["email"], None, first_name=first, last_name=last)
    confirm_address(applicant)
    registration = Registration.objects.create(
        **{name: facts[name] for name in ("name", "summary", "website", "applicant_role")},
        applicant=applicant,
        received_at=moment(facts["received"]),
    )
    registration.places.set(Place.objects.filter(code__in=facts["places"]))
