"""Which districts are most like a district, worked out from published figures, with the working.

How: each figure that is compared (`measures.COMPARED`) is put on its scale and turned into a z-score: how
many standard deviations it is above or below the average of all districts that have every such figure. All
figures weigh the same. The distance of two districts is the Euclidean distance of their z-scores: the root of
the sum of the squared differences. Districts equally far away stand in the order of their codes.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from partners.places.kinds import PlaceKind
from partners.places.measures import COMPARED, LISTED, Measure
from partners.places.models import Place, PlaceFigure

NEAREST = 10
# Of two districts picked at random, the mean squared distance is twice the number of figures compared.
TYPICAL = math.sqrt(2 * len(COMPARED))
# Up to this share of the typical distance → in words.
ALIKE = ((0.3, "very alike"), (0.5, "alike"), (0.75, "somewhat alike"), (math.inf, "not much alike"))
# Up to so many standard deviations → in words, before 'more deprived' and the like.
STEPS = ((0.1, ""), (0.5, "a little "), (1.25, ""), (math.inf, "much "))

# Key of a place → its values, in the order of the measures compared.
Values = dict[int, tuple[float, ...]]


@dataclass(frozen=True)
class Comparison:
    """One figure of two districts. `apart` is in standard deviations, positive where the other has more."""

    measure: Measure
    ours: float
    theirs: float
    apart: float

    @property
    def words(self) -> str:
        """How the other district differs: 'much less deprived', 'about the same'."""
        size = abs(self.apart)
        if size <= STEPS[0][0]:
            return "about the same"
        degree = next(words for limit, words in STEPS if size <= limit)
        return degree + (self.measure.more if self.apart > 0 else self.measure.less)


@dataclass(frozen=True)
class Neighbour:
    """A district, how far it is from the one that was asked about, and why."""

    place: Place
    distance: float
    comparisons: list[Comparison] = field(default_factory=list)

    @property
    def words(self) -> str:
        """How alike the two are, beside two districts picked at random."""
        return next(words for limit, words in ALIKE if self.distance <= limit * TYPICAL)


@dataclass(frozen=True)
class Likeness:
    """A district and those most like it, nearest first, out of `total` that can be compared."""

    place: Place
    neighbours: list[Neighbour]
    total: int


def comparable_values() -> tuple[Values, dict[int, Place]]:
    """Return the figures of every district of today that has all of those compared, and the districts.

    One query. Of the districts only key, code, kind and name are fetched.
    """
    rows = PlaceFigure.objects.filter(
        place__kind=PlaceKind.DISTRICT,
        place__ended_on=None,
        measure__in=[measure.name for measure in COMPARED],
    ).order_by("place__code")
    figures: dict[int, dict[str, float]] = defaultdict(dict)
    facts: dict[int, tuple[int, str, str, str]] = {}
    for pk, code, name, measure, value in rows.values_list(
        "place", "place__code", "place__name", "measure", "value"
    ):
        figures[pk][measure] = value
        facts[pk] = (pk, code, PlaceKind.DISTRICT, name)
    values = {
        pk: tuple(known[measure.name] for measure in COMPARED)
        for pk, known in figures.items()
        if len(known) == len(COMPARED)
    }
    fetched = ("id", "code", "kind", "name")
    return values, {pk: Place.from_db(rows.db, fetched, facts[pk]) for pk in values}


def standardised(values: Values) -> Values:
    """Return the z-scores. A figure that is the same everywhere tells nobody apart: 0 for all."""
    columns = [
        z_scores([measure.scale(value) for value in column])
        for measure, column in zip(COMPARED, zip(*values.values(), strict=True), strict=False)
    ]
    return dict(zip(values, zip(*columns, strict=True), strict=True)) if columns else {}


def z_scores(column: Sequence[float]) -> list[float]:
    """Return how many standard deviations (of all, not of a sample) each value is above the average."""
    mean = math.fsum(column) / len(column)
    deviation = math.sqrt(math.fsum((value - mean) ** 2 for value in column) / len(column))
    return [(value - mean) / deviation if deviation else 0.0 for value in column]


def nearest_keys(place: int, scores: Values, limit: int = NEAREST) -> list[tuple[int, float]]:
    """Return key and distance of the districts nearest to one, without itself; none if it has no figures.

    Equal distances keep the order of `scores`.
    """
    if place not in scores:
        return []
    ours = scores[place]
    distances = [(other, math.dist(ours, theirs)) for other, theirs in scores.items() if other != place]
    return sorted(distances, key=lambda pair: pair[1])[:limit]


def likeness_of(place: Place | None, limit: int = NEAREST) -> Likeness | None:
    """Return the districts most like this one, or None when it has no figures; one query."""
    values, places = comparable_values()
    if place is None or place.pk not in values:
        return None
    scores = standardised(values)
    neighbours = [
        Neighbour(places[key], distance, list(comparisons(place.pk, key, values, scores)))
        for key, distance in nearest_keys(place.pk, scores, limit)
    ]
    return Likeness(place, neighbours, len(values))


def comparisons(place: int, other: int, values: Values, scores: Values) -> Iterable[Comparison]:
    """Yield both values of each figure compared, and how far apart they are."""
    for number, measure in enumerate(COMPARED):
        apart = scores[other][number] - scores[place][number]
        yield Comparison(measure, values[place][number], values[other][number], apart)


def figures_of(place: Place) -> list[tuple[Measure, float]]:
    """Return all figures of a place, those compared first; one query."""
    known: Mapping[str, float] = dict(place.figures.values_list("measure", "value"))
    return [(measure, known[measure.name]) for measure in LISTED if measure.name in known]
