"""Moving all that names places that ended, and asking about what has no certain place to go."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from partners.places.editions import moving, questions
from partners.places.editions.changing import followed, heirs_of, sentence
from partners.places.editions.moving import Pair, Rule
from partners.places.editions.references import refresh_references
from partners.places.kinds import PlaceKind
from partners.places.models import Place, PlaceEdition, PlaceQuestion, QuestionState
from partners.places.succession import Succession
from partners.progress import Stream, progress


@dataclass
class Carried:
    """What moved with the places, and what a person has to decide."""

    things: Counter[str] = field(default_factory=Counter)  # by the label of the rule
    rows: int = 0
    duplicates: list[str] = field(default_factory=list)
    asked: list[PlaceQuestion] = field(default_factory=list)
    still_open: list[PlaceQuestion] = field(default_factory=list)
    places: set[int] = field(default_factory=set)  # where something came from or went to

    @property
    def changed_something(self) -> bool:
        """Whether anything moved or was asked."""
        return bool(self.rows or self.duplicates or self.asked)


def carry(edition: PlaceEdition, at: datetime, stream: Stream) -> Carried:
    """Move what names an ended place to the one place of today that it went to; ask about the rest.

    That holds for places that ended in any edition: a later one may say where an earlier loss went.
    """
    # A neighbourhood that its partner put away is none of an edition's business.
    over = Place.objects.filter(ended_on__isnull=False).exclude(kind=PlaceKind.NEIGHBOURHOOD)
    ended = set(over.values_list("pk", flat=True))
    certain = Succession().certain(ended)
    kept = left_where_they_are()
    done = Carried()
    open_pairs: dict[str, dict[Pair, str]] = {}
    for rule in progress(moving.rules(), "Moving what names ended places", stream=stream):
        named = rule.named(ended)
        sure = {pair for pair in named if pair[0] in certain and (rule.key, *pair) not in kept}
        stuck = rule.unmovable({thing for _, thing in sure})
        sure = {pair for pair in sure if pair[1] not in stuck}
        if sure:
            move(rule, {place: certain[place] for place, _ in sure}, sure, done)
        open_pairs[rule.key] = reasons(named - sure, stuck)
    done.asked = questions.ask(edition, open_pairs, at)
    still = PlaceQuestion.objects.filter(state=QuestionState.OPEN).select_related("place")
    done.still_open = list(still.order_by("place__name", "place", "relation", "label", "pk"))
    return done


def left_where_they_are() -> set[questions.Key]:
    """Return what a person has decided to leave at its ended place."""
    left = PlaceQuestion.objects.filter(state=QuestionState.LEFT)
    return set(left.values_list("relation", "place", "object_id"))


def move(rule: Rule, to: dict[int, int], pairs: set[Pair], done: Carried) -> None:
    """Move what one rule moves, and count it."""
    moved = rule.move({place: [successor] for place, successor in to.items()}, pairs)
    done.things[rule.label] += len(moved.pairs)
    done.rows += moved.rows
    done.duplicates += moved.duplicates
    refresh_references(to.keys())
    done.places |= {*to, *to.values()}


def reasons(pairs: set[Pair], stuck: dict[int, str]) -> dict[Pair, str]:
    """Return why each of these was not moved."""
    heirs = heirs_of([place for place, _ in pairs])
    return {
        (place, thing): stuck.get(thing) or sentence(followed(heirs.get(place, []))) for place, thing in pairs
    }
