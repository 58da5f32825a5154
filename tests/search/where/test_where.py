"""Conditions on places, on both engines: what fulfils them is found and counted, the best of it first."""

import random
from datetime import UTC, date, datetime, timedelta

import pytest

from search.plan import plan_of
from search.request import SearchRequest
from search.scope import Scope
from search.where.whereabouts import Where, Whereabouts
from tests.search.conftest import document

TODAY = date(2026, 3, 4)
REGIONS = ("E12000001", "E12000002")
DISTRICTS = ("E07000001", "E07000002", "E07000003", "E07000004")
WARDS = tuple(f"E05{number:06}" for number in range(8))
EVERY = (*REGIONS, *DISTRICTS, *WARDS)
KINDS = {"E12": "region", "E07": "district", "E05": "ward"}
TEXTS = ("garden", "garden club", "", "choir")


def above(code):
    """What wholly holds a place: every region has two districts, and every district two wards."""
    if code in WARDS:
        return (code, *above(DISTRICTS[WARDS.index(code) // 2]))
    if code in DISTRICTS:
        return (code, REGIONS[DISTRICTS.index(code) // 2])
    return (code,)


def make_facts(chance, number):
    """Facts of a document that is for up to three places."""
    own = tuple(chance.sample(EVERY, chance.randint(0, 3)))
    return {
        "title": chance.choice(TEXTS) or "Untitled",
        "kind": chance.choice(["plan", "objective"]),
        "own_places": own,
        "places": dict.fromkeys((code, KINDS[code[:3]]) for each in own for code in above(each)),
        "date": datetime(2024, 1, 1, tzinfo=UTC) + timedelta(days=number),
        "review_on": TODAY - timedelta(days=1) if chance.random() < 0.3 else None,
    }


def make_where(chance):
    return Where(
        inside=tuple(chance.sample(EVERY, chance.choice([0, 1, 2]))),
        own=tuple(chance.sample(EVERY, chance.choice([0, 1, 5]))),
    )


def fulfils(facts, where):
    wholly_in = {code for code, _ in facts["places"]}
    return bool(wholly_in & set(where.inside) or set(facts["own_places"]) & set(where.own))


def tier_of(facts, whereabouts):
    fits = [number for number, where in enumerate(whereabouts.tiers) if fulfils(facts, where)]
    return min(fits, default=len(whereabouts.tiers))


@pytest.fixture
def corpus(library):
    chance = random.Random(11)
    facts = [make_facts(chance, number) for number in range(60)]
    library.fill(*(document(number, **each) for number, each in enumerate(facts)))
    return facts


def questions(number=40):
    """Requests with what they say about places."""
    chance = random.Random(12)
    for _ in range(number):
        request = SearchRequest(
            text=chance.choice(["", "", "garden"]),
            places=tuple(chance.sample(EVERY, chance.randint(0, 2))),
            kinds=chance.choice([(), (), ("plan",)]),
            page_size=100,
        )
        yield (
            request,
            Whereabouts(
                chosen=make_where(chance) if request.places and chance.random() < 0.7 else None,
                always=tuple(make_where(chance) for _ in range(chance.choice([0, 0, 1, 2]))),
                tiers=tuple(make_where(chance) for _ in range(chance.randint(0, 4))),
            ),
        )


def answers_to(corpus, request, whereabouts, *, but=""):
    """The numbers of what answers a request, by hand; the choice of one facet left aside."""
    place = whereabouts.chosen or Where(inside=request.places)
    return [
        number
        for number, facts in enumerate(corpus)
        if (not request.text or request.text in facts["title"])
        and (but == "kind" or not request.kinds or facts["kind"] in request.kinds)
        and (but == "place" or not request.places or fulfils(facts, place))
        and all(fulfils(facts, where) for where in whereabouts.always)
    ]


def test_what_fulfils_the_conditions_is_found_and_counted(library, corpus):
    asked = list(questions())
    found = []
    for request, whereabouts in asked:
        scope = Scope(whereabouts=whereabouts, places={code: KINDS[code[:3]] for code in EVERY}, today=TODAY)
        answer = library.engine.search(plan_of(request, scope))
        expected = answers_to(corpus, request, whereabouts)
        found.append(answer.total)
        assert {hit.key for hit in answer.hits} == {f"page-{number}" for number in expected}
        for facet in ("kind", "place"):
            counts = {}
            for number in answers_to(corpus, request, whereabouts, but=facet):
                facts = corpus[number]
                for value in [facts["kind"]] if facet == "kind" else [code for code, _ in facts["places"]]:
                    counts[value] = counts.get(value, 0) + 1
            assert answer.facets[facet] == counts
    assert sum(0 < total < 60 for total in found) > len(asked) / 3


def test_without_words_the_best_places_come_first_and_what_is_overdue_last(library, corpus):
    for request, whereabouts in questions():
        if request.text:
            continue
        scope = Scope(whereabouts=whereabouts, today=TODAY)
        expected = answers_to(corpus, request, whereabouts)
        expected.sort(
            key=lambda number: (
                corpus[number]["review_on"] is not None,
                tier_of(corpus[number], whereabouts),
                -number,
            )
        )
        pages = []
        for page in range(1, 2 + len(expected) // 7):
            plan = plan_of(SearchRequest(places=request.places, kinds=request.kinds, page_size=7), scope)
            answer = library.engine.search(plan.on_page(page))
            pages += (
                [int(hit.key.removeprefix("page-")) for hit in answer.hits] if answer.page == page else []
            )
        assert pages == expected


def test_a_better_place_decides_only_between_what_fits_the_words_alike(library):
    facts = {"date": datetime(2025, 1, 1, tzinfo=UTC), "places": [("E12000001", "region")]}
    library.fill(
        document(1, title="Garden club", own_places=("E12000001",), **facts),
        document(2, title="Garden club", own_places=("E07000001",), **facts),
        document(3, title="Choir", summary="In a garden.", own_places=("E12000001",), **facts),
        document(4, title="Choir", own_places=("E12000001",), **facts),
    )
    tiers = Where(own=("E12000001",)), Where(inside=("E12000001",))
    scope = Scope(whereabouts=Whereabouts(tiers=tiers))
    assert library.found("garden", scope=scope) == [1, 2, 3]
    turned = Scope(whereabouts=Whereabouts(tiers=(Where(own=("E07000001",)), *tiers)))
    assert library.found("garden", scope=turned) == [2, 1, 3]


def test_more_codes_than_are_asked_for_one_by_one(library):
    codes = [f"E01{number:06}" for number in range(30_000)]
    library.fill(*(document(number, own_places=(codes[number],)) for number in range(5)))
    scope = Scope(whereabouts=Whereabouts(always=(Where(own=tuple(codes[3:])),)))
    assert library.search(scope=scope).total == 2
    assert library.search("document", scope=scope).total == 2


def test_a_request_is_not_planned_before_its_places_are_worked_out():
    for request in (
        SearchRequest(near="E07000001"),
        SearchRequest(like="E07000001"),
        SearchRequest(places=("E07000001",), relation="any"),
    ):
        with pytest.raises(ValueError, match="worked out"):
            plan_of(request, Scope())
