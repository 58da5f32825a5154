"""What JSON says beside the things, and one page of them at a time."""

import json

import pytest

pytestmark = [pytest.mark.django_db, pytest.mark.both, pytest.mark.usefixtures("content")]

NONSENSE = [
    ("place=nonsense", 'We did not understand place "nonsense"'),
    ("year=1066", 'We did not understand year "1066"'),
    ("sort=drop", 'We did not understand sort "drop"'),
    ("colour=red", 'We do not know a filter called "colour"'),
    ("q=" + "warm+" * 200, "more text than we can look for"),
    ("&".join(f"a{number}=b" for number in range(2000)), "more parts than we can read"),
    ("page=none", 'We did not understand page "none"'),
    ("page=99", "There is no page 99"),
]


@pytest.fixture
def answer(client):
    """What an address says."""

    def answered(query=""):
        response = client.get(f"/search.json?{query}")
        assert response.status_code == 200
        assert response["Content-Type"] == "application/json"
        return json.loads(b"".join(response))

    return answered


def test_it_has_the_facets_of_the_page(client, answer):
    facets = {each["facet"]: each for each in answer("q=warm")["facets"]}
    for shown in client.get("/search/?q=warm").context["facets"]:
        said = facets.pop(shown["name"])
        assert said["name"] == shown["label"]
        assert said["values"] == [
            {"code": each["value"], "name": each["label"], "count": each["count"]} for each in shown["values"]
        ]
    assert facets == {}


def test_what_makes_no_sense_is_named(answer):
    for query, problem in NONSENSE:
        (said,) = answer(query)["problems"]
        assert problem in said


def test_words_put_right_are_said(answer):
    facts = answer("q=lonelyness")
    assert facts["instead_of"] == "lonelyness"
    assert facts["q"] != facts["instead_of"]
    assert facts["address"].startswith("http://testserver/search/?q=")
    assert facts["total"] > 0


def test_pages_lead_to_each_other_until_all_was_seen(answer, client):
    address, seen = "http://testserver/search.json?q=warm&sort=date&page=1", []
    while address:
        facts = json.loads(client.get(address).content)
        seen += facts["things"]
        assert facts["page"]["of"] == 2
        assert facts["page"]["size"] == 10
        address = facts["page"]["next"]
    everything = answer("q=warm&sort=date")
    assert "page" not in everything
    assert seen == everything["things"]
    assert facts["total"] == everything["total"] == len(seen)
    assert facts["page"]["previous"].endswith("page=1")


def test_a_page_without_anything_is_a_page(answer):
    facts = answer("q=nothingatall&page=1")
    assert (facts["things"], facts["total"]) == ([], 0)
    assert facts["page"] == {"number": 1, "of": 1, "size": 10, "previous": None, "next": None}
