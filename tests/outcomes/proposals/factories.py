"""Makers of proposals and of the people around them."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import factory
from django.contrib.auth.models import Permission
from factory.django import DjangoModelFactory

from outcomes.proposals.models import Proposal
from outcomes.proposals.moves import ACCEPTED, Status
from outcomes.proposals.services import Submission
from partners.agencies.models import Role
from tests.factories import MembershipFactory, PartnerFactory, PlaceFactory, UserFactory

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
WORDS = {
    "title": "A warm room in the library on Sundays",
    "what_should_change": "The library opens on Sundays in winter.",
    "why": "Nothing within a mile is open and heated on that day.",
    "proposer_name": "Asha Rahman",
    "proposer_email": "asha@example.org",
    "show_name": True,
}


class ProposalFactory(DjangoModelFactory):
    """A confirmed proposal that waits; `status=` makes the dates that the status needs."""

    class Meta:
        model = Proposal

    place = factory.SubFactory(PlaceFactory)
    title = factory.Sequence(lambda n: f"Proposal number {n}")
    what_should_change = WORDS["what_should_change"]
    why = WORDS["why"]
    proposer_email = factory.Sequence(lambda n: f"proposer{n}@example.org")
    status = Status.RECEIVED
    submitted_at = factory.Sequence(lambda n: NOW + timedelta(minutes=n))
    confirmed_at = factory.LazyAttribute(lambda made: made.submitted_at + timedelta(minutes=5))
    accepted_at = factory.LazyAttribute(
        lambda made: made.submitted_at + timedelta(days=1) if made.status in ACCEPTED else None
    )
    submission_key = factory.Sequence(lambda n: f"key-{n}")

    class Params:
        unconfirmed = factory.Trait(confirmed_at=None)


def submission(place, *, key="the-key", **words):
    """Return what somebody wrote about a place."""
    return Submission(place=place, key=key, **{**WORDS, **words})


def member(partner, role=Role.APPROVER, **fields):
    """Return a person with this role in the partner, who may sign in to the editors' side."""
    user = UserFactory(**fields)
    MembershipFactory(user=user, partner=partner, role=role)
    let_in(user)
    return user


def let_in(user):
    """Let a person sign in to the editors' side."""
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))


def convener(*places, **fields):
    """Return a partner that answers proposals in these places."""
    return PartnerFactory(is_convening=True, serves=list(places), **fields)


def make_ground():
    """Make a region over two districts, each with a ward, a council that convenes it and its approver."""
    region = PlaceFactory(kind="region", name="North")
    district = PlaceFactory(kind="district", name="Mersey", inside=[region])
    ward = PlaceFactory(name="Sale", qualifier="Mersey", inside=[district])
    elsewhere = PlaceFactory(kind="district", name="Aire", inside=[region])
    far_ward = PlaceFactory(name="Hyde", qualifier="Aire", inside=[elsewhere])
    council = convener(district, name="Mersey Council")
    other_council = convener(elsewhere, name="Aire Council")
    return SimpleNamespace(
        region=region,
        district=district,
        ward=ward,
        elsewhere=elsewhere,
        far_ward=far_ward,
        council=council,
        other_council=other_council,
        moderator=member(council),
        other_moderator=member(other_council),
        superuser=UserFactory(is_superuser=True, is_staff=True),
    )
