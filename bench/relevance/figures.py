"""How good lists of results are, in the figures that research on search reports."""

from collections.abc import Iterable, Mapping, Sequence

import ir_measures
from ir_measures import RR, R, nDCG

Grades = Mapping[str, Mapping[str, int]]
Runs = Mapping[str, Sequence[str]]
DEEP = 100
MEASURES = {"nDCG@10": nDCG @ 10, "MRR": RR, f"recall@{DEEP}": R @ DEEP}


def figures(grades: Grades, runs: Runs) -> dict[str, dict[str, float]]:
    """Return query → figure → value. `runs` has the names of what each query found, the best first.

    A query that found nothing has zero everywhere.
    """
    scored = {
        query: {name: float(len(names) - place) for place, name in enumerate(names)}
        for query, names in runs.items()
        if names
    }
    found: dict[str, dict[str, float]] = {query: dict.fromkeys(MEASURES, 0.0) for query in grades}
    names = {measure: name for name, measure in MEASURES.items()}
    for value in ir_measures.iter_calc(list(MEASURES.values()), grades, scored):
        found[value.query_id][names[value.measure]] = value.value
    return found


def mean(values: Iterable[Mapping[str, float]]) -> dict[str, float]:
    """Return the mean of each figure; zero of none."""
    rows = list(values)
    return {name: sum(row[name] for row in rows) / max(1, len(rows)) for name in MEASURES}
