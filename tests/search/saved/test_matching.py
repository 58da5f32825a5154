"""What is published fits exactly the saved searches that would find it, whatever they ask for."""

import random
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from outcomes.casestudies.models import CaseStudy, Provider
from outcomes.objectives.models import Objective
from outcomes.plans.models import JointPlan
from partners.places.linking import add_link
from partners.places.measures import COMPARED
from partners.places.models import PlaceFigure
from search.rebuild import rebuild
from search.request import SearchRequest
from search.saved.candidates import candidates
from search.saved.facts import Facts
from search.saved.matching import Matcher, built
from search.saved.models import SavedSearch, Thing, Word
from search.service import search
from tests.factories import PartnerFactory, PlaceFactory, UserFactory, make_page, theme
from tests.outcomes.proposals.factories import ProposalFactory
from tests.search.saved.kit import NOW, saved

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site", "no_index")]
# Some have synonyms, some are stop words, some differ by an accent or an ending only.
WORDS = ["gardens", "garden", "VCSE", "third sector", "asb", "the", "café", "cafe", "walking", "LEEDS-3",
         "co-op", "people", "older", "befriending", "what works", "CCG"]  # fmt: skip
TEXTS = ["gardens for older people", "voluntary sector cafe", "anti-social behaviour", "walk", "LEEDS-3.2"]
THEMES = ["social", "loneliness", "economic"]


@pytest.fixture
def world(site):
    """Places that hold and overlap each other, and pages of every kind about them, all in the index."""
    chance = random.Random(8)
    places = make_places()
    partners = [PartnerFactory(slug=f"p{number}", kind=kind) for number, kind in enumerate(("vcse", "nhs"))]
    for number in range(28):
        kind = (Objective, CaseStudy, JointPlan)[number % 3]
        page = make_page(
            kind,
            title=" ".join(chance.sample(WORDS + TEXTS, 2)),
            summary=chance.choice(WORDS),
            lead=chance.choice(partners),
            places=chance.sample(places, chance.randrange(3)),
            themes=[theme(slug) for slug in chance.sample(THEMES, chance.randrange(3))],
            **facts_of(kind, chance),
        )
        if kind is CaseStudy and number % 2:
            Provider.objects.create(page=page, name="Somebody", sector="vcse")
    for number in range(4):
        ProposalFactory(place=places[number], confirmed_at=NOW, accepted_at=NOW, status="open")
    rebuild()
    return places


def make_places():
    """Return a country, a region, districts with figures, wards, and a force area across two districts."""
    country = PlaceFactory(kind="country", code="E92000001")
    region = PlaceFactory(kind="region", inside=[country])
    districts = [PlaceFactory(kind="district", inside=[region], latitude=53 + n / 4) for n in range(3)]
    wards = [PlaceFactory(inside=[each], latitude=each.latitude, longitude=-2.5) for each in districts]
    force = PlaceFactory(kind="police_force_area", latitude=None, longitude=None)
    for number, district in enumerate(districts):
        add_link(child=district, parent=force, share=(0.4, 1, 0.2)[number])
        for measure in COMPARED:
            PlaceFigure.objects.create(place=district, measure=measure.name, value=number + 1)
    return [country, region, force, *districts, *wards]


def facts_of(kind, chance):
    if kind is CaseStudy:
        return {
            "year": chance.choice([2023, 2024, None]),
            "evidence_strength": chance.choice(["", "compared"]),
            "what_did_not_work": chance.choice(["", "What works elsewhere did not"]),
        }
    return {"status": chance.choice(["agreed", "draft"])} if kind is Objective else {}


def some(values):
    return st.just(()) | st.just(()) | st.lists(st.sampled_from(values), max_size=2, unique=True).map(tuple)


PHRASES = st.sampled_from([f'"{text}"' for text in (*TEXTS, "older people")])
TYPED = st.lists(
    st.sampled_from([*WORDS, *TEXTS, "-garden", '-"older people"', "E92000001", "gardns"]) | PHRASES,
    max_size=4,
).map(" ".join)


