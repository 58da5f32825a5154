"""Bringing the places in the database to what tables say, all or nothing."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction

from partners.places.closure import CycleFoundError, Link, closure_rows
from partners.places.differences import Difference, difference, in_batches
from partners.places.figures import load_figures
from partners.places.models import Place, PlaceClosure, PlaceCode, PlaceLink, PlaceOutline
from partners.places.tables import PLACES, PlaceRow, PlaceTables
from partners.places.vocabulary import forget_names
from partners.progress import Stream

FROM_ROW = ("code", "kind", "name", "name_cy", "latitude", "longitude", "qualifier", "population")
WRITTEN = [*FROM_ROW, "words"]


class CannotLoadError(Exception):
    """The tables contradict what is in the database. The message says where and what to do."""


class Report(dict[str, Difference[Any]]):
    """What a load did, by the name of what it touched."""

    left_alone = 0


@transaction.atomic
def load_places(*, tables: PlaceTables, stream: Stream, dry_run: bool = False) -> Report:
    """Add and correct places, their codes, links and outlines, and work out the closure anew.

    Places that are not in the tables, such as areas that partners drew, stay, with their links.
    With `dry_run` everything is tried and nothing is kept. Raises CannotLoadError.
    """
    report = Report()
    report["Places"], places = load_rows(tables.places, stream)
    numbers = {code: place.pk for code, place in places.items()}
    report["Codes"] = load_codes(tables.places, numbers)
    report["Links"] = load_links(tables.links(numbers), set(numbers.values()), stream)
    report["Places within places"] = load_closure(stream)
    if tables.outlines:
        report["Outlines"] = load_outlines(tables.outlines, numbers, stream)
    if tables.figures:
        report["Figures"] = load_figures(tables.figures, numbers, stream)
    report.left_alone = Place.objects.count() - len(numbers)
    if dry_run:
        transaction.set_rollback(True)
    return report


def load_rows(rows: Sequence[PlaceRow], stream: Stream) -> tuple[Difference[str], dict[str, Place]]:
    """Add and correct the places themselves. Return the difference, and each place by its code."""
    places = known_places(rows)
    have = {code: facts(place) for code, place in places.items()}
    want = {row.code: facts(row) for row in rows}
    found = difference(have, want)
    places.update((code, Place()) for code in found.added)
    for code in (*found.added, *found.changed):
        for name, value in zip(FROM_ROW, want[code], strict=True):
            setattr(places[code], name, value)
        places[code].words = places[code].folded_names()
    in_batches([places[code] for code in found.added], Place.objects.bulk_create, "Adding places", stream)
    Place.objects.bulk_update([places[code] for code in found.changed], WRITTEN, batch_size=50)
    forget_names()
    return found, places


def facts(source: Place | PlaceRow) -> tuple[Any, ...]:
    """Return what a table says about a place, or what the database has."""
    return tuple(getattr(source, name) for name in FROM_ROW)


def known_places(rows: Iterable[PlaceRow]) -> dict[str, Place]:
    """Return the places that are there already, by their code in the table. Raises CannotLoadError.

    A place is known by any code that it has or had, so one that gets a new code stays the same place.
    """
    places = Place.objects.in_bulk()
    owners = dict(PlaceCode.objects.values_list("code", "place"))
    known: dict[str, Place] = {}
    claimed: dict[int, PlaceRow] = {}
    for row in rows:
        found = {owners[code] for code in (row.code, *row.former_codes) if code in owners}
        if len(found) > 1:
            codes = " and ".join(sorted(places[pk].code for pk in found))
            raise CannotLoadError(f"{at(row)}: {codes} are two places here. Take out a former code.")
        for pk in found:
            if pk in claimed:
                codes = f"{claimed[pk].code} and {row.code}"
                raise CannotLoadError(f"{at(row)}: {codes} are one place here, {places[pk]}. Keep one line.")
            claimed[pk] = row
            known[row.code] = places[pk]
    return known


def at(row: PlaceRow) -> str:
    """Return where a row is."""
    return f"{PLACES}, line {row.line}, column former_codes"


def load_codes(rows: Iterable[PlaceRow], numbers: dict[str, int]) -> Difference[str]:
    """Add codes. None is ever removed: an old address must go on finding its place."""
    want = {code: numbers[row.code] for row in rows for code in (row.code, *row.former_codes)}
    have = dict(PlaceCode.objects.filter(place__in=set(want.values())).values_list("code", "place"))
    found = difference({code: have[code] for code in want if code in have}, want)
    PlaceCode.objects.bulk_create(PlaceCode(code=code, place_id=want[code]) for code in found.added)
    return found


def load_links(links: Iterable[Link], loaded: set[int], stream: Stream) -> Difference[tuple[int, int]]:
    """Bring the links between loaded places to what the tables say."""
    want = {(child, parent): share for child, parent, share in links}
    have = {
        (child, parent): share
        for child, parent, share in PlaceLink.objects.values_list("child", "parent", "share")
        if child in loaded and parent in loaded
    }
    found = difference(have, want)
    write_shares(PlaceLink, ("child", "parent"), want, found, stream)
    return found


def load_closure(stream: Stream) -> Difference[tuple[int, int]]:
    """Work out anew which places lie inside which. Raises CannotLoadError."""
    links = PlaceLink.objects.values_list("child", "parent", "share")
    kinds = dict(Place.objects.values_list("pk", "kind"))
    try:
        rows = closure_rows(map(Link._make, links), kinds)
    except CycleFoundError as error:
        circle = ", ".join(Place.objects.filter(pk__in=error.members).values_list("code", flat=True))
        advice = "With the links that are here already, these places lie inside each other in a circle"
        raise CannotLoadError(f"{advice}: {circle}. Remove one of the links.") from error
    want = {(ancestor, descendant): share for ancestor, descendant, share in rows}
    stored = PlaceClosure.objects.values_list("ancestor", "descendant", "share")
    found = difference({(ancestor, descendant): share for ancestor, descendant, share in stored}, want)
    write_shares(PlaceClosure, ("ancestor", "descendant"), want, found, stream)
    return found


def write_shares(
    model: type[PlaceLink | PlaceClosure],
    ends: tuple[str, str],
    want: dict[tuple[int, int], float],
    found: Difference[tuple[int, int]],
    stream: Stream,
) -> None:
    """Add, correct and remove rows that hold a share for a pair of places; corrected rows keep their ids."""
    one, other = (f"{end}_id" for end in ends)
    pairs = [*found.added, *found.changed]
    rows: list[Any] = [model(**{one: pair[0], other: pair[1], "share": want[pair]}) for pair in pairs]
    in_batches(
        rows,
        lambda batch: model.objects.bulk_create(
            batch, update_conflicts=True, unique_fields=ends, update_fields=["share"]
        ),
        f"Writing {model._meta.verbose_name_plural}",
        stream,
    )
    removed = set(found.removed)
    stale = [pk for pk, *pair in model.objects.values_list("pk", *ends) if tuple(pair) in removed]
    in_batches(stale, lambda batch: model.objects.filter(pk__in=batch).delete(), "Removing", stream)


def load_outlines(outlines: dict[str, str], numbers: dict[str, int], stream: Stream) -> Difference[int]:
    """Bring the outlines of the loaded places to what the tables say."""
    want = {numbers[code]: geometry for code, geometry in outlines.items()}
    stored = PlaceOutline.objects.filter(place__in=numbers.values()).values_list("place", "geometry")
    found = difference(dict(stored), want)
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
