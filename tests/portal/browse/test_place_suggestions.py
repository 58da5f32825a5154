"""What the box for a place suggests, and what the page says when no name is quite right."""

import pytest

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
            {"label": "Trafford", "kind": "district", "code": "E08000009", "url": "/places/E08000009/"},
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


def test_an_abolished_place_is_not_suggested(client):
    PlaceFactory(name="Craven", ended_on="2023-04-01")
    assert suggested(client, "craven")["places"] == suggested(client, "cravem")["places"] == []


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
