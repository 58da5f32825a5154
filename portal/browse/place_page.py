"""The page of a place, as a local front page, in a fixed number of queries."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest

from outcomes.cards import Card, page_cards
from outcomes.casestudies.models import CaseStudy
from outcomes.gaps import Block, gap_table
from outcomes.locality import ALIKE, COVERING, HERE, Group, Locality
from outcomes.objectives.models import Objective
from outcomes.pages import SharedPage
from outcomes.plans.models import JointPlan
from outcomes.proposals.selectors import proposals_for_place
from outcomes.themes.models import Theme
from partners.neighbourhoods.selectors import drawn_by
from partners.places.likeness import Likeness, likeness_of
from partners.places.models import Place
from partners.places.selectors import KindGroup, surroundings
from partners.places.succession import predecessors_of, successors_of
from portal.browse.agreed import by_theme
from portal.browse.gaps import gap_facts
from portal.browse.links import search_url
from portal.browse.map_figures import outline_figure
from portal.browse.serving import partners_of
from portal.browse.whereabouts import also_in, crumbs, district_of

PER_GROUP = 3
CHILDREN_SHOWN = 60
RELATION_LABELS = {
    "here": "For {place}",
    "inside": "Inside {place}",
    "covering": "For a wider area that {place} lies in",
}
TITLES = {"plan": "What is planned", "case_study": "What worked", "proposal": "What people proposed"}
EXPLANATIONS = {
    "plan": "What partners will do and buy together.",
    "case_study": "What was done here, and what came of it.",
    "proposal": "What residents and community groups have asked for.",
}


def place_facts(place: Place, request: HttpRequest) -> dict[str, Any]:
    """Return everything on the page of a place that is the same for everybody."""
    around = surroundings(place, CHILDREN_SHOWN)
    parents = around["parents"]
    likeness = likeness_of(district_of(place, parents))
    alike = [near.place.pk for near in likeness.neighbours] if likeness else []
    groups = Locality(place, alike).groups(most_shown)
    blocks = gap_table(place)
    objectives = [group for group in groups if group.model is Objective]
    return {
        **around,
        "successors": successors_of(place),
        "predecessors": predecessors_of(place),
        "drawn": drawn_by(place),
        "figure": outline_figure(place, has_parts=bool(around["children"])),
        "place": place,
        "crumbs": crumbs(place, parents),
        "also_in": also_in(parents),
        "agreed": {
            "themes": by_theme(objectives, listed(blocks), place, whole(parents), request),
            **agreed_totals(objectives, place),
        },
        "sections": [
            *(section_of(model.kind, groups, place, request) for model in (JointPlan, CaseStudy)),
            proposal_section(place),
        ],
        "gaps": gap_facts(blocks, place),
        "similar": similar_facts(likeness, groups, request),
        "partners": partners_of(place),
    }


def most_shown(relation: str, model: type[SharedPage]) -> int:
    """Return how many of a sort stand on the page: objectives first, and most of those that are for here."""
    if model is Objective:
        return 12 if relation == HERE else 5
    return PER_GROUP


def listed(blocks: Iterable[Block]) -> list[Theme]:
    """Return all themes in the order of the taxonomy."""
    return [row.theme for block in blocks for row in (block.row, *block.rows)]


def whole(parents: Iterable[KindGroup]) -> set[int]:
    """Return the keys of the places that hold all of the place."""
    return {part.place.pk for group in parents for part in group.parts if part.is_whole}


def agreed_totals(groups: Iterable[Group], place: Place) -> dict[str, Any]:
    """Return how many objectives there are that a search finds too, and where it finds them."""
    groups = list(groups)
    return {
        "total": sum(group.total for group in groups if group.relation != COVERING),
        "shown": sum(len(group.pages) for group in groups if group.relation != COVERING),
        "inherited": sum(group.total for group in groups if group.relation == COVERING),
        "more_url": search_url(place=place.code, kind="objective"),
    }


def section_of(kind: str, groups: Iterable[Group], place: Place, request: HttpRequest) -> dict[str, Any]:
    """Return what is published of one kind: here, inside and for what contains the place."""
    near = [group for group in groups if group.model.kind == kind and group.relation != ALIKE]
    return {
        "key": kind,
        "title": TITLES[kind],
        "explanation": EXPLANATIONS[kind],
        "groups": [
            relation_group(group.relation, page_cards(group.pages, request), group.total, place, kind)
            for group in near
        ],
    }


def proposal_section(place: Place) -> dict[str, Any]:
    """Return what people proposed around the place."""
    return {
        "key": "proposal",
        "title": TITLES["proposal"],
        "explanation": EXPLANATIONS["proposal"],
        "groups": [
            relation_group(group.relation, group.cards, group.total, place, "proposal")
            for group in proposals_for_place(place, PER_GROUP)
            if group.total
        ],
    }


def relation_group(relation: str, cards: list[Card], total: int, place: Place, kind: str) -> dict[str, Any]:
    """Return one group of cards with its words, and where to see all of them."""
    more = search_url(place=place.code, kind=kind) if relation != COVERING and total > len(cards) else ""
    return {
        "relation": relation,
        "label": RELATION_LABELS[relation].format(place=place.name),
        "cards": cards,
        "total": total,
        "more_url": more,
    }


def similar_facts(
    likeness: Likeness | None, groups: Iterable[Group], request: HttpRequest
) -> dict[str, Any] | None:
    """Return the districts most like this one, and what worked there; None where nothing can be compared."""
    if likeness is None:
        return None
    pages = [page for group in groups if group.relation == ALIKE for page in group.pages]
    return {
        "district": likeness.place,
        "neighbours": likeness.neighbours,
        "cards": page_cards(pages, request),
        "total": sum(group.total for group in groups if group.relation == ALIKE),
        "more_url": search_url(like=likeness.place.code, kind="case_study"),
    }
