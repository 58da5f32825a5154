"""Taking a page off the site: withdrawn with a public explanation, or published in error."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Page

from partners.agencies.acting import partner_of
from partners.audit.services import record
from partners.people.models import User
from partners.signing import rules
from partners.signing.changes import Lapse, end_round, held_for, lapse, move
from partners.signing.machine import Event
from partners.signing.models import Override, SigningRound, SignOff, Withdrawal
from partners.signing.telling import tell_taken_off

NO_EXPLANATION = "Say why the page is withdrawn. The explanation is public."
NO_ACCOUNT = "Say what was published in error, for the partners of this page. It is not public."


@transaction.atomic
def take_off(*, page: Page, by: User, at: datetime, explanation: str, in_error: bool) -> Withdrawal:
    """Take a page off the site at once. To come back, it has to be signed again by all.

    Raises NotAllowed, ValidationError.
    """
    state = held_for(page.pk, by)
    rules.check_can_take_off(by, state)
    if not explanation.strip():
        raise ValidationError({"explanation": NO_ACCOUNT if in_error else NO_EXPLANATION})
    move(state, Event.TAKE_DOWN if in_error else Event.WITHDRAW)
    end_round(page.pk, SigningRound.Outcome.TAKEN_BACK, at)
    Override.objects.filter(page=page.pk, lapsed_at__isnull=True).update(lapsed_at=at)
    lapse(SignOff.objects.filter(page=page.pk), Lapse.DOWN, by, at)
    made = Withdrawal.objects.create(
        page_id=page.pk, in_error=in_error, explanation=explanation, by=by, for_partner=partner_of(by), at=at
    )
    page = Page.objects.get(pk=page.pk).specific
    # Our rules were asked; Wagtail's own way off the site is closed for shared pages.
    UnpublishPageAction(page, user=by).execute(skip_permission_checks=True)
    record(
        action="page.taken_down" if in_error else "page.withdrawn",
        by=by,
        for_partner=partner_of(by),
        on=page,
        at=at,
    )
    tell_taken_off(made, at)
    return made
