"""Case studies side by side: a row for each question, a cell for each case study."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from outcomes.casestudies.answers import Answer, answers_of, marks_of
from outcomes.casestudies.models import CaseStudy
from search.addresses import address
from search.comparison.chosen import MOST, study_key, without
from search.request import SearchRequest

Shown = dict[str, Any]
# The mark that is an answer already.
COST = "cost"
# After this answer stand the other marks, which say how much changed, and how well that is known.
CHANGED = "what_changed"
MARKS = {"cost": "cost", "effect": "effect", "evidence": "evidence"}

TOO_MANY = "You chose {number} case studies. {most} fit side by side, so here are the first {most}."
ONE_GONE = "One that was chosen cannot be read here any more, so it was left out."
SOME_GONE = "{number} that were chosen cannot be read here any more, so they were left out."
TOO_FEW = "One is not much of a comparison. Go back to the search and tick another."


def comparison(request: SearchRequest, keys: Sequence[str], studies: Sequence[CaseStudy]) -> Shown:
    """Return the context of the page. Of what cannot be read, only how many there are is said."""
    shown = list(studies[:MOST])
    known = [study_key(study) for study in studies]
    return {
        "studies": [heading(request, study, known) for study in shown],
        "rows": list(rows_of(shown)),
        "problems": list(problems(len(keys), len(studies))),
        "search_url": address(searched(request), known),
        "may_add": len(shown) < MOST,
    }


def searched(request: SearchRequest) -> SearchRequest:
    """Return the search that led here; for an address without one, the search among case studies."""
    return request if request.to_query() else replace(request, kinds=(CaseStudy.kind,))


def heading(request: SearchRequest, study: CaseStudy, known: Sequence[str]) -> Shown:
    """Return the head of a column, with the address of the comparison without it."""
    others = without(known, study_key(study))
    return {
        "title": study.title,
        "url": study.get_url(),
        "remove_url": address(request, others, name="search:compare"),
    }


def rows_of(studies: Sequence[CaseStudy]) -> Iterator[Shown]:
    """Yield the rows: the eight questions, and the marks that none of them answers."""
    for answers in zip(*(asked(study) for study in studies), strict=True):
        yield {
            "question": answers[0].question,
            "mark": MARKS.get(answers[0].key, ""),
            "cells": [
                {"study": study.title, "lines": answer.lines}
                for study, answer in zip(studies, answers, strict=True)
            ],
        }


def asked(study: CaseStudy) -> Iterator[Answer]:
    """Yield the answers of one case study, in the order of the rows."""
    for answer in answers_of(study):
        yield answer
        if answer.key == CHANGED:
            yield from (mark for mark in marks_of(study) if mark.key != COST)


def problems(asked_for: int, found: int) -> Iterator[str]:
    """Yield what to say about the choice."""
    if found > MOST:
        yield TOO_MANY.format(number=found, most=MOST)
    if gone := asked_for - found:
        yield ONE_GONE if gone == 1 else SOME_GONE.format(number=gone)
    if found == 1:
        yield TOO_FEW
