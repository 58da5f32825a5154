"""Downloads have the rows of the list, all of its pages, whichever engine answers."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.exports.service import begin
from search.request import SearchRequest
from search.service import search
from tests.search.exports.conftest import FORMS

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.both,
    pytest.mark.usefixtures("either_engine", "few_at_once", "content"),
]
QUERIES = (
    "",
    "q=warm",
    "q=warm&sort=date",
    "sort=evidence",
    "kind=case_study&place=E08000009&year=2020&year=2021",
    "q=loneliness&partner=them",
    "q=lonelyness",
    "q=nothingatall",
)


def listed(client, query):
    """The titles on all pages of the list."""
    titles, page, pages = [], 1, 1
    while page <= pages:
        context = client.get(f"/search/?{query}&page={page}").context
        titles += [card.title for card in context["results"]["cards"]]
        page, pages = page + 1, context["pagination"]["num_pages"]
    return titles


def test_rows_are_those_of_the_list_in_its_order(client, taken):
    for query in QUERIES:
        titles = listed(client, query)
        assert bool(titles) == ("nothing" not in query)
        for form in FORMS:
            assert [row["title"] for row in taken(form, query)] == titles, (query, form)
    assert taken("csv", "q=warm&page=2") == taken("csv", "q=warm")


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    request=st.builds(
        SearchRequest,
        text=st.sampled_from(["", "warm", "warm -dry", "tea talk room", '"warm and dry"', "LEEDS-3.2"]),
        kinds=st.sampled_from([(), ("objective",), ("case_study", "plan")]),
        themes=st.sampled_from([(), ("social",), ("food", "homes")]),
        places=st.sampled_from([(), ("E12000002",), ("E05000001",)]),
        partners=st.sampled_from([(), ("us",), ("them", "nobody")]),
        partner_kinds=st.sampled_from([(), ("council",)]),
        evidence=st.sampled_from([(), ("not_recorded",), ("compared",)]),
        years=st.sampled_from([(), ("2020", "2022")]),
        sort=st.sampled_from(["relevance", "date", "evidence"]),
        page=st.sampled_from([1, 3, 99]),
        page_size=st.just(100),
    )
)
def test_the_total_of_the_list_is_the_number_of_rows(request):
    results = search(request)
    export = begin(request)
    assert [hit.key for hits in export.hits for hit in hits] == [hit.key for hit in results.hits]
    assert export.total == results.total == len(results.hits)
    assert export.facets == results.facets
