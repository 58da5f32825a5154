"""Whether a case study that a row describes holds together, by the rules of the editor's form."""

from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from outcomes.casestudies.models import CaseStudy
from outcomes.casestudies.spreadsheet.columns import PARTS
from outcomes.casestudies.spreadsheet.known import Known
from outcomes.casestudies.spreadsheet.parts import FieldPart, Problems
from partners.places.tagging_forms import named_before

FIELDS = {part.name for part in PARTS if isinstance(part, FieldPart)}
UNFINISHED = "Before it can be submitted for signing, it needs {what}."
NEEDED = {"summary": "a summary", "place_tags": "a place", "theme_tags": "a theme"}
ENDED = "{label} ended on {day}. Choose a place of today."


def check_row(page: CaseStudy, plan: Any, columns: set[str], known: Known) -> None:
    """Add to a plan what is wrong with its page, and what is missing before it can be signed."""
    plan.problems |= problems_of(page, columns)
    ended = ended_places(page)
    if ended:
        plan.problems["places" if "places" in columns else next(iter(columns))] = ended
    missing = missing_in(page)
    if missing:
        plan.notes.append(UNFINISHED.format(what=missing))


def problems_of(page: CaseStudy, columns: set[str]) -> Problems:
    """Return what contradicts itself, by column."""
    others = {field.name for field in page._meta.get_fields()} - FIELDS
    try:
        page.clean_fields(exclude=others | {"title", "summary"})
        page.clean()
    except ValidationError as error:
        found = error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
        first = next(iter(columns))
        return {name if name in FIELDS else first: " ".join(said) for name, said in found.items()}
    return {}


def ended_places(page: CaseStudy) -> str:
    """Return which places have ended that the page newly names, and that others should stand there."""
    ended = [place for place in page.places if place.ended_on is not None]
    before = named_before(page.pk) if ended and page.pk else set()
    said = (
        ENDED.format(label=place.label, day=f"{place.ended_on:%-d %B %Y}")
        for place in ended
        if place.pk not in before
    )
    return " ".join(said)


def missing_in(page: CaseStudy) -> str:
    """Return what a page needs before partners sign it, in words."""
    lacks = [what for name, what in NEEDED.items() if not has(page, name)]
    return " and ".join(lacks)


def has(page: CaseStudy, name: str) -> bool:
    """Whether a page says something in a field or names something in a relation."""
    value = getattr(page, name)
    return bool(value.all() if hasattr(value, "all") else value)
