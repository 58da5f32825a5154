"""What the report of editions shows, each in a fixed number of queries."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from wagtail.admin.admin_url_finder import AdminURLFinder

from partners.places.editions import moving
from partners.places.editions.questions import things_of
from partners.places.models import ChangeKind, Place, PlaceEdition, PlaceQuestion, QuestionState


@dataclass(frozen=True)
class Shown:
    """A question with the address of its thing, if it has one, and what its rule moves."""

    question: PlaceQuestion
    kind: str
    url: str


def editions() -> QuerySet[PlaceEdition]:
    """Return the editions, newest first, with the number of changes and of open questions."""
    is_open = Q(questions__state=QuestionState.OPEN)
    return PlaceEdition.objects.annotate(
        changed=Count("changes", distinct=True), to_decide=Count("questions", filter=is_open, distinct=True)
    ).order_by("-name")


def kinds_of_change(edition: PlaceEdition) -> list[tuple[str, str, int]]:
    """Return the kinds of change that the edition has, each with its label and number."""
    counts = dict(edition.changes.order_by().values_list("kind").annotate(Count("pk")))
    return [(kind.value, str(kind.label), counts[kind]) for kind in ChangeKind if kind in counts]


def places_to_decide(edition: PlaceEdition) -> list[tuple[Place, int]]:
    """Return the ended places that the edition has open questions about, with their number; two queries."""
    open_ones = edition.questions.filter(state=QuestionState.OPEN)
    counts = dict(open_ones.order_by().values_list("place").annotate(Count("pk")))
    return [(place, counts[place.pk]) for place in Place.objects.filter(pk__in=counts)]


def shown_questions(questions: list[PlaceQuestion], user: Any) -> list[Shown]:
    """Return the questions with links to their things: one query for each rule and some for links."""
    by_rule: dict[str, set[int]] = defaultdict(set)
    for question in questions:
        by_rule[question.relation].add(question.object_id)
    finder = AdminURLFinder(user)
    things, kinds = {}, {}
    for name, keys in by_rule.items():
        if rule := moving.rule_called(name):
            kinds[name] = rule.label
            things[name] = things_of(rule, keys)
    return [
        Shown(
            question,
            kinds.get(question.relation, question.relation),
            address(finder, things.get(question.relation, {}).get(question.object_id)),
        )
        for question in questions
    ]


def address(finder: AdminURLFinder, thing: Any) -> str:
    """Return where a thing is edited, else its public page; nothing when it has neither."""
    if thing is None:
        return ""
    edited: str | None = finder.get_edit_url(thing)
    public = getattr(thing, "get_absolute_url", None)
    return edited or (public() if public else "")
