"""What happens to everything that names a place when the place ends: one rule for each relation.

Every room declares, when it starts, what becomes of its own relations to `Place`:

    moving.moves(Proposal, "place", label="Proposals")
    moving.moves(PlaceFollow, "place", label="Follows", once_per=("user",), together=True)
    moving.moves(Partner.serves.through, "place", label="Served", once_per=("partner",), thing="partner")
    moving.stays(PlaceCode, "place")

A relation without a rule is an error of the system checks (`checks.py`).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.db import models

Moves = Mapping[int, Sequence[int]]  # key of an ended place → keys of the places that take its part
Pair = tuple[int, int]  # keys of an ended place and of a thing that names it
TOGETHER = 0  # stands for all things of a rule that moves them together


@dataclass
class Moved:
    """What a rule moved: the things by ended place, and those that had the successor already."""

    pairs: set[Pair] = field(default_factory=set)
    rows: int = 0
    duplicates: list[str] = field(default_factory=list)


class Rule(Protocol):
    """Moves what one relation says from an ended place to those that follow it."""

    @property
    def key(self) -> str:
        """What names the rule in the database: 'proposals.proposal.place'."""
        ...

    @property
    def label(self) -> str:
        """What it moves, for people, in the plural: 'Proposals'."""
        ...

    @property
    def thing_model(self) -> type[models.Model] | None:
        """The model of the things that people decide about; None when they decide about all together."""
        ...

    @property
    def takes_several(self) -> bool:
        """Whether a thing may name several places instead of the one that ended."""
        ...

    def named(self, places: Collection[int]) -> set[Pair]:
        """Return what names these places."""
        ...

    def unmovable(self, things: Iterable[int]) -> dict[int, str]:
        """Return those of these things that cannot be moved now, each with the reason."""
        ...

    def summary(self, place: int) -> str:
        """Return in words what moves together from this place."""
        ...

    def move(self, moves: Moves, only: Collection[Pair] | None = None) -> Moved:
        """Move everything, or only these pairs, to the places that follow."""
        ...


Relation = tuple[type[models.Model], str]
declared: dict[Relation, Rule | None] = {}


def register(model: type[models.Model], field_name: str, rule: Rule | None) -> None:
    """Declare the rule of a relation to `Place`; None says that it stays with the ended place."""
    declared[model, field_name] = rule


def stays(model: type[models.Model], *field_names: str) -> None:
    """Declare that these relations stay with an ended place: they say what it was."""
    for name in field_names:
        register(model, name, None)


def moves(
    model: type[models.Model],
    field_name: str,
    *,
    label: str,
    once_per: tuple[str, ...] = (),
    thing: str = "",
    together: bool = False,
) -> None:
    """Declare that the rows of a model follow their place.

    `once_per` names the fields which, with the place, may be there only once: a row that its successor has
    already goes away. `thing` names the relation to what people know the row by, if that is not the row
    itself. With `together` nobody is asked about each thing, but about all things at a place at once.
    """
    from partners.places.editions.rows import RowRule

    register(model, field_name, RowRule(model, field_name, label, once_per, thing, together))


def rules() -> list[Rule]:
    """Return the rules of all relations that move, in the order of their names."""
    return sorted((rule for rule in declared.values() if rule), key=lambda rule: rule.key)


def rule_called(key: str) -> Rule | None:
    """Return the rule with this key, or None when its room is no longer installed."""
    return next((rule for rule in rules() if rule.key == key), None)


def relations_without_rule(known: Iterable[type[models.Model]]) -> list[Any]:
    """Return the fields of these models that point to a place and have no rule."""
    from partners.places.models import Place

    return [
        each
        for model in known
        for each in model._meta.local_fields
        if isinstance(each, models.ForeignKey)
        and isinstance(each.related_model, type)
        and issubclass(each.related_model, Place)
        and (model, each.name) not in declared
    ]