@st.composite
def requests(draw, codes, districts, points):
    """Requests as addresses can ask for them."""
    around = draw(st.sampled_from(["", "", "", "near", "like"]))
    places = draw(some(codes))
    return SearchRequest(
        text=draw(st.just("") | TYPED),
        kinds=draw(some(["objective", "plan", "case_study", "proposal"])),
        themes=draw(some([*THEMES, "not_recorded"])),
        places=places,
        relation=draw(st.sampled_from(["inside", "inside", "covers", "overlaps", "any"]))
        if places
        else "inside",
        partners=draw(some(["p0", "p1"])),
        partner_kinds=draw(some(["vcse", "nhs"])),
        sectors=draw(some(["vcse", "not_recorded"])),
        evidence=draw(some(["compared", "not_recorded"])),
        statuses=draw(some(["agreed", "open"])),
        years=draw(some(["2023", "not_recorded"])),
        near=draw(st.sampled_from(points)) if around == "near" else "",
        within=draw(st.sampled_from([1.0, 20.0, 100.0])) if around == "near" else 10.0,
        like=draw(st.sampled_from(districts)) if around == "like" else "",
    )


@given(data=st.data())
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_thing_fits_the_searches_that_find_it_and_no_others(data, world):
    codes = [place.code for place in world]
    points = [place.code for place in world if place.kind in ("district", "ward")]
    districts = [place.code for place in world if place.kind == "district"]
    asked = data.draw(st.lists(requests(codes, districts, points), min_size=10, max_size=30, unique=True))
    SavedSearch.objects.all().delete()
    searches = {saved(UserFactory(), request=request).pk: request for request in asked}
    assert found_by_matching(searches) == found_by_searching(searches)


def found_by_searching(searches):
    """Search → the keys of what it finds."""
    return {
        key: {hit.key for hit in search(replace(request, as_typed=True, page_size=1000)).hits}
        for key, request in searches.items()
    }


def found_by_matching(searches):
    """The same the other way round: each thing is held against all searches."""
    found = {key: set() for key in searches}
    documents = everything()
    matcher = Matcher(documents)
    for document in documents:
        thing = Thing(source=document.source, object_id=document.object_id, noted_at=NOW)
        for key in matcher.fitting(document, thing):
            found[key].add(document.key)
    return found


def everything():
    """The documents of all that is public."""
    from search.sources import SOURCES

    things = [
        Thing(source=name, object_id=each)
        for name, source in SOURCES.items()
        for each in source.ids_after(0, 1000)
    ]
    documents, failed = built(things)
    assert failed == set()
    assert len(documents) == 32
    return list(documents.values())


def test_what_is_asked_for_often_is_found_at_all(world):
    """The comparison above compares something: most of these find things, and not all things."""
    asked = [
        SearchRequest(text="gardens"),
        SearchRequest(text="third sector"),
        SearchRequest(text='"older people"'),
        SearchRequest(themes=("social",)),
        SearchRequest(places=(world[0].code,)),
        SearchRequest(places=(world[6].code,), relation="covers"),
        SearchRequest(places=(world[2].code,), relation="overlaps"),
        SearchRequest(near=world[6].code, within=20),
        SearchRequest(like=world[3].code),
        SearchRequest(),
    ]
    searches = {saved(UserFactory(), request=request).pk: request for request in asked}
    found = found_by_matching(searches)
    assert found == found_by_searching(searches)
    assert all(found.values())
    assert sum(len(keys) < 32 for keys in found.values()) >= 9


def test_only_few_searches_are_looked_at_for_each_thing(world):
    """Gates are what makes it quick: words that nothing has are not even looked at."""
    for number in range(30):
        saved(UserFactory(), text=f"unheard{number} gardens")
    wanted = saved(UserFactory(), text="gardens")
    assert Word.objects.filter(token__startswith="unheard").count() == 30
    looked_at = set().union(*(candidates(Facts(document)) for document in everything()))
    assert looked_at == {wanted.pk}
