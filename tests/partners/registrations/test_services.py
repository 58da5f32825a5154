"""A group registers, is approved, declined or taken back; nobody else decides, and nothing happens twice."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from partners.agencies.models import Membership, Partner, PartnerIdentifier, PartnerKind, Role
from partners.agencies.numbers import OfficialNumber
from partners.audit.models import AuditRow
from partners.policy.refusals import NotAllowed
from partners.registrations import rules, services
from partners.registrations.models import Registration, Status
from tests.factories import MembershipFactory, PartnerFactory, UserFactory
from tests.partners.registrations.factories import NOW, RegistrationFactory, applicant, entry

pytestmark = pytest.mark.django_db


def letters():
    """Who got which subject."""
    return sorted((letter.to[0], letter.subject) for letter in mail.outbox)


def told():
    """What the audit says of registrations."""
    return list(AuditRow.objects.filter(action__startswith="registration."))


@pytest.fixture
def waiting(ground):
    return RegistrationFactory(
        name="Urmston Repair Shed",
        applicant=ground.applicant,
        places=[ground.ward],
        charity_scheme="GB-CHC",
        charity_number="1012345",
        company_number="01234567",
        website="https://shed.example.org",
    )


@pytest.mark.both
def test_a_registration_is_stored_and_those_who_answer_are_told(ground, django_capture_on_commit_callbacks):
    charity = OfficialNumber("GB-SC", "SC012345")
    with django_capture_on_commit_callbacks(execute=True):
        registration, is_new = services.register(
            entry=entry(ground.ward, ground.elsewhere, charity=charity), by=ground.applicant, at=NOW
        )
    assert is_new
    assert registration.is_waiting
    assert registration.numbers == [charity]
    assert set(registration.places.all()) == {ground.ward, ground.elsewhere}
    subject = f"Registration {registration.reference} waits for an answer"
    assert letters() == sorted([(ground.approver.email, subject), (ground.other_approver.email, subject)])
    assert "Urmston Repair Shed" in mail.outbox[0].body
    assert f"/admin/registrations/{registration.reference}/" in mail.outbox[0].body
    assert AuditRow.objects.filter(action="registration.received").count() == 1


def test_where_nobody_convenes_the_operators_are_told(ground, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        services.register(entry=entry(ground.region), by=ground.applicant, at=NOW)
    assert [letter.to for letter in mail.outbox] == [[ground.operator.email]]
    assert "the operators answer" in mail.outbox[0].body


def test_nobody_is_told_of_their_own_registration(ground, django_capture_on_commit_callbacks):
    MembershipFactory(user=ground.applicant, partner=ground.council, role=Role.ADMIN)
    with django_capture_on_commit_callbacks(execute=True):
        services.register(entry=entry(ground.ward), by=ground.applicant, at=NOW)
    assert [letter.to for letter in mail.outbox] == [[ground.approver.email]]


@pytest.mark.both
def test_the_same_group_sent_twice_is_one_registration(ground):
    first, _ = services.register(entry=entry(ground.ward), by=ground.applicant, at=NOW)
    again, is_new = services.register(
        entry=entry(ground.ward, name="URMSTON repair shed"), by=ground.applicant, at=NOW
    )
    assert (again, is_new) == (first, False)


@pytest.mark.both
def test_the_database_keeps_one_open_registration_for_a_person_and_name(ground):
    first = RegistrationFactory(name="The Shed", applicant=ground.applicant, status=Status.DECLINED)
    RegistrationFactory(name="the shed", applicant=first.applicant)
    with pytest.raises(IntegrityError), transaction.atomic():
        RegistrationFactory(name="THE SHED", applicant=first.applicant)


def test_a_person_without_a_confirmed_address_registers_nothing(ground):
    with pytest.raises(NotAllowed, match="Confirm your mail address first"):
        services.register(entry=entry(ground.ward), by=UserFactory(), at=NOW)
    assert not Registration.objects.exists()


def test_a_person_registers_a_few_groups_in_a_day(ground):
    for number in range(rules.PER_DAY):
        services.register(entry=entry(ground.ward, name=f"Group {number}"), by=ground.applicant, at=NOW)
    one_more = entry(ground.ward, name="One more")
    with pytest.raises(NotAllowed, match="within a day"):
        services.register(entry=one_more, by=ground.applicant, at=NOW + timedelta(hours=23))
    services.register(entry=one_more, by=ground.applicant, at=NOW + timedelta(hours=25))
    services.register(entry=entry(ground.ward), by=applicant(), at=NOW)


@pytest.mark.both
def test_approving_makes_a_partner_with_its_applicant_as_admin(
    ground, waiting, django_capture_on_commit_callbacks
):
    before = AuditRow.objects.count()
    with django_capture_on_commit_callbacks(execute=True):
        partner = services.approve(registration=waiting, by=ground.approver, at=NOW + timedelta(days=7))
    partner = Partner.objects.get(pk=partner.pk)
    assert (partner.name, partner.slug, partner.kind) == (
        "Urmston Repair Shed",
        "urmston-repair-shed",
        PartnerKind.VCSE,
    )
    assert (partner.summary, partner.website) == (waiting.summary, "https://shed.example.org")
    assert not partner.is_convening
    assert [str(each) for each in partner.identifiers.all()] == ["GB-CHC-1012345", "GB-COH-01234567"]
    assert list(partner.serves.all()) == [ground.ward]
    member = Membership.objects.get(partner=partner)
    assert (member.user, member.role) == (ground.applicant, Role.ADMIN)
    assert partner.collection is not None
    waiting.refresh_from_db()
    assert (waiting.status, waiting.partner) == (Status.APPROVED, partner)
    assert (waiting.answered_by, waiting.answered_for) == (ground.approver, ground.council)
    rows = AuditRow.objects.filter(sequence__gt=before).values_list("action", flat=True)
    assert sorted(rows) == ["membership.added", "partner.added", "registration.approved"]
    row = AuditRow.objects.get(action="registration.approved")
    assert (row.by.user, row.about.user, row.partner_name) == (
        ground.approver,
        ground.applicant,
        "Mersey Council",
    )
    assert [letter.to for letter in mail.outbox] == [[ground.applicant.email]]
    assert "Mersey Council approved it" in mail.outbox[0].body


def test_a_partner_of_one_of_the_places_is_enough(ground):
    registration = RegistrationFactory(places=[ground.ward, ground.elsewhere])
    services.approve(registration=registration, by=ground.other_approver, at=NOW + timedelta(days=7))
    registration.refresh_from_db()
    assert registration.answered_for == ground.other_council


@pytest.mark.parametrize("who", ["editor", "other_approver", "applicant"])
@pytest.mark.parametrize("verb", ["approve", "decline"])
def test_nobody_else_answers(ground, waiting, who, verb):
    more = {"reason": "Because."} if verb == "decline" else {}
    with pytest.raises(NotAllowed):
        getattr(services, verb)(registration=waiting, by=getattr(ground, who), at=NOW, **more)
    waiting.refresh_from_db()
    assert waiting.is_waiting
    assert told() == []


def test_an_approver_who_acts_for_another_partner_does_not_answer(ground, waiting):
    user = UserFactory()
    MembershipFactory(user=user, partner=PartnerFactory(), role=Role.APPROVER)
    MembershipFactory(user=user, partner=ground.council, role=Role.APPROVER)
    with pytest.raises(NotAllowed, match="brings others together"):
        services.approve(registration=waiting, by=user, at=NOW)


def test_a_partner_that_serves_the_place_and_convenes_nobody_does_not_answer(ground, waiting):
    trust = PartnerFactory(serves=[ground.district])
    admin = MembershipFactory(partner=trust, role=Role.ADMIN).user
    with pytest.raises(NotAllowed):
        services.approve(registration=waiting, by=admin, at=NOW)


def test_a_convener_of_a_part_does_not_answer_for_the_whole(ground):
    registration = RegistrationFactory(places=[ground.region])
    with pytest.raises(NotAllowed):
        services.approve(registration=registration, by=ground.approver, at=NOW)
    services.approve(registration=registration, by=ground.operator, at=NOW + timedelta(days=9))
    registration.refresh_from_db()
    assert (registration.answered_by, registration.answered_for) == (ground.operator, None)


def test_nobody_approves_their_own_group_but_operators(ground):
    own = RegistrationFactory(applicant=ground.approver, places=[ground.ward])
    with pytest.raises(NotAllowed, match="somebody else"):
        services.approve(registration=own, by=ground.approver, at=NOW)
    theirs = RegistrationFactory(applicant=ground.operator, places=[ground.ward])
    assert services.approve(registration=theirs, by=ground.operator, at=NOW + timedelta(days=9))


@pytest.mark.both
def test_a_name_that_a_partner_got_meanwhile_is_refused(ground, waiting):
    PartnerFactory(name="Urmston repair shed")
    with pytest.raises(NotAllowed, match="is here already"):
        services.approve(registration=waiting, by=ground.approver, at=NOW)


@pytest.mark.both
def test_a_number_that_a_partner_got_meanwhile_is_refused(ground, waiting):
    taken = PartnerFactory(name="The Shed")
    PartnerIdentifier.objects.create(partner=taken, scheme="GB-COH", value="01234567")
    with pytest.raises(
        NotAllowed, match="GB-COH-01234567 belongs to a partner that is here already: The Shed"
    ):
        services.approve(registration=waiting, by=ground.approver, at=NOW)


@pytest.mark.both
def test_what_slips_past_the_checks_is_stopped_by_the_database(ground, waiting, monkeypatch):
    """As when two people approve two registrations of one group in the same moment."""
    taken = PartnerFactory(name="The Shed")
    PartnerIdentifier.objects.create(partner=taken, scheme="GB-COH", value="01234567")
    monkeypatch.setattr(rules, "check_can_approve", rules.check_can_answer)
    with pytest.raises(NotAllowed, match="at the same moment"):
        services.approve(registration=waiting, by=ground.approver, at=NOW)
    assert not Partner.objects.filter(name=waiting.name).exists()
    waiting.refresh_from_db()
    assert waiting.is_waiting


def test_a_closed_account_becomes_no_admin(ground, waiting):
    ground.applicant.is_active = False
    ground.applicant.save()
    with pytest.raises(NotAllowed, match="is closed"):
        services.approve(registration=waiting, by=ground.approver, at=NOW)


@pytest.mark.both
def test_declining_needs_a_reason_and_tells_it_to_the_applicant_alone(
    ground, waiting, django_capture_on_commit_callbacks
):
    with pytest.raises(NotAllowed, match="Write the reason"):
        services.decline(registration=waiting, by=ground.approver, reason="  ", at=NOW)
    with django_capture_on_commit_callbacks(execute=True):
        services.decline(
            registration=waiting, by=ground.approver, reason="You are The Shed.", at=NOW + timedelta(days=9)
        )
    waiting.refresh_from_db()
    assert (waiting.status, waiting.reason, waiting.partner) == (Status.DECLINED, "You are The Shed.", None)
    assert letters() == [
        (ground.applicant.email, f"An answer to your registration {waiting.reference}"),
    ]
    assert "You are The Shed." in mail.outbox[0].body
    [row] = told()
    assert row.action == "registration.declined"
    assert "Shed" not in row.object_label + str(row.changed)


def test_an_applicant_takes_their_own_back_and_nobody_elses(ground, waiting):
    for other in (ground.approver, ground.operator, applicant()):
        with pytest.raises(NotAllowed, match="Only the person"):
            services.withdraw(registration=waiting, by=other, at=NOW)
    services.withdraw(registration=waiting, by=ground.applicant, at=NOW + timedelta(days=1))
    waiting.refresh_from_db()
    assert waiting.status == Status.WITHDRAWN
    assert [row.action for row in told()] == ["registration.withdrawn"]


@pytest.mark.parametrize("status", [Status.APPROVED, Status.DECLINED, Status.WITHDRAWN])
def test_what_was_answered_stays_as_it_is(ground, status):
    registration = RegistrationFactory(places=[ground.ward], status=status, applicant=ground.applicant)
    for act in (
        lambda: services.approve(registration=registration, by=ground.approver, at=NOW),
        lambda: services.decline(registration=registration, by=ground.approver, reason="No.", at=NOW),
        lambda: services.withdraw(registration=registration, by=ground.applicant, at=NOW),
    ):
        with pytest.raises(NotAllowed, match="nothing was changed"):
            act()
    assert not Partner.objects.filter(name=registration.name).exists()
