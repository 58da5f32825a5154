"""The columns of a table of things. They are promised to others: add new ones at the end, take none away."""

from collections.abc import Callable, Iterable
from datetime import date, datetime

from django.utils import timezone

from outcomes.sheets.csv_cells import Cell
from search.exports.things import Thing

# Between several values in one cell. No spreadsheet takes it for the end of a cell, whatever its language.
BETWEEN = " | "


def joined(values: Iterable[str]) -> str:
    """Return several values as one text."""
    return BETWEEN.join(values)


def names(key: str) -> Callable[[Thing], Cell]:
    """Return what reads the names in a list."""
    return lambda thing: joined([each["name"] for each in thing[key]])


def codes(key: str) -> Callable[[Thing], Cell]:
    """Return what reads the codes in a list."""
    return lambda thing: joined([each["code"] for each in thing[key]])


def kinds(key: str, fact: str) -> Callable[[Thing], Cell]:
    """Return what reads names or codes of the kinds in a list: one for each entry, in the same order."""
    return lambda thing: joined([each["kind"][fact] for each in thing[key]])


def one(key: str, fact: str) -> Callable[[Thing], Cell]:
    """Return what reads name or code of a single value."""
    return lambda thing: thing[key][fact] if thing[key] else None


def plain(key: str) -> Callable[[Thing], Cell]:
    """Return what reads a text."""
    return lambda thing: thing[key]


def day(key: str) -> Callable[[Thing], Cell]:
    """Return what reads the day of a moment, by the clocks of this site."""
    zone = timezone.get_default_timezone()
    return lambda thing: datetime.fromisoformat(thing[key]).astimezone(zone).date() if thing[key] else None


def due(thing: Thing) -> Cell:
    """Return the day by which it should be checked."""
    return date.fromisoformat(thing["check_due"]) if thing["check_due"] else None


def lead(thing: Thing) -> Cell:
    """Return the name of the partner that leads."""
    return next((partner["name"] for partner in thing["partners"] if partner["leads"]), None)


def years(thing: Thing) -> Cell:
    """Return all years."""
    return joined(map(str, thing["years"]))


def degrees(fact: str) -> Callable[[Thing], Cell]:
    """Return what reads one coordinate of the first place that has a point."""
    return lambda thing: next((each[fact] for each in thing["places"] if each[fact] is not None), None)


COLUMNS: dict[str, Callable[[Thing], Cell]] = {
    "id": plain("id"),
    "title": plain("title"),
    "kind": one("kind", "name"),
    "kind_code": one("kind", "code"),
    "address": plain("address"),
    "summary": plain("summary"),
    "reference": plain("reference"),
    "status": one("status", "name"),
    "status_code": one("status", "code"),
    "lead_partner": lead,
    "partners": names("partners"),
    "partner_codes": codes("partners"),
    "partner_kinds": kinds("partners", "name"),
    "partner_kind_codes": kinds("partners", "code"),
    "themes": names("themes"),
    "theme_codes": codes("themes"),
    "places": names("places"),
    "place_codes": codes("places"),
    "place_kinds": kinds("places", "name"),
    "years": years,
    "evidence": one("evidence", "name"),
    "evidence_code": one("evidence", "code"),
    "sectors": names("sectors"),
    "sector_codes": codes("sectors"),
    "cost_band": one("cost_band", "name"),
    "cost_band_code": one("cost_band", "code"),
    "cost_pounds": plain("cost_pounds"),
    "cost_year": plain("cost_year"),
    "published": day("published"),
    "updated": day("updated"),
    "check_due": due,
    "longitude": degrees("longitude"),
    "latitude": degrees("latitude"),
    "effect": one("effect", "name"),
    "effect_code": one("effect", "code"),
    "base_place": one("base_place", "name"),
    "base_place_code": one("base_place", "code"),
    "buying_route": one("buying_route", "name"),
    "buying_route_code": one("buying_route", "code"),
    "price_weight": plain("price_weight"),
    "quality_weight": plain("quality_weight"),
    "social_value_weight": plain("social_value_weight"),
    "contract_value": plain("contract_value"),
}


def cells(thing: Thing) -> list[Cell]:
    """Return the row of a thing."""
    return [read(thing) for read in COLUMNS.values()]
