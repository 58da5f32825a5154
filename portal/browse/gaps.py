"""The gap table as its template gets it: numbers, links to the matching searches, and words for nothing."""

from typing import Any

from outcomes.casestudies.models import CaseStudy
from outcomes.gaps import Block, Cell, Row
from outcomes.objectives.models import Objective
from outcomes.pages import SharedPage
from outcomes.plans.models import JointPlan
from partners.places.models import Place
from portal.browse.links import search_url

HEADERS: dict[type[SharedPage], str] = {Objective: "Agreed", JointPlan: "Planned", CaseStudy: "Evidenced"}
MISSING: dict[type[SharedPage], str] = {
    Objective: "Nothing agreed yet",
    JointPlan: "Nothing planned yet",
    CaseStudy: "No evidence yet",
}
UNSETTLED = "None agreed yet"


def gap_facts(blocks: list[Block], place: Place) -> dict[str, Any]:
    """Return the headers and the blocks of rows."""
    return {
        "headers": list(HEADERS.values()),
        "blocks": [
            {"top": shown_row(block.row, place), "rows": [shown_row(row, place) for row in block.rows]}
            for block in blocks
        ],
    }


def shown_row(row: Row, place: Place) -> dict[str, Any]:
    """Return one theme with what is said in its cells."""
    return {
        "theme": row.theme,
        "is_empty": row.is_empty,
        "cells": [shown_cell(row.cells[model], row, place) for model in HEADERS],
    }


def shown_cell(cell: Cell, row: Row, place: Place) -> dict[str, Any]:
    """Return what a cell says. Its number is that of the search that it links to."""
    model = cell.model
    return {
        "header": HEADERS[model],
        "number": cell.total,
        "noun": counted(model, cell.total),
        "url": search_url(place=place.code, kind=model.kind, theme=row.theme.slug) if cell.total else "",
        "note": note(cell),
        "inherited": cell.inherited,
        "missing": missing(cell),
    }


def counted(model: type[SharedPage], number: int) -> str:
    """Return 'objective' or 'objectives'."""
    return (model.kind_label if number == 1 else model.kind_label_plural).lower()


def note(cell: Cell) -> str:
    """Return how many of the objectives are agreed, where that is not all of them."""
    return f"{cell.settled} of them agreed" if 0 < cell.settled < cell.total else ""


def missing(cell: Cell) -> str:
    """Return the words for a gap, or nothing where there is none."""
    if cell.total == 0:
        return MISSING[cell.model]
    return "" if cell.settled else UNSETTLED
