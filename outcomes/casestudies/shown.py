"""What the public page of a case study shows beyond its text: facts in groups, and what is not recorded."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from wagtail.models import Page

from outcomes.casestudies.commissioning import BoughtFact, bought_facts
from outcomes.casestudies.rows import Provider, Tier

# What is fetched at once with a case study: one query for each.
RELATIONS = ("providers", "effects", "objective_links", "plan_links", "base_place")


@dataclass(frozen=True)
class TierOfProviders:
    """Who worked in one tier of the supply chain."""

    label: str
    providers: list[Provider]


@dataclass(frozen=True)
class Link:
    """A published page that a case study serves."""

    title: str
    url: str


def facts_of(page: Any, request: HttpRequest) -> dict[str, Any]:
    """Return what the template of a case study needs. Two queries beyond its relations, one without links."""
    facts = bought_facts(page)
    bought = [fact for fact in facts if fact.lines]
    return {
        "tiers": list(tiers(page)),
        "serves": serves(page, request),
        "bought": bought,
        # Where none of them is recorded it is one thing that is missing, and not five.
        "bought_unknown": [fact.label.lower() for fact in facts if bought and not fact.lines],
        "unknown": list(unknown(page, bought)),
    }


def tiers(page: Any) -> Iterator[TierOfProviders]:
    """Yield the providers by tier, the main ones first. A lone main tier needs no name."""
    providers = list(page.providers.all())
    several = any(provider.tier != Tier.MAIN for provider in providers)
    for tier in Tier:
        if found := [provider for provider in providers if provider.tier == tier]:
            yield TierOfProviders(str(tier.label) if several else "", found)


def serves(page: Any, request: HttpRequest) -> list[Link]:
    """Return the objectives, then the plans, that it names and anybody may read, as people put them."""
    keys = [link.objective_id for link in page.objective_links.all()]
    keys += [link.plan_id for link in page.plan_links.all()]
    if not keys:
        return []
    # In a preview the relations hold what the form says, which is no database query yet.
    found = {each.pk: each for each in Page.objects.live().public().filter(pk__in=keys)}
    return [Link(found[key].title, found[key].get_url(request) or "") for key in keys if key in found]


def unknown(page: Any, bought: list[BoughtFact]) -> Iterator[str]:
    """Yield what is not recorded, in a few words each. The three marks say it for themselves."""
    answers = {
        "for whom it was": page.for_whom,
        "who provided it": page.providers.all(),
        "what it cost": page.cost or page.cost_in_figures,
        "what changed": page.what_changed,
        "what was measured": page.effects.all(),
        "what did not work": page.what_did_not_work,
        "whom to ask": page.contact,
        "the year": page.year,
        "how it was bought": bought,
    }
    yield from (label for label, answer in answers.items() if not answer)
