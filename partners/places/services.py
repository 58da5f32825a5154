"""Bringing the places in the database to what tables say, all or nothing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.db import transaction

from partners.places.closure import CycleFoundError
from partners.places.differences import Difference, difference, in_batches
from partners.places.figures import load_figures
from partners.places.models import Place, PlaceClosure, PlaceCode, PlaceLink, PlaceOutline, PlaceSuccessor
from partners.places.share_rows import stored_shares, write_shares
from partners.places.signals import places_moved
from partners.places.stored_closure import below, refresh, refresh_all
from partners.places.tables import PlaceRow, PlaceTables, Shares
from partners.places.vocabulary import forget_names
from partners.progress import Stream

FROM_ROW = (
    "code",
    "kind",
    "name",
    "name_cy",
    "former_names",
    "latitude",
    "longitude",
    "qualifier",
    "population",
    "ended_on",
)
WRITTEN = [*FROM_ROW, "words"]
Facts = tuple[Any, ...]


class CannotLoadError(Exception):
    """The tables contradict what is in the database. The message says where and what to do."""


class Report(dict[str, Difference[Any]]):
    """What a load did, by the name of what it touched."""

    left_alone = 0

    def __init__(self) -> None:
        super().__init__()
        # Keys of the places that are not as they were, by themselves or by what they lie in.
        self.affected: set[int] = set()


@transaction.atomic
def load_places(*, tables: PlaceTables, stream: Stream, dry_run: bool = False) -> Report:
    """Add and correct places, their codes, links and outlines, and work out the closure anew.

    Places that are not in the tables, such as areas that partners drew, stay, with their links.
    With `dry_run` everything is tried and nothing is kept. Raises CannotLoadError.
    """
    report = load_tables(tables, stream)
    places_moved.send(sender=Place, places=report.affected)
    if dry_run:
        transaction.set_rollback(True)
    return report


def load_tables(tables: PlaceTables, stream: Stream) -> Report:
    """Bring everything to what the tables say, inside a transaction. Raises CannotLoadError."""
    report = Report()
    report["Places"], numbers = load_rows(tables.places, stream)
    report["Codes"] = load_codes(tables.places, numbers, stream)
    report["Successors"] = load_shares(PlaceSuccessor, tables.successors(numbers), numbers, stream)
    report["Links"] = load_shares(PlaceLink, tables.links(numbers), numbers, stream)
    as_before = report["Places"].is_empty and report["Links"].is_empty
    report["Places within places"] = load_closure(stream, numbers if as_before else {})
    if tables.outlines:
        report["Outlines"] = load_outlines(tables.outlines, numbers, stream)
    if tables.figures:
        report["Figures"] = load_figures(tables.figures, numbers, stream)
    report.left_alone = Place.objects.count() - len(numbers)
    report.affected = affected(report, numbers)
    return report


def affected(report: Report, numbers: Mapping[str, int]) -> set[int]:
    """Return the places that were corrected, and those that lie elsewhere now."""
    around = report["Places within places"]
    return {
        *(numbers[code] for code in report["Places"].changed),
        *(descendant for _, descendant in (*around.added, *around.changed, *around.removed)),
    }


def load_rows(rows: Sequence[PlaceRow], stream: Stream) -> tuple[Difference[str], dict[str, int]]:
    """Add and correct the places themselves. Return the difference, and the number of each by its code."""
    stored = {pk: tuple(values) for pk, *values in Place.objects.order_by().values_list("pk", *FROM_ROW)}
    numbers = known_places(rows, stored)
    have = {code: stored[pk] for code, pk in numbers.items()}
    want = {row.code: facts(row) for row in rows}
    found = difference(have, want)
    added = [as_place(want[code]) for code in found.added]
    changed = [as_place(want[code], numbers[code]) for code in found.changed]
    in_batches(added, Place.objects.bulk_create, "Adding places", stream)
    in_batches(changed, correct, "Correcting places", stream)
    if not found.is_empty:
        forget_names()
    return found, {**numbers, **{place.code: place.pk for place in added}}


def facts(row: PlaceRow) -> Facts:
    """Return what a table says about a place itself, as the database has it."""
    return tuple(getattr(row, name) for name in FROM_ROW)


def as_place(values: Facts, pk: int | None = None) -> Place:
    """Return a place with these facts and the words that it is found by."""
    place = Place(pk=pk, **dict(zip(FROM_ROW, values, strict=True)))
    place.words = place.folded_names()
    return place


def correct(places: Sequence[Place]) -> None:
    """Write the facts of places that are there."""
    Place.objects.bulk_update(places, WRITTEN, batch_size=50)


def known_places(rows: Iterable[PlaceRow], stored: Mapping[int, Facts]) -> dict[str, int]:
    """Return the numbers of the places that are there already, by their code in the table.

    A place is known by any code that it has or had, so one that gets a new code stays the same place.
    Raises CannotLoadError.
    """
    owners = dict(PlaceCode.objects.order_by().values_list("code", "place"))
    known: dict[str, int] = {}
    claimed: dict[int, PlaceRow] = {}
    for row in rows:
        found = {owners[code] for code in (row.code, *row.former_codes) if code in owners}
        if len(found) > 1:
            codes = " and ".join(sorted(stored[pk][0] for pk in found))
            raise CannotLoadError(f"{at(row)}: {codes} are two places here. Take out a former code.")
        for pk in found:
            if pk in claimed:
                codes, place = f"{claimed[pk].code} and {row.code}", Place.objects.get(pk=pk)
                raise CannotLoadError(f"{at(row)}: {codes} are one place here, {place}. Keep one line.")
            claimed[pk] = row
            known[row.code] = pk
    return known


def at(row: PlaceRow) -> str:
    """Return where a row is."""
    return f"{row.file}, line {row.line}, column former_codes"


def load_codes(rows: Iterable[PlaceRow], numbers: Mapping[str, int], stream: Stream) -> Difference[str]:
    """Add codes. None is ever removed: an old address must go on finding its place."""
    want = {code: numbers[row.code] for row in rows for code in (row.code, *row.former_codes)}
    have = dict(PlaceCode.objects.order_by().values_list("code", "place"))
    found = difference({code: have[code] for code in want if code in have}, want)
    codes = [PlaceCode(code=code, place_id=want[code]) for code in found.added]
    in_batches(codes, PlaceCode.objects.bulk_create, "Adding codes", stream)
    return found


def load_shares(
    model: type[PlaceLink] | type[PlaceSuccessor], want: Shares, numbers: Mapping[str, int], stream: Stream
) -> Difference[tuple[int, int]]:
    """Bring the links, or the successors, between loaded places to what the tables say."""
    loaded = set(numbers.values())
    have = {pair: share for pair, share in stored_shares(model).items() if loaded.issuperset(pair)}
    found = difference(have, want)
    write_shares(model, want, found, stream)
    return found


def load_closure(stream: Stream, as_before: Mapping[str, int]) -> Difference[tuple[int, int]]:
    """Work out anew which places lie inside which. Raises CannotLoadError.

    When all places of the tables are as before, with their links, only other places, and what lies in these,
    can lie elsewhere now.
    """
    try:
        if not as_before:
            return refresh_all(stream)
        others = set(Place.objects.order_by().values_list("pk", flat=True)).difference(as_before.values())
        found = refresh(below(others), stream)
        written = len(found.added) + len(found.changed)
        return replace(found, unchanged=PlaceClosure.objects.count() - written)
    except CycleFoundError as error:
        circle = ", ".join(Place.objects.filter(pk__in=error.members).values_list("code", flat=True))
        advice = "With the links that are here already, these places lie inside each other in a circle"
        raise CannotLoadError(f"{advice}: {circle}. Remove one of the links.") from error


def load_outlines(outlines: dict[str, str], numbers: dict[str, int], stream: Stream) -> Difference[int]:
    """Bring the outlines of the loaded places to what the tables say."""
    want = {numbers[code]: geometry for code, geometry in outlines.items()}
    loaded, stored = set(numbers.values()), PlaceOutline.objects.values_list("place", "geometry")
    found = difference({place: geometry for place, geometry in stored if place in loaded}, want)
    rows = [PlaceOutline(place_id=place, geometry=want[place]) for place in (*found.added, *found.changed)]
    in_batches(
        rows,
        lambda batch: PlaceOutline.objects.bulk_create(
            batch, update_conflicts=True, unique_fields=["place"], update_fields=["geometry"]
        ),
        "Writing outlines",
        stream,
    )
    PlaceOutline.objects.filter(place__in=found.removed).delete()
    return found
