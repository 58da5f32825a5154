"""Several at once: threads with connections of their own, on a database where commits are real."""

import pytest

from partners.agencies.models import Membership, Partner, Role
from partners.policy.refusals import NotAllowed
from partners.registrations import services
from partners.registrations.models import Registration, Status
from tests.factories import MembershipFactory, PartnerFactory, PlaceFactory
from tests.partners.registrations.factories import NOW, RegistrationFactory, applicant, entry
from tests.threads import at_once

pytestmark = [
    pytest.mark.idempotent,
    pytest.mark.both,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("copied_database"),
]
TIMES = 10


def refusals(answers):
    return [answer for answer in answers if isinstance(answer, NotAllowed)]


@pytest.fixture
def approvers():
    """A ward, and ten people who may answer there."""
    ward = PlaceFactory()
    council = PartnerFactory(is_convening=True, serves=[ward])
    people = [MembershipFactory(partner=council, role=Role.APPROVER).user for _ in range(TIMES)]
    return ward, people


def test_ten_approvers_at_once_make_one_partner(approvers):
    ward, people = approvers
    registration = RegistrationFactory(name="The Shed", places=[ward])
    answers = at_once(
        lambda number: services.approve(registration=registration, by=people[number], at=NOW), TIMES
    )
    assert len(refusals(answers)) == TIMES - 1
    partner = Partner.objects.get(name="The Shed")
    assert Membership.objects.filter(partner=partner).count() == 1


def test_one_group_registered_by_ten_people_and_approved_at_once_is_one_partner(approvers):
    ward, people = approvers
    registrations = [RegistrationFactory(name="The Shed", places=[ward]) for _ in range(TIMES)]
    answers = at_once(
        lambda number: services.approve(registration=registrations[number], by=people[number], at=NOW), TIMES
    )
    assert len(refusals(answers)) == TIMES - 1
    assert Partner.objects.filter(name="The Shed").count() == 1
    assert Registration.objects.filter(status=Status.APPROVED).count() == 1


def test_one_form_sent_ten_times_is_one_registration(approvers):
    ward, _ = approvers
    person = applicant()
    answers = at_once(lambda number: services.register(entry=entry(ward), by=person, at=NOW), TIMES)
    assert sorted(is_new for _, is_new in answers) == [False] * (TIMES - 1) + [True]
    assert Registration.objects.count() == 1
