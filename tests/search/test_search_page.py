"""The page at /search/."""

import html
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from outcomes.casestudies.models import CaseStudy
from outcomes.objectives.models import Objective
from search.rebuild import rebuild
from tests.factories import PartnerFactory, PlaceFactory, UserFactory, make_page, theme

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def search_page(client):
    """Get the page with these parameters."""
    return lambda query="": client.get(f"{reverse('search:search')}?{query}")


@pytest.fixture
def content(site, search_index):
    region = PlaceFactory(code="E12000002", kind="region", name="North West")
    partner = PartnerFactory(slug="us", name="Moorside Neighbours")
    for number in range(12):
        make_page(
            CaseStudy,
            title=f"Warm space {number}",
            summary="Tea & <b>talk</b> in a warm room.",
            places=[region],
            themes=[theme("loneliness")],
            lead=partner,
            year=2020 + number % 3,
        )
    make_page(Objective, title="Homes", themes=[theme("homes")], lead=partner)
    rebuild()


def facet(response, name):
    (found,) = [each for each in response.context["facets"] if each["name"] == name]
    return found


def test_the_address_is_short():
    assert reverse("search:search") == "/search/"


def test_it_shows_what_is_found_with_marks_counts_and_links(content, search_page):
    response = search_page("q=warm&place=E12000002")
    context = response.context
    assert response.status_code == 200
    assert (context["q"], context["sort"], context["results"]["total"]) == ("warm", "relevance", 12)
    card = context["results"]["cards"][0]
    assert card.url == "/case-studies/" + card.url.split("/")[2] + "/"
    assert card.partner.name == "Moorside Neighbours"
    assert card.highlights == ["Tea &amp; &lt;b&gt;talk&lt;/b&gt; in a <mark>warm</mark> room."]
    assert facet(response, "theme")["values"][1] == {
        "value": "loneliness",
        "label": "Loneliness and isolation",
        "count": 12,
        "selected": False,
    }
    assert facet(response, "place")["selected_count"] == 1
    assert [each["label"] for each in facet(response, "year")["values"]] == ["2022", "2021", "2020"]
    assert context["chosen"] == [
        {"label": "Place", "value_label": "North West", "remove_url": "/search/?q=warm"}
    ]
    assert context["clear_url"] == "/search/?q=warm"
    assert b"<mark>warm</mark> room" in response.content
    assert b"<b>talk</b>" not in response.content


def test_pages_are_linked_with_all_of_the_request(content, search_page):
    response = search_page("q=warm&theme=social&page=2")
    pagination = response.context["pagination"]
    assert (pagination["number"], pagination["num_pages"]) == (2, 2)
    assert pagination["previous_url"] == "/search/?q=warm&theme=social"
    assert (pagination["has_next"], pagination["next_url"]) == (False, "")
    assert [link["current"] for link in pagination["links"]] == [False, True]
    assert len(response.context["results"]["cards"]) == 2


def test_only_the_page_without_choices_is_for_those_who_list_the_web(content, search_page):
    plain, narrowed = search_page(), search_page("theme=social&page=2").content.decode()
    assert b"noindex" not in plain.content
    assert '<meta name="robots" content="noindex">' in narrowed
    links = re.findall(r'<a class="cw-chosen__remove"[^>]*>|<a [^>]*>Clear all filters', narrowed)
    assert len(links) == 2
    assert all('rel="nofollow"' in link for link in links)


def test_what_is_chosen_of_places_and_partners_comes_first(content, search_page):
    other = PartnerFactory(slug="them", name="Zebra Trust")
    make_page(Objective, lead=other)
    rebuild()
    labels = [each["label"] for each in facet(search_page(), "partner")["values"]]
    assert labels == ["Moorside Neighbours", "Zebra Trust"]
    labels = [each["label"] for each in facet(search_page("partner=them"), "partner")["values"]]
    assert labels == ["Zebra Trust", "Moorside Neighbours"]


