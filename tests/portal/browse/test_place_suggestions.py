"""What the box for a place suggests, and what the page says when no name is quite right."""

import pytest

from partners.places.models import PlaceSuccessor
from tests.factories import PlaceFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]
ADDRESS = "/places/suggest"


@pytest.fixture
def trafford():
    return PlaceFactory(code="E08000009", kind="district", name="Trafford")


def suggested(client, q):
    return client.get(ADDRESS, {"q": q}).json()


def test_a_place_comes_with_its_label_kind_code_and_address(client, trafford):
    answer = suggested(client, "traf")
    assert answer == {
        "q": "traf",
        "similar": False,
        "message": "1 place found.",
        "places": [
            {
                "label": "Trafford",
                "kind": "district",
                "note": "",
                "code": "E08000009",
                "url": "/places/E08000009/",
                "similar": False,
            },
        ],
    }


def test_names_like_the_one_typed_are_said_to_be_so(client, trafford):
    answer = suggested(client, "Traford")
    assert answer["similar"] is True
    assert answer["message"] == "We found nothing called “Traford”. 1 place with a name like it:"
    assert [place["label"] for place in answer["places"]] == ["Trafford"]


def test_at_most_eight_and_no_abolished_place(client):
    PlaceFactory.create_batch(12, name="Abbey", ended_on="2024-05-01")
    PlaceFactory.create_batch(9, name="Abbey")
    assert len(suggested(client, "abbey")["places"]) == 8


def notes(answer):
    return [(place["label"], place["note"], place["similar"]) for place in answer["places"]]


@pytest.fixture
def allerdale():
    """A district that ended; another took its place."""
    cumberland = PlaceFactory(kind="district", name="Cumberland", former_names="Carlisle|Copeland")
    ended = PlaceFactory(kind="district", name="Allerdale", ended_on="2023-04-01")
    PlaceSuccessor.objects.create(place=ended, successor=cumberland)
    return ended


def test_a_place_that_ended_is_suggested_when_nothing_else_is_called_so(client, allerdale):
    assert notes(suggested(client, "allerd")) == [("Allerdale", "ended 2023, now Cumberland", False)]
    PlaceFactory(name="Allerdale Road")
    assert notes(suggested(client, "allerd")) == [("Allerdale Road", "", False)]


def test_a_place_that_ended_is_never_a_guess(client, allerdale):
    assert suggested(client, "alerdale")["places"] == []


def test_a_place_found_by_another_name_says_which(client, allerdale):
    PlaceFactory(kind="district", name="Cardiff", name_cy="Caerdydd")
    assert notes(suggested(client, "copel")) == [("Cumberland", "Copeland", False)]
    assert notes(suggested(client, "caerd")) == [("Cardiff", "Caerdydd", False)]
    assert notes(suggested(client, "cumb")) == [("Cumberland", "", False)]


def test_one_with_several_successors_names_them_the_biggest_share_first(client):
    ended = PlaceFactory(kind="county", name="Avon", ended_on="1996-04-01")
    for name, share in (("North Somerset", 0.2), ("Bristol", 0.4), ("Bath", 0.2)):
        PlaceSuccessor.objects.create(place=ended, successor=PlaceFactory(name=name), share=share)
    assert notes(suggested(client, "avon")) == [
        ("Avon", "ended 1996, now Bristol, Bath and North Somerset", False)
    ]


def test_few_places_are_followed_by_those_with_a_name_like_it(client, trafford):
    PlaceFactory(kind="ward", name="Trafforn Green")
    PlaceFactory(kind="ward", name="Bury")
    answer = suggested(client, "traffor")
    assert notes(answer) == [("Trafford", "", False), ("Trafforn Green", "", False)]
    answer = suggested(client, "trafforn")
    assert notes(answer) == [("Trafforn Green", "", False), ("Trafford", "", True)]
    assert answer["similar"] is False
    assert answer["message"] == "1 place found, and 1 with a name like it."


def test_a_name_that_is_just_right_is_no_slip(client, trafford):
    PlaceFactory(kind="ward", name="Traffort")
    assert notes(suggested(client, "trafford")) == [("Trafford", "", False)]


@pytest.mark.parametrize("q", ["M33 7PF", "m337pf", "sale m33 7pf"])
def test_a_postcode_is_neither_answered_nor_kept(client, q):
    answer = client.get(ADDRESS, {"q": q})
    assert answer["Cache-Control"] == "no-store"
    assert answer.json() == {"q": "", "similar": False, "message": "", "places": []}


HOSTILE = ["", " ", "\x00", "%", "_", "|", "'; drop table places_place; --", "<script>alert(1)</script>"]
HUGE = ["é" * 9000, "a " * 5000, "🙂🙂🙂🙂", "\u202e\u0301", "E99999999"]


@pytest.mark.parametrize("q", HOSTILE + HUGE)
def test_hostile_words_get_an_empty_answer(client, trafford, q):
    answer = client.get(ADDRESS, {"q": q})
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/json"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer.json()["places"] == []
    assert answer.json()["similar"] is False
    assert len(answer.json()["q"]) <= 200


def test_bytes_that_are_no_text_and_no_words_at_all(client):
    assert client.get(f"{ADDRESS}?q=%ff%fe%00").status_code == 200
    assert client.get(ADDRESS).json()["message"] == ""


def test_it_may_be_kept_by_anybody_and_sets_no_cookie(client, trafford):
    answer = client.get(ADDRESS, {"q": "traf"})
    assert answer["Cache-Control"] == "public, max-age=300"
    assert not answer.has_header("Vary") or "Cookie" not in answer["Vary"]
    assert not answer.cookies


def test_it_is_only_read(client):
    assert client.post(ADDRESS, {"q": "traf"}).status_code == 405


def test_it_asks_few_questions(client, trafford, django_assert_max_num_queries):
    PlaceFactory.create_batch(30, name="Traffic Island")
    suggested(client, "traf")
    for q in ("traf", "traffic", "trafic islamd", "zzzz"):
        with django_assert_max_num_queries(4):
            suggested(client, q)


def test_the_page_asks_whether_another_name_was_meant(client, trafford):
    page = client.get("/places/find", {"q": "Traford"})
    assert page.status_code == 200
    html = " ".join(page.content.decode().split())
    assert (
        'We found nothing called “Traford”. Did you mean <a href="/places/E08000009/">Trafford</a>?' in html
    )


def test_the_page_lists_several_names_like_it(client, trafford):
    PlaceFactory(kind="ward", name="Old Trafford", qualifier="Trafford")
    page = client.get("/places/find", {"q": "Traford"}).content.decode()
    assert "Did you mean one of these?" in page
    assert "Old Trafford, Trafford" in page


def test_what_was_typed_is_escaped(client, trafford):
    page = client.get("/places/find", {"q": "<b>Traford</b>"}).content.decode()
    assert "<b>Traford" not in page


@pytest.mark.parametrize("address", ["/places/", "/places/find", "/proposals/new/"])
def test_the_box_for_a_place_says_where_suggestions_come_from(client, address):
    assert 'data-cw-suggest-places="/places/suggest"' in client.get(address).content.decode()


def test_other_boxes_do_not(client):
    assert "data-cw-suggest-places" not in client.get("/search/").content.decode()
