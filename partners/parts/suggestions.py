"""Suggesting a change to what another partner says for itself, and answering: each verb checks and writes."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from wagtail.models import Page

from partners.agencies.acting import forget, partner_of, roles_from
from partners.agencies.models import Partner
from partners.audit.services import record
from partners.notices.models import Category
from partners.notices.services import settle, tell
from partners.parts import rules
from partners.parts.models import PartSuggestion
from partners.people.models import User
from partners.policy.table import TABLE, Action, Relation, Thing
from partners.sharing.stale import locked

Answer = PartSuggestion.Answer


@transaction.atomic
def suggest(*, page: Page, partner: Partner, text: str, by: User, at: datetime) -> PartSuggestion:
    """Suggest a change to a partner's part, for the partner that `by` acts for. Raises NotAllowed.

    What waits for an answer already, in the same words, is not sent twice.
    """
    page = locked(page.pk)
    forget(by)
    own = rules.check_can_suggest(by, page, partner)
    same = PartSuggestion.objects.filter(page=page, partner=partner, for_partner=own, text=text, answer="")
    if (waiting := same.first()) is not None:
        return waiting
    suggestion = PartSuggestion.objects.create(
        page=page, partner=partner, for_partner=own, text=text, made_by=by, made_at=at
    )
    tell_editors(suggestion)
    record(action="part.suggested", by=by, for_partner=own, on=suggestion, at=at)
    return suggestion


@transaction.atomic
def answer(
    *, suggestion: PartSuggestion, taken_up: bool, by: User, at: datetime, words: str = ""
) -> PartSuggestion:
    """Say what becomes of a suggestion to the partner that `by` acts for. Raises NotAllowed."""
    suggestion = latest(suggestion, by)
    rules.check_can_answer(by, suggestion)
    close(suggestion, Answer.TAKEN_UP if taken_up else Answer.NOT_TAKEN_UP, at, by, words)
    tell_who_suggested(suggestion)
    note(suggestion, by)
    return suggestion


@transaction.atomic
def take_back(*, suggestion: PartSuggestion, by: User, at: datetime) -> PartSuggestion:
    """Take back what one's own partner suggested. Raises NotAllowed."""
    suggestion = latest(suggestion, by)
    rules.check_can_take_back(by, suggestion)
    close(suggestion, Answer.WITHDRAWN, at, by)
    note(suggestion, by)
    return suggestion


def latest(suggestion: PartSuggestion, by: User) -> PartSuggestion:
    """Return the suggestion as it is now, its page locked, and look up anew for whom the person acts."""
    locked(suggestion.page_id)
    forget(by)
    return PartSuggestion.objects.select_related("page", "partner", "for_partner", "made_by").get(
        pk=suggestion.pk
    )


def close(
    suggestion: PartSuggestion, answer: str, at: datetime, by: User | None = None, words: str = ""
) -> None:
    """Write what became of a suggestion. It needs nobody any more."""
    suggestion.answer, suggestion.answer_words = answer, words
    suggestion.answered_by, suggestion.answered_at = by, at
    suggestion.save(update_fields=["answer", "answer_words", "answered_by", "answered_at"])
    settle(key=key_of(suggestion), at=at)


def note(suggestion: PartSuggestion, by: User) -> None:
    """Add the audit row of an answer."""
    own, changed = partner_of(by), {"answer": suggestion.answer}
    at = suggestion.answered_at
    record(action="part.suggestion_answered", by=by, for_partner=own, on=suggestion, changed=changed, at=at)


def key_of(suggestion: PartSuggestion) -> str:
    """Return what names the notice of a suggestion."""
    return f"part-suggestion-{suggestion.pk}"


def tell_editors(suggestion: PartSuggestion) -> None:
    """Tell those who may change the part that somebody suggests something."""
    title = suggestion.page.specific.get_admin_display_title()
    tell(
        key=key_of(suggestion),
        category=Category.PARTS,
        people=editors_of(suggestion.partner),
        subject=f"{suggestion.for_partner} suggests a change to your part of “{title}”",
        template="parts/mail/suggested",
        context={"suggestion": suggestion, "title": title},
        url=reverse("parts:page", args=[suggestion.page_id]),
        at=suggestion.made_at,
        partner=suggestion.partner,
        page=suggestion.page,
    )


def tell_who_suggested(suggestion: PartSuggestion) -> None:
    """Tell the person who suggested something what became of it."""
    if suggestion.made_by is None or suggestion.answered_at is None:
        return
    title = suggestion.page.specific.get_admin_display_title()
    tell(
        key=f"{key_of(suggestion)}-answer",
        category=Category.PARTS,
        people=[suggestion.made_by],
        subject=f"{suggestion.partner} answered your suggestion for “{title}”",
        template="parts/mail/answered",
        context={"suggestion": suggestion, "title": title},
        url=reverse("parts:page", args=[suggestion.page_id]),
        at=suggestion.answered_at,
        partner=suggestion.for_partner,
        page=suggestion.page,
    )


def editors_of(partner: Partner) -> QuerySet[User]:
    """Return the people who may write for a partner."""
    roles = roles_from(TABLE[Thing.PART][Action.EDIT][Relation.OWN])
    return User.objects.filter(memberships__partner=partner, memberships__role__in=roles).distinct()
