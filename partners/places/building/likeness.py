"""Published figures by which districts can be compared, from the official lists."""

from collections.abc import Iterator
from pathlib import Path

from partners.places.building.areas import Areas
from partners.places.cells import Line, read_lines
from partners.places.kinds import PlaceKind
from partners.places.measures import MEASURES

DEPRIVATION = "evidence/indices_of_deprivation_england_lad_2025.csv"
COUNCILS = "organisations/councils_uk_current_and_former_mysociety.csv"
DOMAINS = {
    "Index of Multiple Deprivation": "deprivation",
    "Income Deprivation": "income",
    "Employment Deprivation": "employment",
    "Education, Skills and Training Deprivation": "education",
    "Health Deprivation and Disability": "health",
    "Crime": "crime",
    "Barriers to Housing and Services": "housing",
    "Living Environment Deprivation": "surroundings",
    "Income Deprivation Affecting Children": "children",
    "Income Deprivation Affecting Older People": "older_people",
}
# Few people live closer together than 17,000, and none in the list at less than 8 to a square kilometre.
CROWDED, EMPTY = 30_000, 1
Figures = dict[str, dict[str, float]]


def read_figures(directory: Path, areas: Areas) -> Figures:
    """Return code → measure → value for the districts in `areas`. Raises BadTableError, OSError."""
    figures: Figures = {area.code: {} for area in areas.of_kind(PlaceKind.DISTRICT)}
    for code, measure, value in (*deprivation(directory, areas), *people_and_density(directory, areas)):
        figures[code][measure] = value
    return {code: known for code, known in figures.items() if known}


def deprivation(directory: Path, areas: Areas) -> Iterator[tuple[str, str, float]]:
    """Yield the average score of each district in each domain. Raises BadTableError, OSError."""
    columns = ("area_code", "index_domain", "average_score")
    for line in read_lines(directory / DEPRIVATION, columns):
        code, domain = areas.current(line.code("area_code")), line.text("index_domain")
        if domain not in DOMAINS:
            raise line.bad("index_domain", f"'{domain}' is no domain of the indices. Correct it.")
        if not code or areas[code].kind is not PlaceKind.DISTRICT:
            raise line.bad("area_code", "no district has or had this code. Correct it.")
        yield code, DOMAINS[domain], line.as_number("average_score", line.text("average_score"))


def people_and_density(directory: Path, areas: Areas) -> Iterator[tuple[str, str, float]]:
    """Yield people, and people per square kilometre, of the councils of today that are districts."""
    for line in read_lines(directory / COUNCILS, ("gss-code", "current-authority", "area")):
        code = areas.current(line.text("gss-code"))
        if line.text("current-authority") != "True" or not code:
            continue
        people = areas[code].population
        if areas[code].kind is PlaceKind.DISTRICT and people and line.text("area"):
            yield code, "people", float(people)
            yield code, "density", density(line, people)


def density(line: Line, people: int) -> float:
    """Return people per square kilometre, to one decimal. Raises BadTableError when that cannot be."""
    square_kilometres = line.as_number("area", line.text("area"))
    if square_kilometres <= 0 or not EMPTY <= people / square_kilometres <= CROWDED:
        raise line.bad("area", f"{people:,} people cannot live on {square_kilometres:g} km². Correct it.")
    return round(people / square_kilometres, 1)


def figure_rows(figures: Figures) -> Iterator[list[str]]:
    """Yield the lines of our table: code, then every measure, empty where nothing is published."""
    for code in sorted(figures):
        yield [code, *(written(figures[code].get(measure)) for measure in MEASURES)]


def written(value: float | None) -> str:
    """Return a figure as the table writes it, exactly."""
    return "" if value is None else f"{value:.15g}"
