"""Who may change which partner has a part in a page. A rule that is broken raises a readable sentence."""

from wagtail.models import Page

from partners.agencies.acting import AnyUser, partner_of, standing_of
from partners.agencies.models import Partner
from partners.policy.refusals import NotAllowed
from partners.policy.table import Action, Relation, Standing, Thing, allows
from partners.sharing.models import Share, ShareInvitation, ShareRole
from partners.sharing.relations import relation_to

NOT_THE_LEAD = "Only editors of the partner that leads this page can ask others to contribute."
NOT_THE_LEADS_APPROVER = "Only approvers of the partner that leads this page can do this."
NOT_ASKED = "Only an approver of the partner that is asked can answer."
NOT_YOUR_PART = "Only an approver of {partner} can give up its part in this page."
HAS_A_PART = "{partner} has a part in this page already."
IS_ASKED = "{partner} is asked already and has not answered yet."
ANSWERED = "This was answered on {day}, so nothing was changed."
LEAD_STAYS = "A page needs the partner that leads it. Ask an operator to hand it over first."
OPERATORS_ONLY = "Only operators hand a page over to another partner."


def check_can_invite(user: AnyUser, page: Page, partner: Partner) -> None:
    """Raises NotAllowed unless this person may ask this partner to contribute to the page."""
    if not may(user, page, Action.INVITE):
        raise NotAllowed(NOT_THE_LEAD)
    if Share.objects.filter(page=page, partner=partner).exists():
        raise NotAllowed(HAS_A_PART.format(partner=partner))
    if ShareInvitation.objects.filter(page=page, partner=partner, answer="").exists():
        raise NotAllowed(IS_ASKED.format(partner=partner))


def check_can_take_back(user: AnyUser, invitation: ShareInvitation) -> None:
    """Raises NotAllowed unless this person may take the invitation back."""
    if not may(user, invitation.page, Action.INVITE):
        raise NotAllowed(NOT_THE_LEAD)
    check_is_open(invitation)


def check_can_answer(user: AnyUser, invitation: ShareInvitation) -> None:
    """Raises NotAllowed unless this person may accept or decline for the partner that is asked."""
    standing, asked = standing_of(user), partner_of(user) == invitation.partner
    relations = (Relation.INVITED,) if asked else ()
    if standing is Standing.OPERATOR or not allows(standing, Thing.SHARE, Action.ANSWER, *relations):
        raise NotAllowed(NOT_ASKED)
    check_is_open(invitation)


def check_can_end(user: AnyUser, share: Share) -> None:
    """Raises NotAllowed unless this person may end a contributor's part: its own or, for the lead, any."""
    if share.role == ShareRole.LEAD:
        raise NotAllowed(LEAD_STAYS)
    leaves = partner_of(user) == share.partner and may(user, share.page, Action.LEAVE)
    if not leaves and not may(user, share.page, Action.WITHDRAW):
        raise NotAllowed(NOT_YOUR_PART.format(partner=share.partner))


def check_can_hand_over(user: AnyUser) -> None:
    """Raises NotAllowed unless this person may make another partner lead a page."""
    if standing_of(user) is not Standing.OPERATOR:
        raise NotAllowed(OPERATORS_ONLY)


def may(user: AnyUser, page: Page, action: Action) -> bool:
    """Whether the table allows this with the parts of this page."""
    relation = relation_to(user, page)
    return allows(standing_of(user), Thing.SHARE, action, *([relation] if relation else []))


def may_see_draft(user: AnyUser, page: Page) -> bool:
    """Whether somebody may read a page as it is now, and who has which part in it."""
    relation = relation_to(user, page)
    return allows(standing_of(user), Thing.PAGE, Action.SEE_DRAFT, *([relation] if relation else []))


def check_is_open(invitation: ShareInvitation) -> None:
    """Raises NotAllowed when the invitation was answered or taken back."""
    if invitation.answered_at:
        raise NotAllowed(ANSWERED.format(day=f"{invitation.answered_at:%-d %B %Y}"))
