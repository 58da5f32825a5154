"""Who may say that a page is still right. A rule that is broken raises a readable sentence."""

from wagtail.models import Page

from partners.agencies.acting import AnyUser, partner_of, standing_of
from partners.freshness.models import PageReview, StillRight
from partners.policy.refusals import NotAllowed
from partners.policy.table import Action, Standing, Thing, allows
from partners.sharing.models import Share
from partners.sharing.relations import relation_to

NOT_THEIRS = "Only editors of the partners of this page can say that it is still right, or when to check it."
NOT_PUBLIC = "Only what is published can be still right. This page is not."
NOT_NAMED = "{partner} is not named in the published text yet, so it cannot say that it is still right."
CONFIRMED = "This was confirmed on {day}, so nothing was changed."
CHANGED = "Somebody else chose another date or contact in the meantime, so nothing was changed. Look again."


def may_check(user: AnyUser, page: Page) -> bool:
    """Whether somebody may say that this page is still right, and choose when and by whom it is checked."""
    relation = relation_to(user, page)
    return allows(standing_of(user), Thing.PAGE, Action.CHECK, *([relation] if relation else []))


def check_can_check(user: AnyUser, page: Page) -> None:
    """Raises NotAllowed unless somebody may."""
    if not may_check(user, page):
        raise NotAllowed(NOT_THEIRS)


def check_can_confirm(user: AnyUser, review: PageReview, seen: int) -> None:
    """Raises NotAllowed unless somebody may confirm the check that they have seen, and nobody did before."""
    check_can_check(user, review.page)
    if not review.page.live:
        raise NotAllowed(NOT_PUBLIC)
    partner = partner_of(user)
    named = Share.objects.named().filter(page=review.page_id, partner=partner)
    if standing_of(user) is not Standing.OPERATOR and not named.exists():
        raise NotAllowed(NOT_NAMED.format(partner=partner))
    if seen == review.round:
        return
    before = StillRight.objects.filter(page=review.page, round=seen).first()
    raise NotAllowed(CONFIRMED.format(day=f"{before.at:%-d %B %Y}") if before else CHANGED)
