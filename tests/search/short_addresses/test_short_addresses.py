"""Short addresses of searches: one for each search, leading to just that, for good."""

import html
import re
from datetime import date

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from partners.places.models import PlaceCode
from search.choices import EVIDENCE_LABELS, KIND_LABELS, SECTOR_LABELS
from search.request import SearchRequest, parse
from search.short_addresses.limits import MOST
from search.short_addresses.models import CODE_LETTERS, ShortAddress
from search.short_addresses.services import short_address
from tests.factories import PlaceFactory
from tests.threads import at_once

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def asked(client):
    """Ask for the short address of a search, and return the answer at the end of all redirects."""
    return lambda query: client.post("/s/", {"search": query}, follow=True)


def address_in(answer):
    """The path of the address that the page shows to be copied."""
    (shown,) = re.findall(r'readonly value="http://testserver([^"]+)"', answer.content.decode())
    return html.unescape(shown)


def test_a_search_gets_an_address_of_eight_letters_that_nobody_misreads(asked):
    address = address_in(asked("q=warm"))
    assert re.fullmatch(r"/s/[2-9a-z]{8}", address)
    assert set(address[3:]) <= set(CODE_LETTERS)
    assert not set("01ilou") & set(CODE_LETTERS)


def test_it_leads_to_the_same_search(asked, client):
    query = "q=warm+rooms&kind=case_study&evidence=compared&evidence=independent&sort=evidence"
    answer = client.get(address_in(asked(query)))
    assert (answer.status_code, answer["Location"]) == (302, f"/search/?{query}")
    assert answer["X-Robots-Tag"] == "noindex"


def test_people_may_type_it_in_capitals_and_with_a_stroke(asked, client):
    address = address_in(asked("q=warm"))
    assert client.get(address.upper().replace("/S/", "/s/"))["Location"] == "/search/?q=warm"
    assert client.get(f"{address}/")["Location"] == "/search/?q=warm"


def test_what_asks_for_the_same_has_the_same_address(asked):
    one = asked("kind=plan&q=warm&kind=case_study&page=3")
    other = asked("q=+warm&sort=relevance&kind=case_study&kind=plan&theme=")
    assert address_in(one) == address_in(other)
    assert ShortAddress.objects.get().query == "q=warm&kind=case_study&kind=plan"


def test_other_searches_have_other_addresses(asked):
    queries = ["", "q=warm", "q=warm&sort=date", "q=warm&kind=plan", "q=cold"]
    assert len({address_in(asked(query)) for query in queries}) == len(queries)


def test_its_page_says_what_it_looks_for_and_leads_back(asked):
    place = PlaceFactory(code="E08000009", kind="district", name="Trafford")
    page = asked(f"q=warm&kind=case_study&near={place.code}&within=5").content.decode()
    for words in ("Case studies", "Trafford, within 5 miles", "warm"):
        assert f"<dd>{words}</dd>" in page
    back = f"/search/?q=warm&amp;kind=case_study&amp;near={place.code}&amp;within=5"
    assert f'<a href="{back}">Back to the results</a>' in page


def test_nothing_but_the_search_is_kept(asked):
    asked("q=warm")
    fields = {field.name for field in ShortAddress._meta.get_fields()}
    assert fields == {"id", "code", "digest", "query", "made_on"}
    assert isinstance(ShortAddress.objects.get().made_on, date)


def test_a_postcode_is_never_kept(asked):
    answer = asked("q=warm+M33+2AA&kind=plan")
    assert answer.redirect_chain[0][0].startswith("/search/?")
    assert "M33" not in str(answer.redirect_chain)
    assert not ShortAddress.objects.exists()


def test_a_code_that_a_boundary_change_retired_leads_to_the_place_as_it_is(asked, client):
    place = PlaceFactory(code="E06000066", kind="district", name="Somerset")
    PlaceCode.objects.create(place=place, code="E07000246")
    old = ShortAddress.objects.create(code="abcd2345", digest="x", query="place=E07000246")
    page = client.get(client.get(old.get_absolute_url())["Location"])
    assert page.context["chosen"][0]["value_label"] == "Somerset"
    assert page.context["problems"] == []
    # Asked for anew, it is the address of the place under the code that it has now.
    assert asked("place=E07000246").redirect_chain == asked("place=E06000066").redirect_chain


@pytest.mark.parametrize("address", ["/s/zzzzzzzz", "/s/zzzzzzzz/copy", "/s/short/", "/s/longer-than-it-is/"])
def test_an_address_that_was_never_given_is_not_found(client, site, address):
    assert client.get(address).status_code == 404


def test_asking_by_link_is_refused(client):
    assert client.get("/s/?search=q%3Dwarm").status_code == 405


def test_no_visitor_gets_a_cookie_for_it(asked, client):
    asked("q=warm")
    assert not client.cookies


def test_too_many_new_ones_from_one_place_are_refused_with_the_long_address(asked, client):
    for number in range(MOST):
        assert asked(f"q=warm+{number}").status_code == 200
    answer = asked("q=warm+and+dry")
    assert answer.status_code == 429
    assert address_in(answer) == "/search/?q=warm+and+dry"
    assert ShortAddress.objects.count() == MOST
    # What is there already costs nothing, and another place has a count of its own.
    assert asked("q=warm+1").status_code == 200
    elsewhere = client.post("/s/", {"search": "q=else"}, REMOTE_ADDR="192.0.2.7")
    assert elsewhere.status_code == 303


def test_words_that_are_code_elsewhere_stay_words(asked):
    page = asked('q="><script>alert(1)</script>').content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_a_query_of_too_many_parts_is_an_address_of_everything(asked, client):
    answer = asked("&".join(f"a{number}=b" for number in range(2000)))
    assert client.get(address_in(answer))["Location"] == "/search/"


def test_a_code_that_is_taken_is_not_given_twice(monkeypatch):
    codes = iter(["aaaaaaaa", "aaaaaaaa", "bbbbbbbb"])
    monkeypatch.setattr("search.short_addresses.services.new_code", lambda: next(codes))
    made = [short_address(request=SearchRequest(text=text), may_add=lambda: True) for text in ("x", "y")]
    assert [each.code for each in made] == ["aaaaaaaa", "bbbbbbbb"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("copied_database")
def test_those_who_ask_at_once_get_the_same():
    def ask(_):
        return short_address(request=SearchRequest(text="warm"), may_add=lambda: True).code

    assert len(set(at_once(ask, times=8))) == 1


VALUES = {"kind": KIND_LABELS, "evidence": EVIDENCE_LABELS, "sector": SECTOR_LABELS}
PAIRS = st.lists(
    st.sampled_from([(name, value) for name, labels in VALUES.items() for value in labels])
    | st.tuples(st.just("page"), st.integers(1, 99).map(str)),
    max_size=8,
)


@given(pairs=PAIRS, chance=st.randoms())
def test_the_order_of_an_address_says_nothing(pairs, chance):
    def canonical(some):
        query = QueryDict(mutable=True)
        for name, value in some:
            query.appendlist(name, value)
        return parse(query)[0].canonical()

    shuffled = chance.sample(pairs, len(pairs))
    assert canonical(pairs).to_query() == canonical(shuffled).to_query()
    assert canonical(pairs).canonical() == canonical(pairs)
    assert "page" not in canonical(pairs).to_query()
