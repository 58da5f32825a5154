"""What names an ended place without a certain successor: asking a person, and doing what they decide."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from partners.chunks import chunks
from partners.places.editions import moving
from partners.places.editions.moving import TOGETHER, Pair, Rule
from partners.places.editions.references import refresh_references
from partners.places.models import Place, PlaceEdition, PlaceQuestion, QuestionState
from partners.places.signals import places_moved

LONGEST = 255
NO_LONGER = "It no longer names {place}."
Key = tuple[str, int, int]  # rule, place, thing


class NotPossibleError(Exception):
    """What was decided cannot be done. The message says why and what to do."""


def ask(edition: PlaceEdition, named: Mapping[str, Mapping[Pair, str]], at: datetime) -> list[PlaceQuestion]:
    """Ask about all that names ended places, once each, and settle what no longer needs an answer.

    `named` holds, for each rule, what names which place, with the reason why it is asked. What a person
    left where it was is not asked again. Returns the new questions.
    """
    wanted = {(key, *pair): note for key, pairs in named.items() for pair, note in pairs.items()}
    asked = PlaceQuestion.objects.exclude(state__in=[QuestionState.MOVED, QuestionState.SETTLED])
    there = {question_key(question): question for question in asked}
    idle = [question.pk for key, question in there.items() if key not in wanted and question.state == "open"]
    for chunk in chunks(idle):
        PlaceQuestion.objects.filter(pk__in=chunk).update(
            state=QuestionState.SETTLED, decided_at=at, answer="It no longer names a place without successor."
        )
    new = [key for key in wanted if key not in there]
    labels = labels_of(new)
    questions = [
        PlaceQuestion(
            edition=edition,
            relation=relation,
            place_id=place,
            object_id=thing,
            label=labels[relation, place, thing][:LONGEST],
            note=wanted[relation, place, thing][:LONGEST],
        )
        for relation, place, thing in new
    ]
    return PlaceQuestion.objects.bulk_create(questions, batch_size=500)


def question_key(question: PlaceQuestion) -> Key:
    """Return what a question is about."""
    return question.relation, question.place_id, question.object_id


def labels_of(keys: Iterable[Key]) -> dict[Key, str]:
    """Return what people know these things by."""
    found: dict[Key, str] = {}
    by_rule: dict[str, list[Key]] = {}
    for key in keys:
        by_rule.setdefault(key[0], []).append(key)
    for name, ours in by_rule.items():
        rule = moving.rule_called(name)
        things = things_of(rule, {thing for _, _, thing in ours}) if rule else {}
        for key in ours:
            alone = str(things.get(key[2], name))
            found[key] = rule.summary(key[1]) if rule and key[2] == TOGETHER else alone
    return found


def things_of(rule: Rule, keys: Collection[int]) -> dict[int, Any]:
    """Return the things themselves, by key; nothing for a rule that moves all together."""
    if rule.thing_model is None:
        return {}
    found: dict[int, Any] = {}
    for chunk in chunks(keys):
        found |= rule.thing_model._base_manager.in_bulk(chunk)
    return found


def decide(
    *, questions: Sequence[PlaceQuestion], to: Sequence[Place], by: Any, at: datetime
) -> tuple[list[PlaceQuestion], list[PlaceQuestion]]:
    """Move what these questions about one ended place are about, or leave it there when `to` is empty.

    All or nothing, but for what somebody else decided meanwhile and what no longer names the place: these
    are left alone. Returns what was decided now, and what was not. Raises NotPossibleError.
    """
    with transaction.atomic():
        ids = [question.pk for question in questions]
        locked = PlaceQuestion.objects.select_for_update().filter(pk__in=ids, state=QuestionState.OPEN)
        still_open = list(locked.select_related("place").order_by("pk"))
        current = still_naming(still_open)
        decided = [question for question in still_open if question in current]
        check(decided, to)
        if to:
            carry_out(decided, [place.pk for place in to])
        state = QuestionState.MOVED if to else QuestionState.LEFT
        answer = ", ".join(place.label for place in to) or "Left where it was"
        record(decided, state=state, answer=answer, by=by, at=at)
        gone = [question for question in still_open if question not in current]
        record(gone, state=QuestionState.SETTLED, answer="It no longer names this place.", by=None, at=at)
    done = {question.pk for question in decided}
    return decided, [question for question in questions if question.pk not in done]


def still_naming(questions: Iterable[PlaceQuestion]) -> list[PlaceQuestion]:
    """Return those of these questions whose thing still names the ended place."""
    questions = list(questions)
    named: dict[tuple[str, int], set[Pair]] = {}
    for question in questions:
        key = question.relation, question.place_id
        rule = moving.rule_called(question.relation)
        if key not in named:
            named[key] = rule.named([question.place_id]) if rule else set()
    return [
        question
        for question in questions
        if (question.place_id, question.object_id) in named[question.relation, question.place_id]
    ]


def check(questions: Sequence[PlaceQuestion], to: Sequence[Place]) -> None:
    """Raise NotPossibleError when these things cannot move to these places."""
    if over := [place for place in to if place.ended_on is not None]:
        raise NotPossibleError(f"{over[0].label} has ended, too. Choose a place of today.")
    for question in questions if to else ():
        rule = moving.rule_called(question.relation)
        if rule is None:
            continue
        if len(to) > 1 and not rule.takes_several:
            raise NotPossibleError(f"{question.label} can be in one place only. Choose one for it.")
        if reason := rule.unmovable([question.object_id]).get(question.object_id):
            raise NotPossibleError(f"{question.label}: {reason}")


def carry_out(questions: Iterable[PlaceQuestion], to: Sequence[int]) -> None:
    """Move the things, and tell who listens."""
    pairs: dict[str, set[Pair]] = {}
    for question in questions:
        pairs.setdefault(question.relation, set()).add((question.place_id, question.object_id))
    for name, only in pairs.items():
        if rule := moving.rule_called(name):
            rule.move({place: to for place, _ in only}, only)
    places = {place for only in pairs.values() for place, _ in only}
    refresh_references(places)
    if places:
        places_moved.send(sender=Place, places=places | set(to))


def record(questions: Iterable[PlaceQuestion], **facts: Any) -> None:
    """Write down what was decided, by whom and when."""
    ids = [question.pk for question in questions]
    names = {"state": facts["state"], "answer": facts["answer"]}
    PlaceQuestion.objects.filter(pk__in=ids).update(**names, decided_by=facts["by"], decided_at=facts["at"])
