"""Two engines at once: one answers, the other stands by, and neither loses anything whichever is away."""

import socket

import pytest

from outcomes.objectives.models import Objective
from search.completeness import is_complete
from search.drain import drain
from search.engines.choice import elasticsearch, engine, engines
from search.models import IndexState, SearchOutbox
from search.rebuild import rebuild
from search.request import SearchRequest
from search.service import STANDBY, search, totals
from tests.factories import make_page

pytestmark = [pytest.mark.django_db, pytest.mark.both, pytest.mark.elasticsearch]


@pytest.fixture
def both_engines(on_elasticsearch, no_index, site):
    """Elasticsearch answers and the embedded engine stands by, both with nothing in them."""
    rebuild()


@pytest.fixture
def away(settings):
    """Something that makes Elasticsearch go away: an address where nobody listens. And back."""
    there = settings.ELASTICSEARCH_URL

    class Away:
        def go(self):
            with socket.create_server(("127.0.0.1", 0)) as free:
                settings.ELASTICSEARCH_URL = f"http://127.0.0.1:{free.getsockname()[1]}"

        def back(self):
            settings.ELASTICSEARCH_URL = there

        def not_in_use(self):
            settings.ELASTICSEARCH_URL = ""

    return Away()


def titles():
    return {hit.card["title"] for hit in search(SearchRequest()).hits}


def test_elasticsearch_answers_and_both_have_everything(both_engines):
    make_page(Objective, title="One")
    assert drain().problem == ""
    assert engine().name == "elasticsearch"
    assert [len(each.keys()) for each in engines()] == [1, 1]
    assert not SearchOutbox.objects.exists()
    results = search(SearchRequest())
    assert (results.total, results.notice) == (1, "")


def test_while_it_is_away_the_standby_answers_and_says_so(both_engines, away):
    make_page(Objective, title="Before")
    drain()
    away.go()
    make_page(Objective, title="Meanwhile")
    outcome = drain()
    assert "Elasticsearch" in outcome.problem
    results = search(SearchRequest(text="meanwhile"))
    assert (results.total, results.notice) == (1, STANDBY)
    assert results.facets["kind"] == {"objective": 1}
    assert totals([SearchRequest(), SearchRequest(text="before")]) == [2, 1]
    assert SearchOutbox.objects.filter(in_embedded=True, in_elasticsearch=False).exists()
    away.back()
    assert drain().problem == ""
    assert search(SearchRequest()).notice == ""
    assert titles() == {"Before", "Meanwhile"}
    assert not SearchOutbox.objects.exists()


def test_what_is_hidden_while_it_is_away_is_not_found_when_it_is_back(both_engines, away):
    page = make_page(Objective, title="Hidden")
    drain()
    away.go()
    page.unpublish()
    drain()
    away.back()
    assert search(SearchRequest()).total == 0
    assert engine().keys() == {f"page-{page.pk}"}, "It must still be in the index for this to say anything."
    drain()
    assert engine().keys() == set()


def test_switching_over_and_back_loses_nothing(both_engines, away):
    make_page(Objective, title="On both")
    drain()
    away.not_in_use()
    make_page(Objective, title="On the embedded engine alone")
    drain()
    assert titles() == {"On both", "On the embedded engine alone"}
    assert not IndexState.objects.get(pk="elasticsearch").complete
    elasticsearch.cache_clear()  # other settings mean another process
    away.back()
    assert not is_complete(engine())
    assert search(SearchRequest()).notice == ""
    assert titles() == {"On both", "On the embedded engine alone"}
    drain()
    assert is_complete(engine())
    assert titles() == {"On both", "On the embedded engine alone"}
    away.not_in_use()
    make_page(Objective, title="And back")
    drain()
    assert "And back" in titles()


def test_a_first_start_needs_nobody_to_build_the_index(on_elasticsearch, no_index, site):
    make_page(Objective, title="One")
    drain()
    assert search(SearchRequest()).notice == ""
    assert [len(each.keys()) for each in engines()] == [1, 1]


def test_a_lost_index_is_built_anew(both_engines):
    make_page(Objective, title="One")
    drain()
    indices = engine().indices
    with indices.connection.asking() as client:
        client.indices.delete(index=indices.current())
    make_page(Objective, title="Two")
    assert search(SearchRequest()).notice == STANDBY
    drain()
    assert search(SearchRequest()).notice == ""
    assert titles() == {"One", "Two"}


def test_what_elasticsearch_alone_refuses_holds_up_nothing_else(both_engines, monkeypatch):
    from search.engines.elasticsearch import packing, writing

    def entry(document, chains):
        facts = packing.entry(document, chains)
        return facts | {"newest": "never"} if document.title == "Bad" else facts

    monkeypatch.setattr(writing, "entry", entry)
    bad = make_page(Objective, title="Bad")
    make_page(Objective, title="Good")
    assert drain().failed > 0
    assert titles() == {"Good"}
    rows = SearchOutbox.objects.filter(object_id=bad.pk)
    assert {row.in_embedded for row in rows} == {True}
    assert all("newest" in row.error for row in rows)
    monkeypatch.undo()
    rows.update(retry_at=None)
    drain()
    assert titles() == {"Good", "Bad"}
    assert not SearchOutbox.objects.exists()
