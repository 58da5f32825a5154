"""What an edition changes: its tables compared with the places that are here."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from partners.places.editions.naming import Edition, EditionError
from partners.places.kinds import PlaceKind
from partners.places.models import Place, PlaceLink, PlaceSuccessor
from partners.places.services import known_places
from partners.places.tables import PlaceRow

PREFIX = 3  # characters of a code that say what sort of area it is: E07 is a district
MOST_ENDING = 1 / 3


@dataclass
class Comparison:
    """What becomes of the places. Dictionaries go by the key of the place."""

    known: dict[str, int]  # keys of the places that are here already, by the code in the tables
    places: dict[int, Place]  # all places, as they were before
    added: list[PlaceRow] = field(default_factory=list)
    returned: list[int] = field(default_factory=list)
    renamed: dict[int, str] = field(default_factory=dict)  # the name that it had
    recoded: dict[int, str] = field(default_factory=dict)  # the code that it had
    ended: dict[int, date] = field(default_factory=dict)
    missing: set[int] = field(default_factory=set)  # ended, and in no row

    def place(self, row: PlaceRow) -> Place | None:
        """Return the place of a row, as it was before; None for a new one."""
        return self.places[self.known[row.code]] if row.code in self.known else None

    @property
    def touched(self) -> set[int]:
        """The places that were here and are different after the edition."""
        return {*self.returned, *self.renamed, *self.recoded, *self.ended}


@dataclass(frozen=True)
class Stored:
    """What the database knows of places that ended before: shares of successors, and of what they lay in."""

    heirs: Mapping[int, Mapping[int, float]]
    parents: Mapping[int, Mapping[int, float]]


def stored() -> Stored:
    """Read it."""
    heirs: dict[int, dict[int, float]] = defaultdict(dict)
    parents: dict[int, dict[int, float]] = defaultdict(dict)
    for place, heir, share in PlaceSuccessor.objects.values_list("place", "successor", "share"):
        heirs[place][heir] = share
    links = PlaceLink.objects.filter(child__ended_on__isnull=False)
    for place, parent, share in links.values_list("child", "parent", "share"):
        parents[place][parent] = share
    return Stored(heirs, parents)


def compare(rows: Sequence[PlaceRow], edition: Edition) -> Comparison:
    """Compare the tables of an edition with the places here. Raises CannotLoadError.

    An edition speaks for the sorts of area that its codes begin with: of those, a current place that is in
    no row has ended. Areas that partners drew are none of its business.
    """
    places = Place.objects.in_bulk()
    codes = {key: (place.code,) for key, place in places.items()}
    found = Comparison(known_places(rows, codes), places)
    for row in rows:
        compare_row(row, found)
    inside = {row.code[:PREFIX] for row in rows}
    claimed = set(found.known.values())
    for key, place in places.items():
        is_ours = place.kind != PlaceKind.NEIGHBOURHOOD and place.code[:PREFIX] in inside
        if is_ours and place.ended_on is None and key not in claimed:
            found.ended[key] = edition.starts_on
            found.missing.add(key)
    return found


def compare_row(row: PlaceRow, found: Comparison) -> None:
    """Note what one row changes."""
    place = found.place(row)
    if place is None:
        found.added.append(row)
        return
    if place.name != row.name:
        found.renamed[place.pk] = place.name
    if place.code != row.code:
        found.recoded[place.pk] = place.code
    if place.ended_on is None and row.ended_on is not None:
        found.ended[place.pk] = row.ended_on
    if place.ended_on is not None and row.ended_on is None:
        found.returned.append(place.pk)


def check_not_too_many_end(found: Comparison) -> None:
    """Raise EditionError when more than a third of some sort of area is missing: a file may be cut short.

    What the tables themselves say has ended does not count.
    """
    totals = Counter(place.code[:PREFIX] for place in found.places.values() if place.ended_on is None)
    ending = Counter(found.places[key].code[:PREFIX] for key in found.missing)
    for prefix, count in sorted(ending.items()):
        if count > totals[prefix] * MOST_ENDING:
            raise EditionError(
                f"{count:,} of {totals[prefix]:,} places with codes that begin with {prefix} are missing. "
                "If the tables are complete and these places have ended, add --end-many."
            )


def with_what_is_known(rows: Iterable[PlaceRow], found: Comparison, stored: Stored) -> list[PlaceRow]:
    """Return the rows with what only the database knows added to them.

    The name that a place had before this edition joins its former names. A place that ended keeps its
    successors when its row names none, and what it lay in.
    """
    codes = {key: code for code, key in found.known.items()}
    return [with_own(row, found.place(row), stored, codes) for row in rows]


def with_own(row: PlaceRow, place: Place | None, stored: Stored, codes: Mapping[int, str]) -> PlaceRow:
    """Return one row with what is known of its place."""
    if place is None:
        return row
    row = row._replace(former_names=former_names(row, place))
    if row.ended_on is None:
        return row
    return row._replace(
        successors=row.successors or by_code(stored.heirs.get(place.pk, {}), codes),
        parents={**by_code(stored.parents.get(place.pk, {}), codes), **row.parents},
    )


def by_code(shares: Mapping[int, float], codes: Mapping[int, str]) -> dict[str, float]:
    """Return shares by the codes that places have in the tables; of places in no row, nothing."""
    return {codes[place]: share for place, share in shares.items() if place in codes}


def former_names(row: PlaceRow, place: Place) -> str:
    """Return the former names of table and database, then the name of until now; the oldest make room."""
    before = [place.name] if place.name != row.name else []
    names = [*row.former_names.split("|"), *place.former_names.split("|"), *before]
    kept = [name for name in dict.fromkeys(names) if name and name != row.name]
    longest = Place._meta.get_field("former_names").max_length or 0
    while len("|".join(kept)) > longest:
        kept.pop(0)
    return "|".join(kept)
