"""Counts of real pages, by either engine, are those of counting documents of what the public may see."""

import random
from collections import Counter

import pytest
from wagtail.models import PageViewRestriction

from outcomes.casestudies.costs import CostBand
from outcomes.casestudies.effects import Effect
from outcomes.casestudies.models import CaseStudy, EvidenceStrength, Provider
from outcomes.objectives.models import Objective, ObjectiveStatus
from outcomes.plans.models import JointPlan
from search.lookups import Lookups
from search.rebuild import rebuild
from search.request import ATTRIBUTES, FACETS, SearchRequest
from search.service import search
from search.sources import SOURCES
from tests.factories import PartnerFactory, PlaceFactory, make_page, theme

pytestmark = [pytest.mark.django_db, pytest.mark.both]
PAGES, REQUESTS = 30, 40
SINGLE = ("kind", "effect", "evidence", "cost", "status")


@pytest.fixture
def chance():
    return random.Random(2012)


@pytest.fixture
def content(site, search_index, chance):
    """Pages of all kinds: some bare, some drafts, one private, one withdrawn after it was indexed."""
    regions = [PlaceFactory(code=f"E1200000{number}", kind="region") for number in range(3)]
    partners = [PartnerFactory(kind=kind) for kind in ("council", "nhs", "vcse")]
    themes = [theme(slug) for slug in ("loneliness", "food", "homes")]
    made = []
    for number in range(PAGES):
        page = make_page(
            chance.choice([Objective, CaseStudy, CaseStudy, JointPlan]),
            title=f"Warm space {number}",
            live=chance.random() < 0.9,
            lead=chance.choice(partners),
            places=chance.sample(regions, chance.randint(0, 2)),
            themes=chance.sample(themes, chance.randint(0, 2)),
        )
        change(page, chance)
        made.append(page)
    PageViewRestriction.objects.create(page=made[0], restriction_type="login")
    rebuild()
    type(made[1]).objects.filter(pk=made[1].pk).update(live=False)
    return made


def change(page, chance):
    """Record some of what a page of its kind can say."""
    if isinstance(page, CaseStudy):
        amount = chance.choice([None, 0, 4_999, 5_000, 2_000_000])
        facts = {
            "cost_amount": amount,
            "cost_year": 2025,
            "cost_band": "" if amount is not None else chance.choice(["", *CostBand.values]),
            "effect": chance.choice(["", *Effect.values]),
            "evidence_strength": chance.choice(["", *EvidenceStrength.values]),
            "year": chance.choice([None, 2024, 2025]),
        }
        for sector in chance.sample(["vcse", "nhs", "business"], chance.randint(0, 2)):
            Provider.objects.create(page=page, name="Somebody", sector=sector)
    elif isinstance(page, Objective):
        facts = {"status": chance.choice(ObjectiveStatus.values)}
    else:
        facts = chance.choice([{}, {"starts_on": "2024-04-01", "ends_on": "2026-03-31"}])
    type(page).objects.filter(pk=page.pk).update(**facts)


def values_of(document, facet):
    """What a document has of a facet."""
    if facet in SINGLE:
        value = getattr(document, facet)
        return {value} if value else set()
    if facet == "place":
        return {place.code for place in document.places}
    return set(getattr(document, ATTRIBUTES[facet]))


def matching(documents, chosen, but=""):
    """The documents that fit every choice but those of one facet."""
    others = {facet: set(values) for facet, values in chosen.items() if facet != but}
    return [
        document
        for document in documents
        if all(values & values_of(document, facet) for facet, values in others.items())
    ]


def test_every_count_is_that_of_counting_by_hand(content, either_engine, chance):
    source = SOURCES["page"]
    documents = list(source.build(source.ids_after(0, 10_000), Lookups()).documents.values())
    assert PAGES / 2 < len(documents) <= PAGES - 2
    every = {facet: sorted({v for d in documents for v in values_of(d, facet)}) for facet in FACETS}
    for _ in range(REQUESTS):
        chosen = {
            facet: tuple(chance.sample(every[facet], min(len(every[facet]), chance.randint(1, 3))))
            for facet in chance.sample(list(FACETS), chance.randint(0, 3))
            # Which places are listed changes with the places chosen, which has tests of its own.
            if facet != "place" and every[facet]
        }
        request = SearchRequest(**{ATTRIBUTES[facet]: values for facet, values in chosen.items()})
        results = search(request)
        found = matching(documents, chosen)
        assert results.notice == ""
        assert results.total == len(found), chosen
        for facet in FACETS:
            by_hand = Counter(v for d in matching(documents, chosen, facet) for v in values_of(d, facet))
            counts = {value: number for value, number in results.facets[facet].items() if number}
            assert counts == by_hand, (facet, chosen)
