"""Makers of registrations and of those who send them."""

from datetime import UTC, datetime, timedelta

import factory
from allauth.account.models import EmailAddress
from factory.django import DjangoModelFactory

from partners.registrations.models import Registration, Status
from partners.registrations.services import Entry
from tests.factories import UserFactory

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
WORDS = {
    "name": "Urmston Repair Shed",
    "summary": "Volunteers mend what people bring on Saturdays.",
    "charity": None,
    "company": None,
    "website": "",
    "applicant_role": "Treasurer",
}
# The same, as the form sends it.
FORM = {**WORDS, "charity": "", "company": "", "place": "Sale", "fax": ""}


def applicant(**fields):
    """Return a person whose mail address is confirmed and who belongs to no partner."""
    user = UserFactory(**fields)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def entry(*places, **words):
    """Return what somebody wrote."""
    return Entry(**{**WORDS, **words}, places=list(places))


class RegistrationFactory(DjangoModelFactory):
    """A registration that waits; `places=` are the places, `status=` makes the day that it needs."""

    class Meta:
        model = Registration
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Group number {n}")
    summary = WORDS["summary"]
    applicant = factory.LazyFunction(applicant)
    applicant_role = WORDS["applicant_role"]
    status = Status.RECEIVED
    received_at = factory.Sequence(lambda n: NOW + timedelta(minutes=n))
    answered_at = factory.LazyAttribute(
        lambda made: None if made.status == Status.RECEIVED else made.received_at + timedelta(days=1)
    )
    reason = factory.LazyAttribute(lambda made: "Because." if made.status == Status.DECLINED else "")

    @factory.post_generation
    def places(self, create, extracted, **kwargs):
        self.places.set(extracted or [])
