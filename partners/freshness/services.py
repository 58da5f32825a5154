"""What may happen to the check of a page: each verb checks, writes, and tells."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from partners.agencies.acting import partner_of
from partners.agencies.models import Partner
from partners.audit.services import Fact, record
from partners.freshness import letters, rules
from partners.freshness.dates import NOTICE
from partners.freshness.links import request_for
from partners.freshness.models import PageReview, SaidWrong, StillRight
from partners.freshness.reviewed import Reviewed
from partners.people.models import User
from partners.policy.refusals import NotAllowed
from partners.sharing.stale import locked
from partners.sharing.telling import lead_of

MOST_REMARKS = 5
ENOUGH_SAID = "You have told us several things about this page. The partners of the page have them all."


class StaleReviewError(Exception):
    """Somebody else changed date or contact since the form was opened."""

    def __init__(self, now: PageReview) -> None:
        super().__init__("Somebody else changed this in the meantime.")
        self.now = now


@dataclass(frozen=True)
class Choice:
    """What editors choose about the check of a page."""

    review_on: date
    contact_name: str
    contact_email: str

    def is_of(self, review: PageReview) -> bool:
        """Whether this is what is chosen already."""
        return self == Choice(review.review_on, review.contact_name, review.contact_email)


@transaction.atomic
def note_published(*, page: Page, at: datetime) -> PageReview:
    """Publishing is a check: a date that nobody chose, or that has come, moves on. Others stay."""
    locked(page.pk)
    today = timezone.localdate(at)
    review_on = next_check(page, today)
    review, is_new = PageReview.objects.get_or_create(page_id=page.pk, defaults={"review_on": review_on})
    stays = review.is_chosen and review.review_on > today
    if is_new or stays or review.review_on == review_on:
        return review
    review.review_on, review.is_chosen = review_on, False
    return begun_anew(review)


def draft_of(*, page: Page, at: datetime) -> PageReview:
    """Return the check of a page that has none yet, unsaved: looking at it writes nothing."""
    return PageReview(page=page, review_on=next_check(page, timezone.localdate(at)))


@transaction.atomic
def opened(*, page: Page, at: datetime) -> PageReview:
    """Return the check of a page, with a date as if it were published now if it has none yet."""
    locked(page.pk)
    defaults = {"review_on": next_check(page, timezone.localdate(at))}
    review, _ = PageReview.objects.select_related("page").get_or_create(page_id=page.pk, defaults=defaults)
    return review


@transaction.atomic
def give_date(*, page: Page, at: datetime) -> None:
    """Give a published page that has none the date of its check, at the earliest four weeks from now.

    For pages that were published before checks were kept.
    """
    locked(page.pk)
    today = timezone.localdate(at)
    published = timezone.localdate(page.last_published_at) if page.last_published_at else today
    review_on = max(next_check(page, published), today + NOTICE)
    PageReview.objects.get_or_create(page_id=page.pk, defaults={"review_on": review_on})


@transaction.atomic
def choose(*, page: Page, choice: Choice, seen: int, by: User, at: datetime) -> PageReview:
    """Choose date and contact of the next check. `seen` is the version of it that was changed.

    Raises NotAllowed, StaleReviewError. The choice that was made already changes nothing.
    """
    locked(page.pk)
    rules.check_can_check(by, page)
    review = opened(page=page, at=at)
    if choice.is_of(review):
        return review
    if review.version != seen:
        raise StaleReviewError(review)
    facts: dict[str, Fact | list[Fact]] = {"review_on": choice.review_on.isoformat()}
    asks_another = choice.contact_email != review.contact_email
    facts |= {"contact": "another" if asks_another else "the same"}
    moves = choice.review_on != review.review_on
    review.review_on, review.is_chosen = choice.review_on, review.is_chosen or moves
    review.contact_name, review.contact_email = choice.contact_name, choice.contact_email
    review = begun_anew(review, round_too=moves or asks_another)
    record(action="check.changed", by=by, for_partner=partner_of(by) or lead_of(page), on=page, changed=facts)
    return review


@transaction.atomic
def confirm(*, page: Page, seen: int, by: User, at: datetime) -> StillRight:
    """Say that a page is still right, for one's partner. `seen` is the round of checks. Raises NotAllowed."""
    locked(page.pk)
    review = PageReview.objects.select_related("page").filter(page=page.pk).first()
    if review is None:
        raise NotAllowed(rules.NOT_PUBLIC)
    rules.check_can_confirm(by, review, seen)
    partner = partner_of(by)
    return confirmed(review, at=at, by=by, partner=partner, said_by=partner.name if partner else "")


@transaction.atomic
def confirm_by_link(*, key: str, at: datetime) -> StillRight:
    """Say that a page is still right, as its contact. Raises AlreadyConfirmedError, NoSuchLinkError."""
    locked(request_for(key, at).review.page_id)
    # Once more, now that nobody else can answer.
    review = request_for(key, at).review
    return confirmed(review, at=at, by=None, partner=lead_of(review.page), said_by=review.contact_name)


@transaction.atomic
def say_wrong(*, key: str, words: str, at: datetime) -> SaidWrong:
    """Say, as the contact of a page, what is wrong on it. The same said twice is kept once.

    Raises NotAllowed, AlreadyConfirmedError, NoSuchLinkError.
    """
    locked(request_for(key, at).review.page_id)
    link = request_for(key, at)
    before = link.said_wrong.filter(words=words).first()
    if before:
        return before
    if link.said_wrong.count() >= MOST_REMARKS:
        raise NotAllowed(ENOUGH_SAID)
    review = link.review
    remark = SaidWrong.objects.create(
        page=review.page, link=link, round=link.round, at=at, said_by=review.contact_name, words=words
    )
    letters.of_remark(remark, review)
    record(action="check.said_wrong", by=None, for_partner=lead_of(review.page), on=review.page)
    return remark


def confirmed(
    review: PageReview, *, at: datetime, by: User | None, partner: Partner | None, said_by: str
) -> StillRight:
    """Write that a page is right, and begin the next round."""
    page = review.page
    next_on = next_check(page, timezone.localdate(at))
    row = StillRight.objects.create(
        page=page,
        round=review.round,
        at=at,
        by=by,
        by_contact=by is None,
        partner=partner,
        said_by=said_by,
        next_on=next_on,
    )
    letters.settle_notices(review, at)
    review.review_on, review.is_chosen = next_on, False
    review.confirmed_at, review.confirmed_by, review.confirmed_for = at, by, said_by
    begun_anew(review)
    facts: dict[str, Fact | list[Fact]] = {"by_contact": by is None, "next_on": next_on.isoformat()}
    # Operators act for nobody; what they do is told to the partner that leads.
    record(action="check.confirmed", by=by, for_partner=partner or lead_of(page), on=page, changed=facts)
    return row


def begun_anew(review: PageReview, *, round_too: bool = True) -> PageReview:
    """Save a changed check; what was sent or shown before is about another one now."""
    review.version += 1
    if round_too:
        review.round += 1
        review.asked_at = None
    review.save()
    return review


def next_check(page: Page, today: date) -> date:
    """Return when a page that is right today should be checked again; kinds differ."""
    kind = page.specific_class
    kind = kind if kind is not None and issubclass(kind, Reviewed) else Reviewed
    return cast(type[Reviewed], kind).next_check(today)
