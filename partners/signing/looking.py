"""'Is looking at it': a word to the others that a decision is on its way. It decides nothing."""

from datetime import datetime

from django.db import transaction
from wagtail.models import Page

from partners.agencies.acting import partner_of
from partners.audit.services import record
from partners.people.models import User
from partners.policy.refusals import NotAllowed
from partners.sharing.stale import locked
from partners.signing import rules
from partners.signing.changes import open_round
from partners.signing.models import Looking


@transaction.atomic
def look(*, page: Page, by: User, at: datetime) -> Looking:
    """Say that somebody is looking at a page for their partner. Saying it twice says it once.

    Raises NotAllowed.
    """
    locked(page.pk)
    partner, round_ = partner_of(by), open_round(page.pk)
    if partner is None or not rules.may_sign(by, page.pk):
        raise NotAllowed(rules.NOT_APPROVERS)
    if round_ is None:
        raise NotAllowed(rules.NOT_WAITING)
    same = Looking.objects.filter(round=round_, partner=partner, by=by).first()
    if same:
        return same
    made, _ = Looking.objects.update_or_create(round=round_, partner=partner, defaults={"by": by, "at": at})
    record(action="page.looked_at", by=by, for_partner=partner, on=page, at=at)
    return made


@transaction.atomic
def look_away(*, page: Page, by: User) -> None:
    """Take it back: this person is not looking at it for their partner any more."""
    locked(page.pk)
    Looking.objects.filter(round__page=page.pk, round__outcome="", partner=partner_of(by), by=by).delete()
