"""What the box of a search suggests for what somebody has typed so far."""

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings

from outcomes.casestudies.models import CaseStudy
from outcomes.objectives.models import Objective
from outcomes.plans.models import JointPlan
from outcomes.proposals.models import Proposal
from partners.agencies.models import Partner
from search.drain import drain
from search.suggestions.service import suggested
from tests.factories import PartnerFactory, PlaceFactory, make_page, theme
from tests.search.test_any_text import ANY, every_nasty
from tests.search.test_proposals_in_search import propose

pytestmark = [pytest.mark.django_db, pytest.mark.both, pytest.mark.usefixtures("site", "search_index")]
ADDRESS = "/search/suggest"


def labels(typed):
    return [thing.label for thing in suggested(typed).things]


@pytest.fixture
def homes():
    """One thing of each kind that has something to do with homes."""
    made = [
        make_page(Objective, title="Warm homes for everybody", slug="warm-homes"),
        make_page(CaseStudy, title="How we made homes warm", slug="made-warm"),
        make_page(JointPlan, title="Homes plan for Trafford", slug="homes-plan"),
    ]
    PartnerFactory(name="Homes for Hale", slug="homes-hale", kind="housing")
    PlaceFactory(code="E08000009", kind="district", name="Homesley")
    drain()
    return made


def test_everything_comes_with_what_it_is_and_its_own_address(client, homes):
    answer = client.get(ADDRESS, {"q": "homes"}).json()
    assert answer == {
        "similar": False,
        "message": "6 suggestions.",
        "suggestions": [
            {"label": theme("homes").name, "kind": "Theme", "url": "/themes/homes/", "note": ""},
            {"label": "Homesley", "kind": "Place · district", "url": "/places/E08000009/", "note": ""},
            {
                "label": "Homes for Hale",
                "kind": "Partner · Housing",
                "url": "/partners/homes-hale/",
                "note": "",
            },
            {
                "label": "Homes plan for Trafford",
                "kind": "Joint plan",
                "url": "/plans/homes-plan/",
                "note": "",
            },
            {
                "label": "How we made homes warm",
                "kind": "Case study",
                "url": "/case-studies/made-warm/",
                "note": "",
            },
            {
                "label": "Warm homes for everybody",
                "kind": "Objective",
                "url": "/objectives/warm-homes/",
                "note": "",
            },
        ],
    }
    assert all(client.get(each["url"]).status_code == 200 for each in answer["suggestions"])


def test_themes_are_suggested_by_name(client):
    food = theme("food")
    first = suggested(food.name[:4]).things[0]
    assert (first.label, first.kind, first.url) == (food.name, "Theme", "/themes/food/")


@pytest.mark.parametrize("typed", ["warm ho", "HO wa", "everyb warm", "wärm hömes", "  warm   homes  for "])
def test_beginnings_of_words_in_any_order_capitals_and_accents(homes, typed):
    assert "Warm homes for everybody" in labels(typed)


def test_what_begins_so_comes_before_what_has_such_a_word(homes):
    assert labels("warm") == ["Warm homes for everybody", "How we made homes warm"]


def test_a_word_inside_a_word_is_no_beginning(homes):
    assert "Warm homes for everybody" not in labels("rybo")


def test_a_proposal_is_suggested_when_it_is_public(client):
    proposal = propose(title="A bench by the canal")
    drain()
    assert [(each.label, each.kind) for each in suggested("bench").things] == [(proposal.title, "Proposal")]


@pytest.mark.parametrize("typed", ["wram", "wamr homes", "everbody", "everybodi homes"])
def test_a_slip_is_forgiven_and_said(client, homes, typed):
    answer = client.get(ADDRESS, {"q": typed}).json()
    assert answer["similar"] is True
    assert answer["message"].startswith("No match. ")
    assert "Warm homes for everybody" in [each["label"] for each in answer["suggestions"]]