def test_every_kind_of_nonsense_is_named_on_a_normal_page(content, search_page):
    response = search_page("place=nonsense&page=999&sort=drop&colour=red")
    page = html.unescape(response.content.decode())
    assert response.status_code == 200
    assert 'We did not understand place "nonsense", so it was left out.' in page
    assert 'We did not understand sort "drop", so the best matches come first.' in page
    assert 'We do not know a filter called "colour", so it was left out.' in page
    assert "There is no page 999, so this is the last one." in page
    assert response.context["pagination"]["number"] == 2


def test_an_address_with_too_many_parts_is_a_normal_page(content, search_page):
    response = search_page("&".join(f"a{number}=b" for number in range(2000)))
    assert response.status_code == 200
    assert "more parts than we can read" in response.context["problems"][0]


def test_where_nothing_is_found_it_says_what_would_find_something(content, search_page):
    response = search_page("q=warm&theme=homes&year=2020")
    assert response.context["results"]["total"] == 0
    suggestions = {each["label"]: each["count"] for each in response.context["suggestions"]}
    assert suggestions == {
        "Without theme: Homes and homelessness": 4,
        "Without any filter": 12,
    }
    assert all(each["url"].startswith("/search/?q=warm") for each in response.context["suggestions"])
    assert search_page("q=nothingatall").context["suggestions"] == []


def test_only_reading_is_allowed(client, content):
    assert client.put(reverse("search:search")).status_code == 405
    assert client.delete(reverse("search:search")).status_code == 405


def test_without_an_index_it_is_a_normal_page_with_a_notice(site, no_index, search_page):
    make_page(Objective, title="Warm homes")
    response = search_page("q=warm&theme=homes&page=3")
    assert response.status_code == 200
    assert "working in a simple way" in response.context["notice"]
    assert response.context["facets"] == []
    assert response.context["chosen"][0]["value_label"] == "Homes and homelessness"


@pytest.mark.parametrize("signed_in", [False, True])
def test_ten_hits_or_fifty_take_as_many_queries(site, search_index, client, signed_in):
    if signed_in:
        client.force_login(UserFactory(is_superuser=True))

    def queries(number):
        for _ in range(number):
            place = PlaceFactory(kind="region")
            make_page(CaseStudy, title="Warm space", places=[place], themes=[theme("food")], year=2024)
        rebuild()
        client.get("/search/?q=warm")
        with CaptureQueriesContext(connection) as captured:
            response = client.get(f"/search/?q=warm&theme=food&year=2024&place={place.code}&partner=x")
        assert response.context["results"]["total"] == 1
        with CaptureQueriesContext(connection) as captured:
            client.get("/search/?q=warm&theme=food&year=2024")
        return [re.sub(r"\s+", " ", each["sql"])[:150] for each in captured]

    few = queries(10)
    many = queries(40)
    assert len(few) == len(many), many
    own = [sql for sql in many if not re.search(r"session|people_user|wagtailcore_site|content_type", sql)]
    assert len(own) <= 12, own


QUERIES = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=60) | st.sampled_from(
    [
        '"',
        '"unbalanced',
        'title:warm AND (body:"tea" OR *)',
        "warm^5~2 [a TO z]",
        "<script>alert(1)</script>",
        "'; DROP TABLE search_searchoutbox; --",
        "{{ 7|add:7 }}{% debug %}",
        "../../etc/passwd\x00",
        "-" * 500,
        "warm " * 2_000,
        "\u202eevil\u202c",
        "🏘️ 👩‍👩‍👧‍👦",
        "ﷺ" * 100,
        "a\u0301" * 300,
    ]
)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@example(text="warm", name="q")
@given(text=QUERIES, name=st.sampled_from(["q", "q", "q", "theme", "place", "page", "year", "nonsense"]))
def test_no_text_breaks_the_page_or_gets_into_it_as_code(content, client, text, name):
    response = client.get(reverse("search:search"), {name: text})
    assert response.status_code == 200
    assert response.context["notice"] == ""
    page = response.content.decode()
    assert "<script>alert(1)" not in page
    assert "{% debug" not in page.replace("&#x27;", "") or "{%" in text
