"""Synonyms from the admin to the page of results."""

import pytest
from django.urls import reverse

from outcomes.objectives.models import Objective
from search.rebuild import rebuild
from search.request import SearchRequest
from search.service import search
from search.synonyms.models import SynonymRule
from tests.factories import UserFactory, make_page

pytestmark = [pytest.mark.django_db, pytest.mark.both]

ADD = "wagtailsnippets_synonyms_synonymrule:add"


@pytest.fixture
def operator(client, site):
    client.force_login(UserFactory(is_superuser=True))
    return client


@pytest.fixture
def pages(site, search_index):
    named = [make_page(Objective, title=title) for title in ("Strong third sector", "VCSE", "Sector skills")]
    rebuild()
    return named


def keys(text):
    return [hit.key for hit in search(SearchRequest(text=text)).hits]


def test_each_name_of_a_thing_finds_all_and_the_typed_one_first(pages):
    third, vcse, _ = (f"page-{page.pk}" for page in pages)
    assert keys("vcse") == [vcse, third]
    assert keys("third sector") == [third, vcse]
    assert keys("voluntary sector") in ([vcse, third], [third, vcse])
    assert keys('"vcse"') == [vcse]


def test_what_was_looked_for_is_said_and_marked(pages, client):
    response = client.get("/search/?q=VCSE")
    assert "voluntary sector" in response.context["also"]
    said = "Also looked for: \u2018voluntary sector\u2019, \u2018third sector\u2019"
    assert said in response.content.decode()
    assert "Also looked for" not in client.get("/search/?q=skills").content.decode()


def test_a_rule_works_from_the_next_search_on(pages, operator):
    assert keys("civic groups") == []
    form = {"kind": "one_way", "terms": "civic groups\r\nVCSE"}
    assert operator.post(reverse(ADD), form).status_code == 302
    assert keys("civic groups") == [f"page-{pages[1].pk}"]
    rule = SynonymRule.objects.get()
    rule.terms = "civic bodies\nVCSE"
    rule.save()
    assert (len(keys("civic bodies")), keys("civic groups")) == (1, [])
    rule.delete()
    assert keys("civic bodies") == []


@pytest.mark.parametrize(
    ("kind", "terms", "problem"),
    [
        ("same", "hub", "at least two lines"),
        ("same", "hub\nHUBS", "says the same as"),
        ("same", "hub\n!!!", "no word in"),
        ("same", "hub\nthe", "says nothing by itself"),
        ("same", "hub\nx", "single letter"),
        ("same", "hub\n" + "very " * 12 + "long", "too long"),
        ("same", "\n".join(f"term{n}" for n in range(13)), "at most 12 lines"),
        ("same", 'hub\n"community centre"', "quotation marks"),
        ("acronym", "anti-social behaviour\nASB", "Put the short form first"),
        ("same", "voluntary sector\nthird sector", "in other rules already"),
        ("one_way", "integrated care board\nCCG", "round in a circle"),
    ],
)
def test_what_makes_no_sense_is_refused_next_to_the_field(operator, kind, terms, problem):
    response = operator.post(reverse(ADD), {"kind": kind, "terms": terms})
    assert response.status_code == 200
    assert problem in " ".join(response.context["form"].errors["terms"])
    assert SynonymRule.objects.count() == 0


def test_a_rule_can_be_saved_again_as_it_is(operator):
    rule = SynonymRule.objects.create(kind="same", terms="hub\nneighbourhood centre")
    url = reverse("wagtailsnippets_synonyms_synonymrule:edit", args=[rule.pk])
    assert operator.post(url, {"kind": rule.kind, "terms": rule.terms}).status_code == 302


def test_a_search_asks_once_however_many_rules_there_are(pages, django_assert_num_queries):
    keys("vcse")
    with django_assert_num_queries(2) as few:
        keys("vcse")
    for number in range(30):
        SynonymRule.objects.create(kind="same", terms=f"one{number}\nother{number}")
    keys("vcse")
    with django_assert_num_queries(len(few)):
        keys("vcse")
