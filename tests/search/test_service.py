import pytest

from outcomes.casestudies.models import CaseStudy, Provider
from outcomes.objectives.models import Objective
from outcomes.plans.models import JointPlan
from search.fallback import NOTICE
from search.rebuild import rebuild
from search.request import SearchRequest
from search.service import search
from tests.factories import PartnerFactory, PlaceFactory, make_page, theme

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def found(**facts):
    return {hit.card["title"] for hit in search(SearchRequest(**facts)).hits}


@pytest.fixture
def places():
    region = PlaceFactory(code="E12000002", kind="region", name="North West")
    district = PlaceFactory(code="E08000009", kind="district", name="Trafford", inside=[region])
    ward = PlaceFactory(code="E05000001", kind="ward", name="Priory", inside=[district])
    return {
        "region": region,
        "district": district,
        "ward": ward,
        "other": PlaceFactory(kind="region", code="E12000009"),
    }


@pytest.fixture
def content(site, no_index, places):
    """A small library: what is found must be the same with and without an index."""
    us, them = PartnerFactory(slug="us", kind="nhs"), PartnerFactory(slug="them", kind="council")
    make_page(
        Objective,
        title="Warm homes",
        summary="For all.",
        status="agreed",
        places=[places["ward"]],
        themes=[theme("homes")],
        lead=us,
    )
    warm_space = make_page(
        CaseStudy,
        title="A warm space",
        summary="In the library.",
        places=[places["district"]],
        themes=[theme("loneliness"), theme("food")],
        lead=them,
        contributors=[us],
        year=2024,
        effect="worse",
        evidence_strength="compared",
        cost_amount=24_999,
        cost_year=2024,
    )
    for sector in ("vcse", "business"):
        Provider.objects.create(page=warm_space, name="Choir", sector=sector)
    make_page(
        CaseStudy,
        title="Bikes",
        cost_band="under_5000",
        summary="Warm welcome.",
        places=[places["other"]],
        themes=[theme("nature")],
        lead=them,
    )
    make_page(
        JointPlan,
        title="Together",
        places=[places["region"]],
        starts_on="2023-04-01",
        ends_on="2025-03-31",
        lead=us,
    )
    make_page(JointPlan, title="Some day", summary="Nobody knows.", themes=[theme("nature")], lead=us)
    make_page(JointPlan, title="Draft", live=False)


QUESTIONS = [
    ({}, {"Warm homes", "A warm space", "Bikes", "Together", "Some day"}),
    ({"text": "warm"}, {"Warm homes", "A warm space", "Bikes"}),
    ({"text": "warm -library"}, {"Warm homes", "Bikes"}),
    ({"text": '"warm space"'}, {"A warm space"}),
    ({"places": ("E12000002",)}, {"Warm homes", "A warm space", "Together"}),
    ({"places": ("E08000009",)}, {"Warm homes", "A warm space"}),
    ({"places": ("E05000001", "E12000009")}, {"Warm homes", "Bikes"}),
    ({"themes": ("social",)}, {"Warm homes", "A warm space"}),
    ({"themes": ("food", "nature")}, {"A warm space", "Bikes", "Some day"}),
    ({"kinds": ("plan", "objective")}, {"Warm homes", "Together", "Some day"}),
    ({"partners": ("us",)}, {"Warm homes", "A warm space", "Together", "Some day"}),
    ({"partners": ("us",), "kinds": ("case_study",)}, {"A warm space"}),
    ({"partner_kinds": ("council",)}, {"A warm space", "Bikes"}),
    ({"partner_kinds": ("nhs", "police")}, {"Warm homes", "A warm space", "Together", "Some day"}),
    ({"partner_kinds": ("police",)}, set()),
    ({"effects": ("worse", "better")}, {"A warm space"}),
    ({"effects": ("not_recorded",)}, {"Bikes"}),
    ({"evidence": ("compared",)}, {"A warm space"}),
    ({"evidence": ("not_recorded",)}, {"Bikes"}),
    ({"years": ("2024",)}, {"A warm space", "Together"}),
    ({"years": ("2022", "2025")}, {"Together"}),
    ({"years": ("2024",), "text": "nothing"}, set()),
    ({"years": ("not_recorded",)}, {"Bikes", "Some day"}),
    ({"years": ("not_recorded", "2025")}, {"Bikes", "Some day", "Together"}),
    ({"themes": ("not_recorded",)}, {"Together"}),
    ({"themes": ("not_recorded", "food")}, {"Together", "A warm space"}),
    ({"sectors": ("business", "vcse")}, {"A warm space"}),
    ({"sectors": ("nhs",)}, set()),
    ({"sectors": ("not_recorded",)}, {"Bikes"}),
    ({"sectors": ("not_recorded", "vcse")}, {"Bikes", "A warm space"}),
    ({"costs": ("from_5000",)}, {"A warm space"}),
    ({"costs": ("under_5000",)}, {"Bikes"}),
    ({"costs": ("under_5000", "from_5000", "from_25000")}, {"A warm space", "Bikes"}),
    ({"costs": ("not_recorded",)}, set()),
    ({"statuses": ("agreed", "draft")}, {"Warm homes"}),
    ({"statuses": ("draft",)}, set()),
]


