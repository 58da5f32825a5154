"""Who may register a group and who may answer. A rule that is broken raises a readable sentence."""

from datetime import datetime, timedelta

from allauth.account.models import EmailAddress

from partners.agencies import convening
from partners.agencies.acting import AnyUser, partner_of, standing_of
from partners.agencies.models import Partner
from partners.people.models import User
from partners.policy.refusals import NotAllowed
from partners.policy.table import Action, Relation, Standing, Thing, allows
from partners.registrations.models import Registration, Status

PER_DAY = 3
NO_ADDRESS = "Confirm your mail address first: open the link that we sent you."
TOO_MANY = f"You have registered {PER_DAY} groups within a day. Send this one tomorrow."
NOT_A_CONVENER = (
    "Only an approver of a partner that brings others together in one of its places can answer this."
)
NOT_ONES_OWN = "You registered this group yourself, so somebody else has to answer."
IS_ANSWERED = "This registration is '{status}' since {day}, so nothing was changed."
NOT_YOURS = "Only the person who registered the group can take it back."
NAME_TAKEN = "A partner with the name '{name}' is here already."
NUMBER_TAKEN = "The number {number} belongs to a partner that is here already: {partner}."
ACCOUNT_CLOSED = "The account of the person who registered this group is closed, so it cannot be approved."
NO_REASON = "Write the reason. The person who registered the group reads it."


def check_can_register(user: User, at: datetime) -> None:
    """Raises NotAllowed unless this person may register another group now."""
    if not has_confirmed_address(user):
        raise NotAllowed(NO_ADDRESS)
    if Registration.objects.of(user).since(at - timedelta(days=1)).count() >= PER_DAY:
        raise NotAllowed(TOO_MANY)


def has_confirmed_address(user: User) -> bool:
    """Whether we know that a mail address of this person is theirs."""
    return EmailAddress.objects.filter(user=user, verified=True).exists()


def check_can_answer(user: AnyUser, registration: Registration) -> None:
    """Raises NotAllowed unless this person may approve or decline, for the partner that they act for."""
    relations = (Relation.CONVENED,) if is_convened_for(user, registration) else ()
    if not allows(standing_of(user), Thing.REGISTRATION, Action.ANSWER, *relations):
        raise NotAllowed(NOT_A_CONVENER)
    if registration.applicant_id == user.pk and standing_of(user) is not Standing.OPERATOR:
        raise NotAllowed(NOT_ONES_OWN)
    check_is_waiting(registration)


def check_can_approve(user: AnyUser, registration: Registration) -> None:
    """Raises NotAllowed unless this person may make a partner of this group, and there is none yet."""
    check_can_answer(user, registration)
    if not registration.applicant.is_active:
        raise NotAllowed(ACCOUNT_CLOSED)
    if partner := Partner.objects.called(registration.name).first():
        raise NotAllowed(NAME_TAKEN.format(name=partner.name))
    for number in registration.numbers:
        if taken := Partner.objects.with_number(number).first():
            raise NotAllowed(NUMBER_TAKEN.format(number=number, partner=taken))


def check_can_decline(user: AnyUser, registration: Registration, reason: str) -> None:
    """Raises NotAllowed unless this person may say no, for this reason."""
    check_can_answer(user, registration)
    if not reason.strip():
        raise NotAllowed(NO_REASON)


def check_can_withdraw(user: AnyUser, registration: Registration) -> None:
    """Raises NotAllowed unless this person registered the group and nobody has answered."""
    if registration.applicant_id != user.pk:
        raise NotAllowed(NOT_YOURS)
    check_is_waiting(registration)


def check_is_waiting(registration: Registration) -> None:
    """Raises NotAllowed when it was answered or withdrawn."""
    if registration.answered_at:
        status = Status(registration.status).label.lower()
        raise NotAllowed(IS_ANSWERED.format(status=status, day=f"{registration.answered_at:%-d %B %Y}"))


def is_convened_for(user: AnyUser, registration: Registration) -> bool:
    """Whether the partner that this person acts for brings others together in one of its places."""
    partner = partner_of(user)
    convened = Registration.objects.convened_by(partner) if partner else Registration.objects.none()
    return convened.filter(pk=registration.pk).exists()


def answers_something(user: AnyUser) -> bool:
    """Whether there may be a place for which this person answers registrations, as they act now; no query."""
    return convening.answers_something(user, Thing.REGISTRATION)
