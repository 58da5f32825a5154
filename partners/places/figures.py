"""Figures about places: reading their table, and bringing the database to what it says."""

from collections.abc import Mapping
from pathlib import Path

from partners.places.cells import Line, read_lines
from partners.places.differences import Difference, difference, in_batches
from partners.places.measures import MEASURES
from partners.places.models import PlaceFigure
from partners.progress import Stream

FIGURES = "figures.csv"
FIGURE_COLUMNS = ("code", *MEASURES)

# Code of a place, then name of a measure.
Key = tuple[str, str]


def read_figures(file: Path, codes: Mapping[str, str]) -> dict[Key, float]:
    """Return the figures of a table. `codes` has every known code, with the current one of its place.

    Raises BadTableError, OSError.
    """
    figures: dict[Key, float] = {}
    for line in read_lines(file, FIGURE_COLUMNS):
        code = line.code("code")
        if code not in codes:
            raise line.bad("code", f"no place has the code {code}. Build both tables again together.")
        for measure in MEASURES:
            if line.text(measure):
                figures[once(line, (codes[code], measure), figures)] = figure(line, measure)
    return figures


def once(line: Line, key: Key, figures: Mapping[Key, float]) -> Key:
    """Return the key. Raises BadTableError when there is a figure for it already."""
    if key in figures:
        raise line.bad("code", f"{key[0]} is there twice. Keep one of the lines.")
    return key


def figure(line: Line, measure: str) -> float:
    """Return the figure in a cell. Raises BadTableError when it cannot be put on the scale of its measure."""
    value = line.as_number(measure, line.text(measure))
    try:
        MEASURES[measure].scale(value)
    except ValueError as error:
        raise line.bad(measure, f"{value:g} must be more than 0. Correct it.") from error
    return value


def load_figures(
    figures: Mapping[Key, float], numbers: Mapping[str, int], stream: Stream
) -> Difference[tuple[int, str]]:
    """Bring the figures of the loaded places to what the table says. Figures of other places stay."""
    want = {(numbers[code], measure): value for (code, measure), value in figures.items()}
    loaded = set(numbers.values())
    have, rows = {}, {}
    for pk, place, measure, value in PlaceFigure.objects.values_list("pk", "place", "measure", "value"):
        if place in loaded:
            have[place, measure], rows[place, measure] = value, pk
    found = difference(have, want)
    in_batches(
        [
            PlaceFigure(place_id=key[0], measure=key[1], value=want[key])
            for key in (*found.added, *found.changed)
        ],
        lambda batch: PlaceFigure.objects.bulk_create(
            batch, update_conflicts=True, unique_fields=["place", "measure"], update_fields=["value"]
        ),
        "Writing figures",
        stream,
    )
    stale = [rows[key] for key in found.removed]
    in_batches(stale, lambda batch: PlaceFigure.objects.filter(pk__in=batch).delete(), "Removing", stream)
    return found