@pytest.mark.parametrize(("question", "titles"), QUESTIONS)
def test_the_index_finds_what_is_asked_for(content, question, titles):
    rebuild()
    assert found(**question) == titles
    assert search(SearchRequest(**question)).notice == ""


@pytest.mark.parametrize(("question", "titles"), QUESTIONS)
def test_without_an_index_the_database_finds_it_and_says_so(content, question, titles):
    assert found(**question) == titles
    results = search(SearchRequest(**question, page=7, page_size=1))
    assert (results.notice, results.total) == (NOTICE, len(titles))
    assert results.page == max(1, len(titles))


def test_the_place_facet_lists_regions_then_what_is_inside_the_place_chosen(content):
    rebuild()
    everywhere = search(SearchRequest()).facets["place"]
    assert everywhere == {"E12000002": 3, "E12000009": 1}
    inside = search(SearchRequest(places=("E12000002",))).facets["place"]
    assert inside == {"E12000002": 3, "E08000009": 2}
    smallest = search(SearchRequest(places=("E05000001",))).facets["place"]
    assert smallest == {"E05000001": 1}


def test_the_strongest_evidence_comes_first_with_and_without_an_index(content):
    def first():
        return search(SearchRequest(sort="evidence")).hits[0].card["title"]

    assert first() == "A warm space"
    rebuild()
    assert first() == "A warm space"


def test_kinds_of_partners_are_counted_once_for_each_page(content):
    rebuild()
    assert search(SearchRequest()).facets["partner_kind"] == {"nhs": 4, "council": 2}


def test_the_facets_of_what_is_recorded_say_how_much_is_not(content):
    rebuild()
    facets = search(SearchRequest()).facets
    assert facets["sector"] == {"vcse": 1, "business": 1, "not_recorded": 1}
    assert facets["cost"] == {"from_5000": 1, "under_5000": 1}
    assert facets["status"] == {"agreed": 1}
    assert facets["year"] == {"2023": 1, "2024": 2, "2025": 1, "not_recorded": 2}
    assert facets["theme"]["not_recorded"] == 1


def test_what_is_chosen_stays_listed_when_it_counts_nothing(content):
    rebuild()
    facets = search(SearchRequest(text="bikes", themes=("homes",), years=("1999",))).facets
    assert facets["theme"]["homes"] == 0
    assert facets["year"]["1999"] == 0


def test_values_of_one_facet_add_up_and_do_not_narrow_their_own_counts(content):
    rebuild()
    one = search(SearchRequest(kinds=("plan",)))
    two = search(SearchRequest(kinds=("plan", "objective")))
    assert one.facets["kind"] == two.facets["kind"]
    assert one.facets["kind"] == {"case_study": 2, "objective": 1, "plan": 2}
    assert (one.total, two.total) == (2, 3)


@pytest.mark.parametrize("harm", ["meta.json", "everything", "pointer", "other form"])
def test_a_damaged_index_is_answered_around_and_built_anew(content, no_index, committed, harm):
    rebuild()
    current = no_index / (no_index / "current").read_text()
    if harm == "meta.json":
        (current / "meta.json").write_text("{")
    elif harm == "pointer":
        (no_index / "current").write_text("../../etc")
    elif harm == "other form":
        current.rename(no_index / "0000000000-0.1-abcd")
        (no_index / "current").write_text("0000000000-0.1-abcd")
    else:
        for file in current.iterdir():
            if file.suffix in (".idx", ".store", ".fast", ".term", ".pos"):
                file.write_bytes(b"\0" * 100)
        from search.engines.choice import embedded

        embedded.cache_clear()
    results = search(SearchRequest(text="warm"))
    assert (results.notice, results.total) == (NOTICE, 3)
    with committed():
        make_page(Objective, title="Warm and new")
    assert search(SearchRequest(text="warm")).notice == ""
    assert len(found(text="warm")) == 4
