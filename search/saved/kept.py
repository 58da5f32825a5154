"""A request as rows, and back: what was chosen is kept by what it is, not by what it was called that day."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from outcomes.themes.models import Theme
from partners.agencies.models import Partner
from partners.chunks import chunks
from partners.places.models import Place
from search.choices import NOT_RECORDED
from search.labels import FACET_LABELS, labels_of
from search.request import FACETS, SearchRequest
from search.saved.models import LABEL_LENGTH, Condition, Said, SavedSearch

NEAR, LIKE = "near", "like"
# What is named by a row: facet → the column of the condition, and the column by which requests know it.
ROWS: dict[str, tuple[str, type[Any], str]] = {
    "place": ("place", Place, "code"),
    NEAR: ("place", Place, "code"),
    LIKE: ("place", Place, "code"),
    "theme": ("theme", Theme, "slug"),
    "partner": ("partner", Partner, "slug"),
}
HEADINGS = {**FACET_LABELS, NEAR: "Near", LIKE: "Places like"}


@dataclass
class Kept:
    """A saved search as a request. `gone` names what was deleted: heading and label.

    With `is_lost` everything that was chosen of a filter is gone, so nothing can be found.
    """

    request: SearchRequest
    gone: list[tuple[str, str]] = field(default_factory=list)
    is_lost: bool = False


def conditions_of(request: SearchRequest) -> list[Condition]:
    """Return the conditions of a request, not saved yet: two queries for each kind of thing chosen."""
    chosen = {facet: request.chosen(facet) for facet in request.chosen_facets}
    chosen |= {name: (value,) for name, value in ((NEAR, request.near), (LIKE, request.like)) if value}
    return [each for facet, values in chosen.items() for each in conditions(facet, values)]


def conditions(facet: str, values: Collection[str]) -> Iterable[Condition]:
    """Yield the conditions of one filter. What was deleted just now is left out."""
    labels = labels_of(facet if facet in FACETS else "place", values)
    if facet not in ROWS:
        yield from (
            Condition(facet=facet, value=value, label=labels.get(value, value)[:LABEL_LENGTH])
            for value in values
        )
        return
    column, model, key = ROWS[facet]
    rows = {getattr(row, key): row for row in model.objects.filter(**{f"{key}__in": values})}
    for value in values:
        if value in rows:
            yield Condition(
                facet=facet, label=labels.get(value, value)[:LABEL_LENGTH], **{column: rows[value]}
            )
        elif value == NOT_RECORDED:
            yield Condition(facet=facet, value=value, label=labels.get(value, value)[:LABEL_LENGTH])


def kept(searches: Iterable[SavedSearch]) -> dict[int, Kept]:
    """Return saved searches as requests, by key: one query for every 500."""
    listed = {search.pk: search for search in searches}
    said = said_by(listed)
    return {key: as_request(search, said[key]) for key, search in listed.items()}


def said_by(keys: Iterable[int]) -> dict[int, list[Said]]:
    """Return what the conditions of these searches say now."""
    found: dict[int, list[Said]] = defaultdict(list)
    columns = ("search", "facet", "value", "label", "place__code", "theme__slug", "partner__slug")
    for chunk in chunks(keys):
        rows = Condition.objects.filter(search__in=chunk).order_by("pk")
        for search, facet, value, label, *named in rows.values_list(*columns):
            now = next(filter(None, (value, *named)), "")
            found[search].append(Said(facet, now, label))
    return found


def as_request(search: SavedSearch, said: list[Said]) -> Kept:
    """Return one saved search as a request."""
    values: dict[str, list[str]] = defaultdict(list)
    for each in said:
        values[each.facet] += [each.value] if each.value else []
    near, like = values.pop(NEAR, []), values.pop(LIKE, [])
    request = SearchRequest(
        text=search.text,
        relation=search.relation,  # type: ignore[arg-type]  # only what requests know is ever saved
        within=search.within,
        near=near[0] if near else "",
        like=like[0] if like else "",
        sort=search.sort,  # type: ignore[arg-type]
    )
    for facet, chosen in values.items():
        if facet in FACETS:
            request = request.choosing(facet, tuple(dict.fromkeys(chosen)))
    gone = [(HEADINGS.get(each.facet, each.facet), each.label) for each in said if not each.value]
    lost = {each.facet for each in said} - {each.facet for each in said if each.value}
    return Kept(request, gone, is_lost=bool(lost))


def in_words(search: SavedSearch, said: Iterable[Said]) -> dict[str, str]:
    """Return what is looked for, by heading, in the words of the day on which it was saved."""
    words = {"Words": search.text} if search.text else {}
    for each in said:
        heading = HEADINGS.get(each.facet, each.facet)
        words[heading] = f"{words[heading]} or {each.label}" if heading in words else each.label
    return words
