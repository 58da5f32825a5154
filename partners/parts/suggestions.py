"""Suggesting a change to what another partner says for itself, and answering: each verb checks and writes."""

from datetime import datetime

from django.db import transaction
from wagtail.models import Page

from partners.agencies.acting import forget, partner_of
from partners.agencies.models import Partner
from partners.audit.services import record
from partners.parts import rules
from partners.parts.models import PartSuggestion
from partners.people.models import User
from partners.sharing.stale import locked

Answer = PartSuggestion.Answer


@transaction.atomic
def suggest(*, page: Page, partner: Partner, text: str, by: User, at: datetime) -> PartSuggestion:
    """Suggest a change to a partner's part, for the partner that `by` acts for. Raises NotAllowed.

    What waits for an answer already, in the same words, is not sent twice.
    """
    locked(page.pk)
    forget(by)
    own = rules.check_can_suggest(by, page, partner)
    same = PartSuggestion.objects.filter(page=page.pk, partner=partner, for_partner=own, text=text, answer="")
    if (waiting := same.first()) is not None:
        return waiting
    suggestion = PartSuggestion.objects.create(
        page_id=page.pk, partner=partner, for_partner=own, text=text, made_by=by, made_at=at
    )
    record(action="part.suggested", by=by, for_partner=own, on=suggestion, at=at)
    return suggestion


@transaction.atomic
def answer(
    *, suggestion: PartSuggestion, taken_up: bool, by: User, at: datetime, words: str = ""
) -> PartSuggestion:
    """Say what becomes of a suggestion to the partner that `by` acts for. Raises NotAllowed."""
    suggestion = latest(suggestion, by)
    rules.check_can_answer(by, suggestion)
    return close(suggestion, Answer.TAKEN_UP if taken_up else Answer.NOT_TAKEN_UP, by, at, words)


@transaction.atomic
def take_back(*, suggestion: PartSuggestion, by: User, at: datetime) -> PartSuggestion:
    """Take back what one's own partner suggested. Raises NotAllowed."""
    suggestion = latest(suggestion, by)
    rules.check_can_take_back(by, suggestion)
    return close(suggestion, Answer.WITHDRAWN, by, at, "")


def latest(suggestion: PartSuggestion, by: User) -> PartSuggestion:
    """Return the suggestion as it is now, its page locked, and look up anew for whom the person acts."""
    locked(suggestion.page_id)
    forget(by)
    return PartSuggestion.objects.select_related("page", "partner", "for_partner").get(pk=suggestion.pk)


def close(suggestion: PartSuggestion, answer: str, by: User, at: datetime, words: str) -> PartSuggestion:
    """Write what became of a suggestion."""
    suggestion.answer, suggestion.answer_words = answer, words
    suggestion.answered_by, suggestion.answered_at = by, at
    suggestion.save(update_fields=["answer", "answer_words", "answered_by", "answered_at"])
    own = partner_of(by)
    record(
        action="part.suggestion_answered",
        by=by,
        for_partner=own,
        on=suggestion,
        changed={"answer": answer},
        at=at,
    )
    return suggestion
