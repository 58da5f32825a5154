"""Who may submit, sign, override and withdraw, and when. A rule that is broken raises a readable sentence."""

from collections.abc import Iterable

from django.db.models import Q

from partners.agencies.acting import AnyUser, partner_of, standing_of
from partners.agencies.models import Membership, Partner
from partners.places.models import PlaceClosure
from partners.policy import table
from partners.policy.refusals import NotAllowed
from partners.policy.table import Action, Relation, Thing, allows
from partners.sharing.relations import relations_of_pages
from partners.signing.machine import Event, Text, can
from partners.signing.models import Override, PageState
from partners.signing.words import Standing, Words

NOT_EDITORS = "Only editors of a partner that this page names can do this."
NOT_APPROVERS = "Only an approver of a partner that this page names can sign it."
NOT_WAITING = "This page is not waiting for signatures."
NOTHING_NEW = "Nothing was changed since this page went on the site, so there is nothing to sign."
IS_SUBMITTED = "This page is submitted already."
WROTE_IT = (
    "You wrote the latest text, so somebody else at {partner} has to sign it. "
    "Ask another approver, or have a partner admin make somebody an approver."
)
NOT_CONVENING = "Only an approver of a convening partner that this page names can override."
SIGN_FIRST = "Your own partner has to sign before it can override."
NOTHING_MISSING = "No signature is missing, so there is nothing to override."
NOT_THE_LEAD = "Only approvers of the partner that leads this page can take it off the site."
NOT_LIVE = "This page is not on the site."
OWN_OVERRIDE = "{partner} overrode it, so another partner that this page names has to review that."
REVIEWED = "This was reviewed already."


def may(user: AnyUser, page_id: int, action: Action, *more: Relation) -> bool:
    """Whether the table allows this to an editor of a named partner. Operators sign for nobody."""
    relation = relation_to_key(user, page_id)
    standing = standing_of(user)
    if relation is None or standing is table.Standing.OPERATOR:
        return False
    return allows(standing, Thing.PAGE, action, relation, *more)


def relation_to_key(user: AnyUser, page_id: int) -> Relation | None:
    """Return how a page stands to the person's partner."""
    return relations_of_pages(user).get(page_id)


def check_can_submit(user: AnyUser, state: PageState) -> None:
    """Raises NotAllowed unless this person may ask the partners to sign this page now."""
    if not may(user, state.page_id, Action.SUBMIT):
        raise NotAllowed(NOT_EDITORS)
    if not can(state.state, Event.SUBMIT):
        raise NotAllowed(NOTHING_NEW if state.text == Text.SETTLED else IS_SUBMITTED)


def check_can_take_back(user: AnyUser, state: PageState) -> None:
    """Raises NotAllowed unless this person may take the submission back."""
    if not may(user, state.page_id, Action.SUBMIT):
        raise NotAllowed(NOT_EDITORS)
    if not can(state.state, Event.TAKE_BACK):
        raise NotAllowed(NOT_WAITING)


def may_sign(user: AnyUser, page_id: int) -> bool:
    """Whether this person signs for one of the partners that a page names."""
    return may(user, page_id, Action.SIGN)


def check_can_decide(user: AnyUser, state: PageState, words: Words, event: Event) -> None:
    """Raises NotAllowed unless this person may decide for the partner that they act for.

    Who last edited cannot sign for the same partner, unless it has one person only (requirement R8).
    """
    if not may_sign(user, state.page_id):
        raise NotAllowed(NOT_APPROVERS)
    if not can(state.state, event):
        raise NotAllowed(NOT_WAITING)
    partner = partner_of(user)
    if event is Event.SIGN and partner and wrote(user, state, words) and not is_alone(partner):
        raise NotAllowed(WROTE_IT.format(partner=partner))


def wrote(user: AnyUser, state: PageState, words: Words) -> bool:
    """Whether this person last changed the common text, or the part of the partner that they act for."""
    partner = partner_of(user)
    part = words.parts.get(partner.pk) if partner else None
    return user.pk in (state.changed_by_id, part.saved_by_id if part else None)


def is_alone(partner: Partner) -> bool:
    """Whether a partner has one person only; one query."""
    return Membership.objects.filter(partner=partner, user__is_active=True).count() == 1


def may_override(user: AnyUser, words: Words) -> bool:
    """Whether this person acts for a named partner that convenes in its places; at most one query."""
    partner = partner_of(user)
    if partner is None or relation_to_key(user, words.page_id) not in (Relation.LEAD, Relation.CONTRIBUTOR):
        return False
    convened = (Relation.CONVENED,) if convenes(partner, words) else ()
    return may(user, words.page_id, Action.OVERRIDE, *convened)


def check_can_override(user: AnyUser, state: PageState, words: Words) -> None:
    """Raises NotAllowed unless this person may let the page go live without all signatures."""
    if not may_override(user, words):
        raise NotAllowed(NOT_CONVENING)
    if not can(state.state, Event.OVERRIDE):
        raise NotAllowed(NOT_WAITING)


def convenes(partner: Partner, words: Words) -> bool:
    """Whether a partner brings others together in one of the places that a page is about; one query."""
    places = [row["place"] for row in words.content.get("place_tags", [])]
    inside = Q(ancestor__in=partner.serves.all(), descendant__in=places)
    around = Q(ancestor__in=places, descendant__in=partner.serves.all())
    return partner.is_convening and PlaceClosure.objects.filter(inside | around).exists()


def check_something_is_missing(missing: Iterable[Standing], partner: Partner) -> None:
    """Raises NotAllowed unless others' signatures are missing, and none of the partner that overrides."""
    without = {each.share.partner_id for each in missing}
    if not without:
        raise NotAllowed(NOTHING_MISSING)
    if partner.pk in without:
        raise NotAllowed(SIGN_FIRST)


def check_can_review(user: AnyUser, override: Override) -> None:
    """Raises NotAllowed unless this person may review it: for another named partner, or as operator."""
    if override.reviewed_at:
        raise NotAllowed(REVIEWED)
    if standing_of(user) is table.Standing.OPERATOR:
        return
    if not may(user, override.page_id, Action.SIGN):
        raise NotAllowed(NOT_APPROVERS)
    if partner_of(user) == override.for_partner:
        raise NotAllowed(OWN_OVERRIDE.format(partner=override.for_partner))


def may_take_off(user: AnyUser, page_id: int) -> bool:
    """Whether this person takes the page off the site once it is there: the lead's approvers, operators."""
    return standing_of(user) is table.Standing.OPERATOR or may(user, page_id, Action.WITHDRAW)


def check_can_take_off(user: AnyUser, state: PageState) -> None:
    """Raises NotAllowed unless this person may take the page off the site now."""
    if not may_take_off(user, state.page_id):
        raise NotAllowed(NOT_THE_LEAD)
    if not can(state.state, Event.WITHDRAW):
        raise NotAllowed(NOT_LIVE)
