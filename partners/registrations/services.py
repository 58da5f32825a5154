"""What may happen to a registration: each verb checks, writes in one transaction, and tells."""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.text import slugify
from wagtail.log_actions import log

from partners.agencies.acting import partner_of
from partners.agencies.models import Membership, Partner, PartnerIdentifier, PartnerKind, Role
from partners.agencies.numbers import OfficialNumber
from partners.agencies.slugs import free_slug
from partners.audit.services import record
from partners.people.models import User
from partners.places.models import Place
from partners.policy.refusals import NotAllowed
from partners.references import free_reference
from partners.registrations import letters, rules
from partners.registrations.models import PREFIX, Registration, Status

AT_THE_SAME_MOMENT = (
    "Somebody added a partner with this name or number at the same moment. Look again before you approve."
)


@dataclass(frozen=True)
class Entry:
    """What an applicant wrote in the form."""

    name: str
    summary: str
    charity: OfficialNumber | None
    company: OfficialNumber | None
    website: str
    places: list[Place]
    applicant_role: str


@transaction.atomic
def register(*, entry: Entry, by: User, at: datetime) -> tuple[Registration, bool]:
    """Store a registration and tell those who answer. Returns it, and False when it waits already.

    Raises NotAllowed without a confirmed mail address, and for more than a few in a day.
    """
    User.objects.select_for_update().get(pk=by.pk)
    if waiting := Registration.objects.of(by).waiting().filter(name__iexact=entry.name).first():
        return waiting, False
    rules.check_can_register(by, at)
    registration = Registration.objects.create(
        reference=free_reference(PREFIX, Registration.objects.all()),
        name=entry.name,
        summary=entry.summary,
        charity_scheme=entry.charity.scheme if entry.charity else "",
        charity_number=entry.charity.value if entry.charity else "",
        company_number=entry.company.value if entry.company else "",
        website=entry.website,
        applicant=by,
        applicant_role=entry.applicant_role,
        received_at=at,
    )
    registration.places.set(entry.places)
    letters.waiting(registration)
    record(action="registration.received", by=by, on=registration, at=at)
    return registration, True


def approve(*, registration: Registration, by: User, at: datetime) -> Partner:
    """Make a partner of the group, and its applicant the partner's first admin. Raises NotAllowed."""
    try:
        return approve_once(registration=registration, by=by, at=at)
    except IntegrityError as error:
        # Two registrations of one group, approved together: the database lets one of them through.
        raise NotAllowed(AT_THE_SAME_MOMENT) from error


@transaction.atomic
def approve_once(*, registration: Registration, by: User, at: datetime) -> Partner:
    """Approve. Raises NotAllowed, and IntegrityError when a partner like it came into being meanwhile."""
    registration = locked(registration)
    rules.check_can_approve(by, registration)
    partner = make_partner(registration)
    log(instance=partner, action="wagtail.create", user=by)
    Membership.objects.create(user=registration.applicant, partner=partner, role=Role.ADMIN, joined_at=at)
    registration.partner = partner
    close(registration, Status.APPROVED, by=by, at=at)
    letters.answer(registration)
    return partner


@transaction.atomic
def decline(*, registration: Registration, by: User, reason: str, at: datetime) -> Registration:
    """Say no, with a reason that only the applicant reads. Raises NotAllowed."""
    registration = locked(registration)
    rules.check_can_decline(by, registration, reason)
    registration.reason = reason.strip()
    close(registration, Status.DECLINED, by=by, at=at)
    letters.answer(registration)
    return registration


@transaction.atomic
def withdraw(*, registration: Registration, by: User, at: datetime) -> Registration:
    """Take a registration back, by its applicant. Raises NotAllowed."""
    registration = locked(registration)
    rules.check_can_withdraw(by, registration)
    registration.status, registration.answered_at = Status.WITHDRAWN, at
    registration.save()
    record(action="registration.withdrawn", by=by, on=registration, at=at)
    return registration


def make_partner(registration: Registration) -> Partner:
    """Return the new partner, with its numbers and the places that it serves."""
    partner = Partner.objects.create(
        name=registration.name,
        slug=free_slug(slugify(registration.name)),
        kind=PartnerKind.VCSE,
        summary=registration.summary,
        website=registration.website,
    )
    PartnerIdentifier.objects.bulk_create(
        PartnerIdentifier(partner=partner, scheme=number.scheme, value=number.value)
        for number in registration.numbers
    )
    partner.serves.set(registration.places.current())
    partner.save()
    return partner


def close(registration: Registration, end: Status, *, by: User, at: datetime) -> None:
    """Store an answer that was checked. Only operators answer for no partner."""
    registration.status, registration.answered_at = end, at
    answering = partner_of(by)
    convenes = answering is not None and rules.is_convened_for(by, registration)
    registration.answered_by, registration.answered_for = by, answering if convenes else None
    registration.save()
    record(
        action=f"registration.{end}",
        by=by,
        for_partner=registration.answered_for,
        on=registration,
        about=registration.applicant,
        at=at,
    )


def locked(registration: Registration) -> Registration:
    """Return the registration as it is now, held until the transaction ends, so that two answers queue."""
    held = Registration.objects.select_for_update(of=["self"])
    return held.select_related("applicant").get(pk=registration.pk)
