"""A search request, and how it reads from and writes to an address, which holds all of it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Literal, Self, cast

from django.http import QueryDict

from search.choices import (
    Checked,
    known_costs,
    known_effects,
    known_evidence,
    known_kinds,
    known_partner_kinds,
    known_partners,
    known_places,
    known_sectors,
    known_statuses,
    known_themes,
    known_years,
)
from search.given import last, shown
from search.where.asked import MILES, NAMES, Relation, as_meant, asked_places
from search.words import parse_words, tidy

Sort = Literal["relevance", "date", "evidence"]
SORTS: tuple[Sort, ...] = ("relevance", "date", "evidence")
PAGE_SIZE = 10
LONGEST_TEXT = 200
MOST_VALUES = 50
MOST_PROBLEMS = 10
LAST_PAGE = 1_000_000

# Facet (also the name in the address) → what to call it in a sentence, and who knows its values.
FACETS: dict[str, tuple[str, Checked]] = {
    "kind": ("kind", known_kinds),
    "theme": ("theme", known_themes),
    "place": ("place", known_places),
    "partner": ("partner", known_partners),
    "partner_kind": ("kind of partner", known_partner_kinds),
    "sector": ("sector of provider", known_sectors),
    "effect": ("effect", known_effects),
    "evidence": ("strength of evidence", known_evidence),
    "cost": ("cost", known_costs),
    "status": ("status", known_statuses),
    "year": ("year", known_years),
}
ATTRIBUTES = {
    "kind": "kinds",
    "theme": "themes",
    "place": "places",
    "partner": "partners",
    "partner_kind": "partner_kinds",
    "sector": "sectors",
    "effect": "effects",
    "evidence": "evidence",
    "cost": "costs",
    "status": "statuses",
    "year": "years",
}
# Names a case study that was ticked to be compared, which says nothing about what is found.
STUDY = "study"
# `postcode` says that one led here, and is not kept in the addresses of other pages.
NOT_FILTERS = ("q", "as_typed", "sort", "page", "postcode", STUDY, *NAMES)
# What else is asked around places → how it is when it is not asked.
AROUND: dict[str, dict[str, Any]] = {
    "relation": {"relation": "inside"},
    "near": {"near": "", "within": MILES},
    "like": {"like": ""},
}


@dataclass(frozen=True)
class SearchRequest:
    """What somebody looks for. Several values of one filter mean any of them; different filters all hold.

    A place means that place and all within it, unless `relation` says otherwise; a top theme means all its
    themes. `near` a place means in it or `within` so many miles of its point; `like` a place means in one of
    the places most like it.
    """

    text: str = ""
    kinds: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    partner_kinds: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    effects: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    costs: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    years: tuple[str, ...] = ()
    relation: Relation = "inside"
    near: str = ""
    within: float = MILES
    like: str = ""
    sort: Sort = "relevance"
    page: int = 1
    page_size: int = PAGE_SIZE
    # Whether the words are meant as they were typed, so that none is put right.
    as_typed: bool = False

    def chosen(self, facet: str) -> tuple[str, ...]:
        """Return the values chosen of a facet."""
        return cast(tuple[str, ...], getattr(self, ATTRIBUTES[facet]))

    @property
    def chosen_facets(self) -> tuple[str, ...]:
        """The facets of which something is chosen."""
        return tuple(facet for facet in FACETS if self.chosen(facet))

    @property
    def lies(self) -> Relation:
        """How a thing's places are to lie to those chosen; of no meaning where none is."""
        return self.relation if self.places else "inside"

    @property
    def is_placed(self) -> bool:
        """Whether it takes more than the codes of its places to say what is found."""
        return bool(self.near or self.like) or self.lies != "inside"

    def with_page(self, page: int) -> Self:
        """Return the same request for another page."""
        return replace(self, page=page)

    def with_text(self, text: str) -> Self:
        """Return the same request for other words, on its first page."""
        return replace(self, text=text, page=1)

    def choosing(self, facet: str, values: tuple[str, ...]) -> Self:
        """Return the request with these values of a facet chosen instead of others."""
        change: dict[str, Any] = {ATTRIBUTES[facet]: values}
        return replace(self, **change)

    def without(self, facet: str, value: str) -> Self:
        """Return the request with one value taken away of a facet, or of what else is asked around places.

        On its first page.
        """
        if facet in AROUND:
            return replace(self, **AROUND[facet], page=1)
        return self.choosing(facet, tuple(each for each in self.chosen(facet) if each != value)).with_page(1)

    def without_filters(self) -> Self:
        """Return the request with its words and order only."""
        return type(self)(text=self.text, sort=self.sort, page_size=self.page_size, as_typed=self.as_typed)

    def canonical(self) -> Self:
        """Return the first page of the request, the same for all requests that ask for the same."""
        values: dict[str, Any] = {name: tuple(sorted(getattr(self, name))) for name in ATTRIBUTES.values()}
        return replace(self, **values, page=1)

    def around(self) -> dict[str, str]:
        """Return what else is asked around places, as an address has it."""
        relation = {"relation": self.relation} if self.lies != "inside" else {}
        near = {"near": self.near, "within": f"{self.within:g}"} if self.near else {}
        return {**relation, **near, **({"like": self.like} if self.like else {})}

    def to_query(self) -> str:
        """Return the query part of the address, the same for equal requests."""
        query = QueryDict(mutable=True)
        if self.text:
            query["q"] = self.text
        for facet in FACETS:
            if self.chosen(facet):
                query.setlist(facet, list(self.chosen(facet)))
        for name, value in self.around().items():
            query[name] = value
        if self.sort != "relevance":
            query["sort"] = self.sort
        if self.as_typed:
            query["as_typed"] = self.text
        if self.page != 1:
            query["page"] = str(self.page)
        return query.urlencode()


