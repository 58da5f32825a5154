"""Reading the names of all places from the database, for keeping them in memory."""

from collections import defaultdict
from typing import Any, NamedTuple

from partners.places.finding import Named, Names
from partners.places.kinds import PlaceKind
from partners.places.names import findable, folded

SIZES = {str(kind): kind.size for kind in PlaceKind}
SMALL = SIZES[PlaceKind.WARD]
# So many, and called 'Trafford 001A', that they are not worth a place among the words.
TAIL = PlaceKind.LSOA
COLUMNS = (
    "kind", "name", "qualifier", "code", "pk", "words", "name_cy", "former_names", "ended_on",
)  # fmt: skip


class NameRows(NamedTuple):
    """What the database says: rows of COLUMNS, rows of the tail, and who followed those that ended."""

    places: list[tuple[Any, ...]]
    tail: list[tuple[Any, ...]]
    successors: list[tuple[Any, ...]]

    def mark(self) -> int:
        """Return a number that differs when the rows do, in this process."""
        return hash((*self.places, *self.tail, *self.successors))


def read_rows() -> NameRows:
    """Return the names of all places; three queries."""
    from partners.places.models import Place, PlaceSuccessor

    places = Place.objects.exclude(kind=TAIL).order_by("pk").values_list(*COLUMNS)
    tail = (
        Place.objects.current()
        .of_kind(TAIL)
        .order_by("pk")
        .values_list("words", "name", "qualifier", "code", "pk")
    )
    followed = PlaceSuccessor.objects.order_by("-share", "successor__name")
    return NameRows(
        list(places.iterator(chunk_size=5_000)),
        list(tail.iterator(chunk_size=5_000)),
        list(followed.values_list("place", "successor__name")),
    )


def names_of(rows: NameRows) -> tuple[Names, Names]:
    """Return the names of the places that there are, and of those that ended."""
    followed = defaultdict(list)
    for place, successor in rows.successors:
        followed[place].append(successor)
    ordered = sorted(rows.places, key=lambda row: (SIZES.get(row[0], len(SIZES)), row[1:4]))
    named = [named_by(row, followed.get(row[4], [])) for row in ordered]
    tail = sorted(map(tail_line, rows.tail))
    current = Names([place for place in named if not place.ended], tail, TAIL)
    return current, Names([place for place in named if place.ended])


def named_by(row: tuple[Any, ...], successors: list[str]) -> Named:
    """Return what a row says of a place."""
    kind, name, qualifier, code, pk, words, name_cy, former_names, ended_on = row
    label = f"{name}, {qualifier}" if qualifier else name
    others = tuple(filter(None, (name_cy, *former_names.split("|")))) if name_cy or former_names else ()
    ended = end_in_words(ended_on.year, successors) if ended_on else ""
    return Named(pk, code, kind, label, findable(words), SIZES.get(kind, SMALL) >= SMALL, others, ended)


def end_in_words(year: int, successors: list[str]) -> str:
    """Return when a place ended and what is there now: 'ended 2023, now Cumberland'."""
    if not successors:
        return f"ended {year}"
    *others, last = successors
    now = f"{', '.join(others)} and {last}" if others else last
    return f"ended {year}, now {now}"


def tail_line(row: tuple[Any, ...]) -> str:
    """Return a line of the tail: the first folded name, the label, the code and the key."""
    words, name, qualifier, code, pk = row
    label = f"{name}, {qualifier}" if qualifier else name
    first = words[1 : words.index("|", 1)] if words else folded(name)
    return f"{first}|{label.replace('|', ' ')}|{code}|{pk}"