def test_no_guess_is_made_from_a_short_word(homes):
    assert labels("hme") == []


def test_at_most_eight_and_names_do_not_bury_titles():
    for number in range(6):
        PartnerFactory(name=f"Violet group {number}")
        PlaceFactory(kind="district", name=f"Violet town {number}")
        make_page(Objective, title=f"Violet aim {number}")
    drain()
    kinds = [thing.kind for thing in suggested("violet").things]
    assert len(kinds) == 8
    assert kinds.count("Objective") == 4
    assert kinds[:3] == ["Place · district"] * 3


def test_wards_come_where_there_is_room_unless_just_called_so():
    PlaceFactory(kind="ward", name="Violet Lane")
    make_page(Objective, title="Violet aim")
    drain()
    assert labels("violet") == ["Violet aim", "Violet Lane"]
    assert labels("violet lane") == ["Violet Lane"]


def test_a_place_found_by_another_name_says_which():
    PlaceFactory(kind="district", name="Cardiff", name_cy="Caerdydd")
    (cardiff,) = suggested("caerd").things
    assert (cardiff.label, cardiff.note) == ("Cardiff", "Caerdydd")


def test_names_follow_changes():
    partner = PartnerFactory(name="Old friends", slug="friends")
    assert labels("old fr") == ["Old friends"]
    partner.name = "New friends"
    partner.save()
    assert (labels("old fr"), labels("new fr")) == ([], ["New friends"])
    partner.delete()
    assert labels("new fr") == []


def test_what_changed_past_the_signals_is_shown_as_it_is_now():
    PartnerFactory(name="Old friends", slug="friends")
    assert labels("old fr") == ["Old friends"]
    Partner.objects.filter(slug="friends").update(name="New friends")
    assert "Old friends" not in labels("old fr")


@pytest.mark.parametrize("typed", ["M33 7PF", "m337pf", "warm homes m33 7pf"])
def test_a_postcode_is_not_answered(client, homes, typed):
    answer = client.get(ADDRESS, {"q": typed})
    assert answer.json() == {"similar": False, "message": "", "suggestions": []}
    assert "7pf" not in answer.content.decode().lower()


def test_nobody_keeps_an_answer_and_it_sets_no_cookie(client, homes):
    answer = client.get(ADDRESS, {"q": "homes"})
    assert answer["Cache-Control"] == "no-store"
    assert not answer.cookies


def test_it_is_only_read(client):
    assert client.post(ADDRESS, {"q": "homes"}).status_code == 405


@pytest.mark.parametrize("typed", ["", "h", " ", "\x00", "%", "é" * 10_000, "xq " * 5_000, "\U0001f3d8"])
def test_what_names_nothing_gets_an_empty_answer(client, homes, typed):
    answer = client.get(ADDRESS, {"q": typed})
    assert answer.status_code == 200
    assert answer.json()["suggestions"] == []


def test_bytes_that_are_no_text(client):
    assert client.get(f"{ADDRESS}?q=%ff%fe%00").status_code == 200
    assert client.get(f"{ADDRESS}?{'&'.join(f'q{n}=1' for n in range(2_000))}").status_code == 400


@hypothesis_settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=ANY)
@every_nasty
def test_whatever_is_typed_there_is_an_answer(text):
    assert len(suggested(text).things) <= 8


def test_it_asks_few_questions_whatever_there_is(homes, django_assert_max_num_queries):
    suggested("homes")
    for number in range(20):
        make_page(Objective, title=f"Homes {number}")
    PartnerFactory.create_batch(20, name="Homes and more")
    drain()
    suggested("homes")
    for typed in ("homes", "wram", "warm homes", "zzzz"):
        with django_assert_max_num_queries(7):
            suggested(typed)


def test_a_proposal_that_waits_is_not_suggested():
    propose(accepted=False, title="A bench by the canal")
    assert Proposal.objects.exists()
    drain()
    assert labels("bench") == []