def parse(query: QueryDict) -> tuple[SearchRequest, list[str]]:
    """Return the request, and a sentence for each part of the address that made no sense. Never raises.

    At most one database query for each of place, theme and partner, and one for near and like.
    """
    problems: list[str] = []
    query = as_meant(query)
    text = text_of(query, problems)
    request = SearchRequest(
        text=text,
        sort=sort_of(query, problems),
        page=page_of(query, problems),
        as_typed=is_as_typed(text, query, problems),
    )
    for facet in FACETS:
        request = request.choosing(facet, values_of(facet, query, problems))
    request = around(request, query, problems)
    problems += [
        f'We do not know a filter called "{shown(name)}", so it was left out.'
        for name in query
        if name not in FACETS and name not in NOT_FILTERS
    ]
    return request, at_most(problems)


def around(request: SearchRequest, query: QueryDict, problems: list[str]) -> SearchRequest:
    """Return the request with what else is asked around places."""
    asked = asked_places(query, problems)
    places = dict.fromkeys((*request.places, asked.instead)) if asked.instead else request.places
    return replace(
        request,
        places=tuple(places),
        relation=asked.relation if places else "inside",
        near=asked.near,
        within=asked.within if asked.near else MILES,
        like=asked.like,
    )


def values_of(facet: str, query: QueryDict, problems: list[str]) -> tuple[str, ...]:
    """Return the values of one filter that make sense, each once."""
    label, checked = FACETS[facet]
    given = list(dict.fromkeys(value for raw in query.getlist(facet) if (value := tidy(raw).strip())))
    if len(given) > MOST_VALUES:
        problems.append(f"There is room for {MOST_VALUES} values of {label}; the others were left out.")
        given = given[:MOST_VALUES]
    known = checked(given) if given else {}
    problems += [
        f'We did not understand {label} "{shown(value)}", so it was left out.'
        for value in given
        if value not in known
    ]
    return tuple(dict.fromkeys(known[value] for value in given if value in known))


def text_of(query: QueryDict, problems: list[str]) -> str:
    """Return the words looked for, cut to a sensible length."""
    given = " ".join(tidy(last(query, "q", problems)).split())
    text = given
    if len(given) > LONGEST_TEXT:
        text = given[: LONGEST_TEXT + 1].rpartition(" ")[0] or given[:LONGEST_TEXT]
        problems.append(f'That is more text than we can look for, so only this was used: "{shown(text)}".')
    words = parse_words(text)
    if text and not words:
        problems.append(f'We found no words to look for in "{shown(text)}".')
    if words.ignored:
        problems.append(f"We looked only for the first {len(words.concepts)} words.")
    return text


def is_as_typed(text: str, query: QueryDict, problems: list[str]) -> bool:
    """Whether just these words are meant: `as_typed` repeats them, so that it ends with other words."""
    return bool(text) and " ".join(tidy(last(query, "as_typed", problems)).split()) == text


def sort_of(query: QueryDict, problems: list[str]) -> Sort:
    """Return the order asked for, or by relevance."""
    given = tidy(last(query, "sort", problems)).strip()
    if given and given not in SORTS:
        problems.append(f'We did not understand sort "{shown(given)}", so the best matches come first.')
    return given if given in SORTS else "relevance"


def page_of(query: QueryDict, problems: list[str]) -> int:
    """Return the number of the page asked for, or the first."""
    given = tidy(last(query, "page", problems)).strip()
    if not given:
        return 1
    if given.isascii() and given.isdigit() and len(given) < 8 and 0 < int(given) <= LAST_PAGE:
        return int(given)
    problems.append(f'We did not understand page "{shown(given)}", so this is the first page.')
    return 1


def at_most(problems: Iterable[str]) -> list[str]:
    """Return the sentences, each once, and no more of them than anybody would read."""
    different = list(dict.fromkeys(problems))
    if len(different) <= MOST_PROBLEMS:
        return different
    return [
        *different[:MOST_PROBLEMS],
        f"{len(different) - MOST_PROBLEMS} more parts of the address made no sense.",
    ]
