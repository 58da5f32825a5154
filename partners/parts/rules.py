"""Who may write what a partner says for itself: its own editors, and nobody else.

A rule that is broken raises a readable sentence.
"""

from wagtail.models import Page

from partners.agencies.acting import AnyUser, partner_of, standing_of
from partners.agencies.models import Partner
from partners.parts.kinds import PartKind, kind_of
from partners.parts.models import PartSuggestion
from partners.policy.refusals import NotAllowed
from partners.policy.table import Action, Relation, Standing, Thing, allows
from partners.sharing.models import Share, ShareRole
from partners.sharing.relations import OF_ROLE, relation_to

NOT_YOURS = "Only editors of this partner can change what it says for itself."
NO_PART = "Your partner has no part in this page, so it says nothing here."
NO_PARTS_HERE = "Partners say nothing for themselves on pages of this kind."
NOT_WITH_US = "Only editors of partners that have a part in this page can suggest a change."
YOUR_OWN = "This is your own part: change it yourself."
THEY_HAVE_NO_PART = "{partner} has no part in this page."
NOT_FOR_YOU = "Only editors of {partner} can answer this."
NOT_YOUR_SUGGESTION = "Only editors of {partner} can take this back."
ANSWERED = "This was answered on {day}, so nothing was changed."


def check_can_write(user: AnyUser, page: Page, partner_id: int) -> PartKind:
    """Return the kind of this partner's part, which the person may write. Operators speak for nobody.

    Raises NotAllowed.
    """
    own = is_own(user, partner_id)
    standing = standing_of(user)
    relations = (Relation.OWN,) if own else ()
    if standing is Standing.OPERATOR or not allows(standing, Thing.PART, Action.EDIT, *relations):
        raise NotAllowed(NOT_YOURS)
    if share_of(page, partner_id) is None:
        raise NotAllowed(NO_PART)
    if (kind := kind_of(page)) is None:
        raise NotAllowed(NO_PARTS_HERE)
    return kind


def check_can_suggest(user: AnyUser, page: Page, partner: Partner) -> Partner:
    """Return the partner for which the person may suggest a change to this one's part. Raises NotAllowed."""
    own = partner_of(user)
    share = share_of(page, own.pk) if own else None
    relations = (OF_ROLE[ShareRole(share.role)],) if share else ()
    standing = standing_of(user)
    may = allows(standing, Thing.PART, Action.SUGGEST, *relations)
    if own is None or standing is Standing.OPERATOR or not may:
        raise NotAllowed(NOT_WITH_US)
    if own == partner:
        raise NotAllowed(YOUR_OWN)
    if share_of(page, partner.pk) is None:
        raise NotAllowed(THEY_HAVE_NO_PART.format(partner=partner))
    return own


def check_can_answer(user: AnyUser, suggestion: PartSuggestion) -> None:
    """Raises NotAllowed unless a suggestion is about a part that the person may write."""
    try:
        check_can_write(user, suggestion.page, suggestion.partner_id)
    except NotAllowed as refusal:
        raise NotAllowed(NOT_FOR_YOU.format(partner=suggestion.partner)) from refusal
    check_is_open(suggestion)


def check_can_take_back(user: AnyUser, suggestion: PartSuggestion) -> None:
    """Raises NotAllowed unless the person may write for the partner that made the suggestion."""
    if not may_write(user, suggestion.page, suggestion.for_partner_id):
        raise NotAllowed(NOT_YOUR_SUGGESTION.format(partner=suggestion.for_partner))
    check_is_open(suggestion)


def may_write(user: AnyUser, page: Page, partner_id: int) -> bool:
    """Whether the person could write this partner's part."""
    try:
        check_can_write(user, page, partner_id)
    except NotAllowed:
        return False
    return True


def may_see_parts(user: AnyUser, page: Page) -> bool:
    """Whether the person may read all partners' latest parts, signed or not: one signs with them in view."""
    relation = relation_to(user, page)
    return allows(standing_of(user), Thing.PART, Action.SEE_DRAFT, *([relation] if relation else []))


def is_own(user: AnyUser, partner_id: int) -> bool:
    """Whether the person acts for this partner."""
    partner = partner_of(user)
    return partner is not None and partner.pk == partner_id


def share_of(page: Page, partner_id: int) -> Share | None:
    """Return the share of a partner in a page as it is now: it may have ended while somebody wrote."""
    return Share.objects.filter(page=page.pk, partner=partner_id).first()


def check_is_open(suggestion: PartSuggestion) -> None:
    """Raises NotAllowed when the suggestion was answered or taken back."""
    if suggestion.answered_at:
        raise NotAllowed(ANSWERED.format(day=f"{suggestion.answered_at:%-d %B %Y}"))
