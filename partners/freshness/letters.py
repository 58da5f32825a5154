"""The letters that ask whether a page is still right, and the notices for people of its partners."""

from datetime import datetime
from typing import Any

from django.urls import reverse

from partners.agencies.acting import roles_from
from partners.freshness.dates import Stage
from partners.freshness.models import PageReview, ReviewRequest, SaidWrong
from partners.mail.links import absolute
from partners.mail.services import post
from partners.notices.models import Category
from partners.notices.services import settle, tell
from partners.people.models import User
from partners.policy.table import TABLE, Action, Relation, Thing
from partners.sharing.telling import lead_of


def to_contact(request: ReviewRequest, key: str) -> None:
    """Write to the contact, with the link."""
    review = request.review
    context = {
        **about(review),
        "stage": request.stage,
        "expires_at": request.expires_at,
        "page_url": review.page.full_url,
        "url": absolute(reverse("still_right:ask", args=[key])),
    }
    post(
        key=f"review-{review.pk}-{request.round}-{request.stage}",
        to=review.contact_email,
        subject=f"Is “{review.page.title}” still right?",
        template="freshness/mail/ask",
        context=context,
    )


def to_lead(request: ReviewRequest) -> None:
    """Tell the people of the partner that leads. A new contact for the same date is no news for them."""
    review = request.review
    is_early = request.stage == Stage.BEFORE
    subject = f"“{review.page.title}” {'is to be checked soon' if is_early else 'is due for a check'}"
    key = notice_key(review, request.stage)
    context = {**about(review), "stage": request.stage, "asked": review.contact_email != ""}
    tell_lead(review, key, subject, "freshness/mail/due", context, at=request.sent_at)


def of_remark(remark: SaidWrong, review: PageReview) -> None:
    """Tell the people of the partner that leads what the contact says is wrong."""
    subject = f"Something is wrong on “{review.page.title}”"
    context = {**about(review), "remark": remark}
    tell_lead(review, f"said-wrong-{remark.pk}", subject, "freshness/mail/wrong", context, at=remark.at)


def settle_notices(review: PageReview, at: datetime) -> None:
    """Mark as read what asked for the check that somebody has just made."""
    for stage in Stage:
        settle(key=notice_key(review, stage), at=at)


def notice_key(review: PageReview, stage: str) -> str:
    """Return the key of a notice: one for each date, whoever the contact is by then."""
    return f"review-{review.pk}-{review.review_on}-{stage}"


def tell_lead(
    review: PageReview, key: str, subject: str, template: str, context: dict[str, Any], *, at: datetime
) -> None:
    """Tell those of the partner that leads who may check its pages."""
    lead = lead_of(review.page)
    if lead is None:
        return
    least = TABLE[Thing.PAGE][Action.CHECK][Relation.LEAD]
    people = User.objects.filter(memberships__partner=lead, memberships__role__in=roles_from(least))
    tell(
        key=key,
        category=Category.FRESHNESS,
        people=people.distinct(),
        subject=subject,
        template=template,
        context=context,
        url=reverse("freshness:page", args=[review.page_id]),
        partner=lead,
        page=review.page,
        at=at,
    )


def about(review: PageReview) -> dict[str, Any]:
    """Return what all letters say: which page, whose, and when it is due."""
    return {"page": review.page, "review": review, "lead": lead_of(review.page)}
