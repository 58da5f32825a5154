"""Who may answer a proposal, and when. A rule that is broken raises a sentence that a person can read."""

from django.db.models import Count, QuerySet

from outcomes.proposals.models import Proposal
from outcomes.proposals.moves import Status, may_move
from partners.agencies.acting import roles_from, standing_of
from partners.agencies.convening import answers_for, answers_something
from partners.agencies.models import Membership, Partner
from partners.people.models import User
from partners.places.models import Place
from partners.policy.refusals import NotAllowed
from partners.policy.table import TABLE, Action, Relation, Standing, Thing

NOT_A_MODERATOR = "Only an approver or admin of a partner that convenes others in {place} can answer this."
NOT_YOUR_PARTNER = "You cannot answer for {partner} here."
NOT_CONFIRMED = "Its proposer has not confirmed the mail address yet."
NO_SUCH_MOVE = "This proposal is '{start}' and cannot become '{end}'."
NO_REASON = "Write the reason. Everybody can read it."


def partners_answering(place: Place) -> QuerySet[Partner]:
    """The partners that answer proposals for this place, the one with the smallest area first."""
    convening = Partner.objects.convening(Place.objects.covering(place))
    return convening.annotate(area=Count("serves__descendant_links")).order_by("area", "name")


def moderators_of(place: Place) -> QuerySet[User]:
    """The people who answer proposals for this place, if need be after choosing the partner to act for."""
    partners = partners_answering(place).values("pk")
    roles = roles_from(TABLE[Thing.PROPOSAL][Action.ANSWER][Relation.CONVENED])
    deciding = Membership.objects.filter(role__in=roles, partner__in=partners)
    return User.objects.filter(is_active=True, pk__in=deciding.values("user")).order_by("pk")


def partners_to_answer_for(user: User, place: Place) -> QuerySet[Partner]:
    """The partner for which this person acts, if it answers here; for operators all that do."""
    partners = partners_answering(place)
    if standing_of(user) is Standing.OPERATOR:
        return partners
    partner = answers_for(user, Thing.PROPOSAL)
    return partners.filter(pk=partner.pk) if partner else partners.none()


def moderates_something(user: User) -> bool:
    """Whether there may be a place for which this person answers proposals, as they act now; no query."""
    return answers_something(user, Thing.PROPOSAL)


def check_can_accept(user: User, proposal: Proposal, partner: Partner | None) -> None:
    """Raises NotAllowed unless this person may open the proposal for support; needs no reason."""
    check_can_answer(user, proposal, partner)
    check_may_move(proposal, Status.OPEN)


def check_can_decline(user: User, proposal: Proposal, partner: Partner | None, reason: str) -> None:
    """Raises NotAllowed unless this person may decline the proposal, for this reason."""
    check_can_answer(user, proposal, partner)
    check_may_move(proposal, Status.DECLINED)
    check_reason(reason)


def check_can_adopt(user: User, proposal: Proposal, partner: Partner | None, reason: str) -> None:
    """Raises NotAllowed unless this person may make the proposal an objective, for this reason."""
    check_can_answer(user, proposal, partner)
    check_may_move(proposal, Status.ADOPTED)
    check_reason(reason)


def check_can_answer(user: User, proposal: Proposal, partner: Partner | None) -> None:
    """Raises NotAllowed unless this person answers proposals for this place, and for this partner.

    Only an operator answers for no partner: somebody must be able to where no partner brings others together.
    """
    partners = partners_to_answer_for(user, proposal.place)
    is_operator = standing_of(user) is Standing.OPERATOR
    if not is_operator and not partners.exists():
        raise NotAllowed(NOT_A_MODERATOR.format(place=proposal.place.label))
    if partner is None and not is_operator:
        raise NotAllowed(NOT_YOUR_PARTNER.format(partner="nobody"))
    if partner is not None and not partners.filter(pk=partner.pk).exists():
        raise NotAllowed(NOT_YOUR_PARTNER.format(partner=partner))


def check_may_move(proposal: Proposal, end: Status) -> None:
    """Raises NotAllowed when the proposal is not confirmed or the table has no such move."""
    if proposal.confirmed_at is None:
        raise NotAllowed(NOT_CONFIRMED)
    if not may_move(proposal.status, end):
        raise NotAllowed(NO_SUCH_MOVE.format(start=proposal.get_status_display(), end=end.label))


def check_reason(reason: str) -> None:
    """Raises NotAllowed when there is no public reason."""
    if not reason.strip():
        raise NotAllowed(NO_REASON)
