"""What is overdue for a check ranks lower, by the clock alone, and is found and counted all the same."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tantivy import Occur

from outcomes.objectives.models import Objective
from partners.freshness.models import PageReview
from search import fallback
from search.engines.embedded.engine import EmbeddedEngine
from search.engines.embedded.hits import newest_first, ranked
from search.engines.embedded.query import Compiler
from search.plan import plan_of
from search.rebuild import rebuild
from search.request import SearchRequest
from search.scope import Scope
from search.service import search
from tests.factories import make_page
from tests.search.conftest import Library, document

TODAY = date(2026, 3, 4)
SCOPE = Scope(today=TODAY)
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
OLD, NEW = datetime(2025, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC)


def numbers(library, text="", scope=SCOPE, **facts):
    hits = library.search(text, scope, **facts).hits
    return [int(hit.key.removeprefix("page-")) for hit in hits]


def test_of_two_that_fit_alike_the_overdue_one_comes_second(library):
    library.fill(
        document(1, title="Warm spaces", review_on=YESTERDAY, date=NEW),
        document(2, title="Warm spaces", review_on=TOMORROW, date=OLD),
    )
    assert numbers(library, "warm spaces") == [2, 1]
    assert numbers(library) == [2, 1]


def test_a_page_is_not_overdue_on_its_day_nor_without_a_date(library):
    library.fill(
        document(1, title="Warm spaces", review_on=TODAY, date=NEW),
        document(2, title="Warm spaces", date=OLD),
    )
    assert numbers(library, "warm spaces") == numbers(library) == [1, 2]


def test_it_becomes_overdue_by_the_clock_alone(library):
    library.fill(
        document(1, title="Warm spaces", review_on=TODAY, date=NEW),
        document(2, title="Warm spaces", date=OLD),
    )
    later = Scope(today=TOMORROW)
    assert numbers(library, "warm spaces", later) == numbers(library, "", later) == [2, 1]


def test_what_fits_much_better_still_comes_first(library):
    library.fill(
        document(1, title="Warm spaces", review_on=YESTERDAY),
        document(2, title="Other", body="Somebody once mentioned spaces, and that the soup was warm."),
    )
    assert numbers(library, "warm spaces") == [1, 2]


def test_whoever_asks_for_the_order_by_date_gets_it(library):
    library.fill(
        document(1, title="Warm spaces", review_on=YESTERDAY, date=NEW),
        document(2, title="Warm spaces", review_on=TOMORROW, date=OLD),
    )
    assert numbers(library, "warm spaces", sort="date") == numbers(library, sort="date") == [1, 2]


@given(
    overdue=st.lists(st.booleans(), min_size=1, max_size=25),
    size=st.integers(1, 7),
    text=st.sampled_from(["", "gardens"]),
)
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_page_by_page_everything_comes_once_and_the_counts_stay(overdue, size, text, library):
    fresh = [document(n, title="Gardens") for n in range(1, len(overdue) + 1)]
    library.fill(*fresh)
    before = library.search(text, SCOPE)
    due = [document(n, title="Gardens", review_on=YESTERDAY if is_due else TOMORROW)
           for n, is_due in enumerate(overdue, start=1)]  # fmt: skip
    library.fill(*due)
    pages = -(-len(overdue) // size)
    found = [n for page in range(1, pages + 1) for n in numbers(library, text, page=page, page_size=size)]
    assert sorted(found) == list(range(1, len(overdue) + 1))
    assert [overdue[n - 1] for n in found] == sorted(overdue)
    after = library.search(text, SCOPE)
    assert (after.total, after.facets) == (before.total, before.facets)


def in_two_queries(searcher, compiler, limit):
    """What the engine finds when it is asked apart for what is overdue and what is not."""
    found = []
    for overdue, factor in ((Occur.MustNot, 1), (Occur.Must, compiler.plan.weights.overdue)):
        hits = searcher.search(
            compiler.query(scored=True, also=[(overdue, compiler.overdue)]), limit, count=False
        ).hits
        found += [(round(round(score, 4) * factor, 4), address) for score, address in hits]
    return newest_first(searcher, found) if found else []


def numbered(searcher, found):
    """Entries by their numbers, which tell them apart."""
    addresses = [address for _, address in found]
    return searcher.fast_field_values("newest", addresses) if addresses else []


@given(
    facts=st.lists(
        st.tuples(st.sampled_from([None, YESTERDAY, TODAY, TOMORROW]), st.integers(0, 6)), max_size=60
    ),
    limit=st.integers(1, 20),
)
@settings(max_examples=60, deadline=None)
def test_one_query_answers_as_two_would(facts, limit, tmp_path_factory):
    library = Library(EmbeddedEngine(tmp_path_factory.mktemp("library")))
    library.fill(
        *(
            document(n, title="Gardens" if n % 3 else "Other", body="gardens grow " * times, review_on=day)
            for n, (day, times) in enumerate(facts, start=1)
        )
    )
    store = library.engine.store
    searcher = store.searcher()
    compiler = Compiler(store.schema, store.analyzers, plan_of(SearchRequest(text="gardens"), SCOPE))
    right = in_two_queries(searcher, compiler, len(facts) or 1)
    found = ranked(searcher, compiler, limit)
    assert [score for score, _ in found] == [score for score, _ in right[:limit]]
    # Which of those that tie with the last is on the page is for the caller to settle.
    certain = numbered(searcher, [entry for entry in right[:limit] if entry[0] > found[-1][0]])
    assert numbered(searcher, newest_first(searcher, found) if found else [])[: len(certain)] == certain


@pytest.fixture
def two_pages(site):
    with time_machine.travel(datetime(2026, 3, 4, 9, tzinfo=UTC), tick=False):
        older = make_page(Objective, title="Warm spaces", published=OLD)
        newer = make_page(Objective, title="Warm spaces", published=NEW)
    PageReview.objects.create(page_id=older.pk, review_on=TOMORROW)
    PageReview.objects.create(page_id=newer.pk, review_on=YESTERDAY)
    return older, newer


def keys(*pages):
    return [f"page-{page.pk}" for page in pages]


@pytest.mark.django_db
def test_another_date_reaches_the_index(no_index, search_index, committed, two_pages):
    older, newer = two_pages
    with time_machine.travel(datetime(2026, 3, 4, 9, tzinfo=UTC), tick=False):
        rebuild()
        assert [hit.key for hit in search(SearchRequest(text="warm")).hits] == keys(older, newer)
        assert [hit.card["review_on"] for hit in search(SearchRequest(text="warm")).hits] == [
            "2026-03-05",
            "2026-03-03",
        ]
        with committed():
            review = newer.page_review
            review.review_on = TOMORROW
            review.save()
        assert [hit.key for hit in search(SearchRequest(text="warm")).hits] == keys(newer, older)


@pytest.mark.django_db
@pytest.mark.both
def test_the_database_ranks_them_alike(no_index, two_pages):
    older, newer = two_pages
    with time_machine.travel(datetime(2026, 3, 4, 9, tzinfo=UTC), tick=False):
        by_merit = fallback.search(SearchRequest(text="warm"))
        by_date = fallback.search(SearchRequest(text="warm", sort="date"))
    assert [hit.key for hit in by_merit.hits] == keys(older, newer)
    assert [hit.key for hit in by_date.hits] == keys(newer, older)
    assert by_merit.total == by_date.total == 2
