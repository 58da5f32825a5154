"""What each figure about a place means: in words, with its unit, year and source."""

import math
from collections.abc import Callable
from dataclasses import dataclass

DEPRIVATION = (
    "English Indices of Deprivation 2025, average score of the district "
    "(Ministry of Housing, Communities and Local Government)"
)
POPULATION = "Population estimates for 2020, as in the UK Local Authorities list (mySociety)"
AREA = "UK Local Authorities list (mySociety), area in whole square kilometres"


def score(value: float) -> str:
    """Return an index score, which has no unit."""
    return f"{value:.1f}".replace("-", "\N{MINUS SIGN}")


def fine_score(value: float) -> str:
    """Return an index score that hardly leaves the range from -3 to 3, to two decimals."""
    return f"{value:.2f}".replace("-", "\N{MINUS SIGN}")


def in_a_hundred(value: float) -> str:
    """Return a share of people."""
    return f"{value * 100:.1f} %"


def whole(value: float) -> str:
    """Return a whole number with commas."""
    return f"{value:,.0f}"


@dataclass(frozen=True)
class Measure:
    """One kind of figure.

    `is_compared` says whether it counts when districts are compared. `scale` is applied before that: people
    and people per square kilometre are compared by their logarithms, so that twice as many is the same step
    for a village as for a city.
    """

    name: str
    label: str
    meaning: str
    year: int
    source: str
    shown: Callable[[float], str]
    more: str = "more deprived"
    less: str = "less deprived"
    is_compared: bool = True
    scale: Callable[[float], float] = float


LISTED = (
    Measure(
        "income",
        "Low income",
        "Share of people in households with a low income, after housing costs",
        2025,
        DEPRIVATION,
        in_a_hundred,
    ),
    Measure(
        "employment",
        "Out of work",
        "Share of people of working age who are kept out of work",
        2025,
        DEPRIVATION,
        in_a_hundred,
    ),
    Measure(
        "education",
        "Education and skills",
        "Lack of attainment and skills among children and adults, as a score",
        2025,
        DEPRIVATION,
        score,
    ),
    Measure(
        "health",
        "Health",
        "Risk of early death, illness and disability, as a score; 0 is about the middle of England",
        2025,
        DEPRIVATION,
        fine_score,
    ),
    Measure(
        "crime",
        "Crime",
        "Risk of becoming a victim of crime, as a score; 0 is about the middle of England",
        2025,
        DEPRIVATION,
        fine_score,
    ),
    Measure(
        "housing",
        "Housing and services",
        "How hard it is to get housing and to reach local services, as a score",
        2025,
        DEPRIVATION,
        score,
    ),
    Measure(
        "surroundings",
        "Homes and surroundings",
        "Quality of homes, air and roads, as a score",
        2025,
        DEPRIVATION,
        score,
    ),
    Measure(
        "people",
        "People",
        "How many people live there",
        2020,
        POPULATION,
        whole,
        more="more people",
        less="fewer people",
        scale=math.log10,
    ),
    Measure(
        "density",
        "People per square kilometre",
        "How closely people live together: the nearest that our data has to town or country",
        2020,
        f"{POPULATION}; {AREA}",
        whole,
        more="more crowded",
        less="less crowded",
        scale=math.log10,
    ),
    Measure(
        "deprivation",
        "All kinds of deprivation together",
        "The Index of Multiple Deprivation: the seven kinds above, weighted into one score",
        2025,
        DEPRIVATION,
        score,
        is_compared=False,
    ),
    Measure(
        "children",
        "Children in low-income households",
        "Share of children up to 15; a part of low income",
        2025,
        DEPRIVATION,
        in_a_hundred,
        is_compared=False,
    ),
    Measure(
        "older_people",
        "Older people on a low income",
        "Share of people from 60; a part of low income",
        2025,
        DEPRIVATION,
        in_a_hundred,
        is_compared=False,
    ),
)
MEASURES = {measure.name: measure for measure in LISTED}
COMPARED = tuple(measure for measure in LISTED if measure.is_compared)
