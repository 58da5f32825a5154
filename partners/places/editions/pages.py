"""Moving the places of pages: what is published, and every version that still can be."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from django.db import models
from wagtail.models import Page

from partners.places.editions import moving
from partners.places.editions.moving import Moved, Moves, Pair
from partners.places.editions.revisions import TAGS, move_in_versions, named_in_versions
from partners.places.editions.rows import RowRule
from partners.places.tagging import PagePlace

UNREADABLE = "A draft of it cannot be read. Open the page, save it anew, and decide then."


@dataclass
class Versions:
    """Which versions of pages name some places, and which pages have one that cannot be read."""

    naming: dict[Pair, set[int]] = field(default_factory=lambda: defaultdict(set))
    unreadable: set[int] = field(default_factory=set)


def versions_naming(places: Collection[int], field: str = TAGS) -> Versions:
    """Read all versions once and return those that name one of these places in a field."""
    wanted, found = set(places), Versions()
    for revision, page, named in named_in_versions(field):
        if named is None:
            found.unreadable.add(page)
            continue
        for place in wanted.intersection(named):
            found.naming[place, page].add(revision)
    return found


@dataclass(frozen=True)
class PageRule:
    """Moves pages with their drafts, scheduled versions and versions in a workflow.

    `field` is what versions call that which names the places: rows, or one place.
    """

    rows: RowRule
    field: str = TAGS
    thing_model: type[models.Model] | None = Page
    takes_several: bool = True

    @property
    def key(self) -> str:
        """What names the rule in the database."""
        return self.rows.key

    @property
    def label(self) -> str:
        """What it moves."""
        return self.rows.label

    def named(self, places: Collection[int]) -> set[Pair]:
        """Return which pages name these places, in what is published or in a version that may be."""
        return self.rows.named(places) | versions_naming(places, self.field).naming.keys()

    def unmovable(self, things: Iterable[int]) -> dict[int, str]:
        """Return those of these pages with a version that cannot be read: nobody knows what it names."""
        return dict.fromkeys(versions_naming((), self.field).unreadable.intersection(things), UNREADABLE)

    def summary(self, place: int) -> str:
        """Return how many pages name this place."""
        return f"{self.label}: {len(self.named([place])):,}"

    def move(self, moves: Moves, only: Collection[Pair] | None = None) -> Moved:
        """Move the rows, then the versions. Pages with a version that cannot be read stay."""
        versions = versions_naming(moves, self.field)
        naming = {pair for pair in versions.naming if only is None or pair in only}
        pairs = {pair for pair in self.rows.named(moves) if only is None or pair in only} | naming
        movable = {(place, page) for place, page in pairs if page not in versions.unreadable}
        done = self.rows.move(moves, movable)
        done.pairs |= movable
        for place_moves, revisions in grouped(versions, movable, moves):
            done.rows += move_in_versions(revisions, place_moves, self.field)
        return done


def grouped(versions: Versions, movable: set[Pair], moves: Moves) -> Iterable[tuple[Moves, list[int]]]:
    """Yield, for each combination of ended places, where they go and the versions that name just these."""
    ended: dict[int, set[int]] = defaultdict(set)
    for place, page in movable:
        for revision in versions.naming.get((place, page), ()):
            ended[revision].add(place)
    alike: dict[frozenset[int], list[int]] = defaultdict(list)
    for revision, places in ended.items():
        alike[frozenset(places)].append(revision)
    for combination, revisions in alike.items():
        yield {place: moves[place] for place in combination}, revisions


def moves_place_of(model: type[models.Model], name: str, *, label: str) -> None:
    """Declare that the one place that pages of a kind name in this field follows what it becomes."""
    rows = RowRule(model, name, label)
    moving.register(model, name, PageRule(rows, name, takes_several=False))


def declare() -> None:
    """Declare the rule."""
    rows = RowRule(PagePlace, "place", "Pages", once_per=("page",), thing="page")
    moving.register(PagePlace, "place", PageRule(rows))
