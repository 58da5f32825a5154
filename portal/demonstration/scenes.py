"""Pages of the demonstration that are on their way to the site, by hand of its made-up people."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from outcomes.pages import SharedPage
from partners.agencies.acting import partner_of
from partners.parts.selectors import latest_part
from partners.parts.services import save_part
from partners.people.models import User
from partners.signing import decisions, overrides, rounds, withdrawals
from partners.signing.decisions import Answer, Seen
from partners.signing.models import Decision, SigningRound, Withdrawal
from partners.signing.words import words_now
from portal.demonstration.content import written
from portal.demonstration.signing import sign_by_all

Facts = dict[str, Any]


def make_scenes() -> None:
    """Bring pages to where the demonstration shows them. A page that people worked on stays as it is."""
    for name, facts in written("signing.toml")["scene"].items():
        page = Page.objects.filter(slug=facts["page"]).first()
        if page and not is_in_work(page):
            with transaction.atomic():
                SCENES[name](page.specific, facts, timezone.now())


def is_in_work(page: Page) -> bool:
    """Whether somebody submitted a page, or took it off the site."""
    submitted = SigningRound.objects.filter(page=page, submitted_by__isnull=False)
    return submitted.exists() or Withdrawal.objects.filter(page=page).exists()


def waiting(page: SharedPage, facts: Facts, at: datetime) -> None:
    """One partner signed, one declined, the others have to decide."""
    submit(page, "submitted_by", facts, at)
    decide(page, "signed_by", facts, Answer(Decision.APPROVED), at)
    decide(page, "declined_by", facts, Answer(Decision.DECLINED, facts["reason"]), at)


def changed_part(page: SharedPage, facts: Facts, at: datetime) -> None:
    """A page is on the site, and one partner's new part waits for that partner's signature."""
    by = person(facts["changed_by"])
    partner = partner_of(by)
    before = latest_part(page.pk, partner.pk) if partner else None
    content = {"statement": facts["statement"]}
    save_part(page=page, by=by, at=at, content=content, based_on=before.pk if before else None)
    submit(page, "changed_by", facts, at)


def withdrawn(page: SharedPage, facts: Facts, at: datetime) -> None:
    """A page was on the site, and its lead has withdrawn it."""
    sign_by_all(page, at - timedelta(days=60))
    by = person(facts["withdrawn_by"])
    withdrawals.take_off(page=page, by=by, at=at, explanation=facts["explanation"], in_error=False)


def overridden(page: SharedPage, facts: Facts, at: datetime) -> None:
    """A page went on the site without a signature, and nobody has reviewed that."""
    newer = page.get_latest_revision_as_object()
    newer.contact = facts["contact"]
    newer.save_revision(user=person(facts["changed_by"]))
    submit(page, "changed_by", facts, at)
    decide(page, "overridden_by", facts, Answer(Decision.APPROVED), at)
    by = person(facts["overridden_by"])
    overrides.override(page=page, by=by, at=at, reason=facts["reason"], seen=seen(page, by))


def submit(page: SharedPage, who: str, facts: Facts, at: datetime) -> None:
    """Let somebody submit a page."""
    due = timezone.localdate(at) + timedelta(days=facts["due_in"]) if "due_in" in facts else None
    rounds.submit(page=page, by=person(facts[who]), at=at, due_on=due, message=facts["message"])


def decide(page: SharedPage, who: str, facts: Facts, answer: Answer, at: datetime) -> None:
    """Let somebody decide for their partner about the words of now."""
    by = person(facts[who])
    decisions.decide(page=page, by=by, at=at, answer=answer, seen=seen(page, by))


def seen(page: SharedPage, by: User) -> Seen:
    """Return what somebody has before their eyes who reads the page now."""
    words, partner = words_now(page.pk), partner_of(by)
    return Seen(words.digest, words.part_digest(partner.pk)) if words and partner else Seen("", "")


def person(email: str) -> User:
    """Return one of the demonstration's people. Raises User.DoesNotExist."""
    return User.objects.get(email=email)


SCENES: dict[str, Callable[[SharedPage, Facts, datetime], None]] = {
    "waiting": waiting,
    "changed_part": changed_part,
    "withdrawn": withdrawn,
    "overridden": overridden,
}
