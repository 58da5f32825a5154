"""Nothing that the public may not see is found or counted, also when the index does not know it yet.

In all of these the outbox is not worked off: the index is as it was when everything was public.
"""

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import Page, PageViewRestriction

from outcomes.casestudies.models import CaseStudy, CaseStudyIndex
from outcomes.objectives.models import Objective
from outcomes.plans.models import JointPlan
from partners.signing.models import PageState
from search.engines.choice import engine
from search.models import SearchOutbox
from search.rebuild import rebuild
from search.request import SearchRequest
from search.service import search, totals
from search.sources import visible_keys
from search.triggers import install_triggers
from tests.factories import PartnerFactory, PlaceFactory, make_page, theme

pytestmark = [pytest.mark.django_db, pytest.mark.both, pytest.mark.usefixtures("either_engine")]


@pytest.fixture
def pages(site, search_index):
    """Twelve case studies and an objective, all in the index; one page of results shows five."""
    facts = {
        "places": [PlaceFactory(kind="region")],
        "themes": [theme("food")],
        "lead": PartnerFactory(slug="us"),
    }
    pages = [make_page(CaseStudy, year=2024, evidence_strength="compared", **facts) for _ in range(12)]
    make_page(Objective, **facts)
    rebuild()
    return pages


def assert_hidden(*hidden, left):
    """Assert that these are found nowhere, and that everything says how many are left."""
    keys = {f"page-{page.pk}" for page in hidden}
    request = SearchRequest(kinds=("case_study",), page_size=5)
    seen = set()
    for page in range(1, 5):
        results = search(request.with_page(page))
        assert results.notice == ""
        seen |= {hit.key for hit in results.hits}
        assert results.total == left
        for facet, value in (
            ("theme", "food"),
            ("partner", "us"),
            ("evidence", "compared"),
            ("year", "2024"),
        ):
            assert results.facets[facet].get(value, 0) == left, facet
        assert results.facets["kind"].get("case_study", 0) == left
    assert len(seen) == left
    assert not seen & keys
    assert totals([request]) == [left]


def hide_by_update(page):
    Page.objects.filter(pk=page.pk).update(live=False)


def hide_by_sql(page):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE wagtailcore_page SET live = %s WHERE id = %s", [False, page.pk])


def hide_by_bulk_restriction(page):
    PageViewRestriction.objects.bulk_create([PageViewRestriction(page_id=page.pk, restriction_type="login")])


def hide_by_raw_delete(page):
    page.shares.all().delete()
    page.place_tags.all().delete()
    page.theme_tags.all().delete()
    PageState.objects.filter(page=page).delete()
    CaseStudy.objects.filter(pk=page.pk)._raw_delete("default")
    Page.objects.filter(pk=page.pk)._raw_delete("default")


def hide_by_unpublishing(page):
    page.unpublish()


def hide_by_deleting(page):
    page.delete()


def hide_by_moving(page):
    private = make_page(JointPlan, live=False)
    PageViewRestriction.objects.bulk_create(
        [PageViewRestriction(page_id=private.pk, restriction_type="login")]
    )
    page.move(private, pos="last-child")


WAYS = [
    hide_by_update,
    hide_by_sql,
    hide_by_bulk_restriction,
    hide_by_raw_delete,
    hide_by_unpublishing,
    hide_by_deleting,
    hide_by_moving,
]


@pytest.mark.parametrize("hide", WAYS)
@pytest.mark.parametrize("which", [0, 11], ids=["on the last page", "on the first page"])
def test_whatever_hides_a_page_hides_it_in_searches(pages, hide, which):
    key = f"page-{pages[which].pk}"
    hide(pages[which])
    assert key in set(engine().keys())
    assert_hidden(pages[which], left=11)


def test_a_whole_private_part_is_hidden_behind_the_back_of_all_signals(pages):
    index = CaseStudyIndex.objects.get()
    PageViewRestriction.objects.bulk_create(
        [PageViewRestriction(page_id=index.pk, restriction_type="groups")]
    )
    assert_hidden(*pages, left=0)
    assert search(SearchRequest()).total == 1
    PageViewRestriction.objects.all()._raw_delete("default")
    assert_hidden(left=12)


def test_what_becomes_public_again_is_found_again(pages):
    Page.objects.filter(pk=pages[0].pk).update(live=False)
    assert_hidden(pages[0], left=11)
    Page.objects.filter(pk=pages[0].pk).update(live=True)
    assert_hidden(left=12)


def test_unpublishing_the_page_above_hides_only_that_page(pages):
    Page.objects.filter(pk=CaseStudyIndex.objects.get().pk).update(live=False)
    assert_hidden(left=12)


def test_without_the_triggers_a_hit_that_may_not_be_seen_brings_everything_in_line(pages):
    with connection.cursor() as cursor:
        drop = "DROP TRIGGER search_page_update"
        cursor.execute(f"{drop} ON wagtailcore_page" if connection.vendor == "postgresql" else drop)
    Page.objects.filter(pk__in=[pages[11].pk, pages[0].pk]).update(live=False)
    assert not SearchOutbox.objects.filter(hides=True).exists()
    assert_hidden(pages[0], pages[11], left=10)
    assert SearchOutbox.objects.filter(hides=True).count() == 2
    install_triggers(using="default")


def test_an_index_of_another_database_gives_nothing_away(pages):
    for page in pages:
        hide_by_raw_delete(page)
    SearchOutbox.objects.all().delete()
    assert_hidden(*pages, left=0)


def test_no_query_gets_more_values_than_a_database_takes(pages, django_assert_num_queries):
    keys = {f"page-{number}" for number in range(1_000_000, 1_001_200)} | {f"page-{pages[0].pk}"}
    with django_assert_num_queries(3):
        assert visible_keys(keys) == {f"page-{pages[0].pk}"}


def test_searching_costs_two_queries(pages, django_assert_num_queries):
    search(SearchRequest())
    with django_assert_num_queries(2):
        # What must be hidden and whether there are other synonyms, and whether the hits may be seen.
        search(SearchRequest(page_size=10))


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(
        st.tuples(st.sampled_from(["hide", "show", "lock", "unlock", "drain"]), st.integers(0, 11)),
        max_size=8,
    )
)
def test_no_sequence_of_changes_leaks(pages, steps):
    from search.drain import drain

    Page.objects.filter(pk__in=[page.pk for page in pages]).update(live=True)
    PageViewRestriction.objects.all().delete()
    for step, which in steps:
        page = pages[which]
        if step in ("hide", "show"):
            Page.objects.filter(pk=page.pk).update(live=step == "show")
        elif step == "lock":
            PageViewRestriction.objects.bulk_create(
                [PageViewRestriction(page_id=page.pk, restriction_type="login")]
            )
        elif step == "unlock":
            PageViewRestriction.objects.filter(page=page)._raw_delete("default")
        else:
            drain()
        hidden = {each for each in pages if not Page.objects.live().public().filter(pk=each.pk).exists()}
        results = search(SearchRequest(kinds=("case_study",), page_size=20))
        shown = {hit.key for hit in results.hits}
        assert not shown & {f"page-{each.pk}" for each in hidden}
        assert results.total == len(shown) <= 12 - len(hidden)
        assert results.facets["theme"].get("food", 0) == results.total
