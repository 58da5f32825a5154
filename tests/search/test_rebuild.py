"""Building the index anew while the site goes on."""

import pytest
from django.core.management import CommandError, call_command

from outcomes.casestudies.models import CaseStudy
from outcomes.objectives.models import Objective
from search import rebuild as rebuilding
from search.drain import drain
from search.engines import EngineBusyError
from search.engines.choice import engine
from search.models import SearchOutbox
from search.request import SearchRequest
from search.service import search
from tests.factories import make_page, publish

pytestmark = [pytest.mark.django_db, pytest.mark.both, pytest.mark.usefixtures("either_engine")]


def titles():
    return {hit.card["title"] for hit in search(SearchRequest()).hits}


def test_what_happens_meanwhile_is_found_at_once_and_afterwards(site, search_index):
    first, second = make_page(Objective, title="First"), make_page(Objective, title="Second")
    drain()

    def show(keys, label, total):
        """Publish, change and unpublish when everything has been read."""
        yield from keys
        if label == "Pages":
            make_page(CaseStudy, title="Third")
            first.title = "First, changed"
            publish(first)
            second.unpublish()
            assert drain().done > 0
            assert titles() == {"First, changed", "Third"}
            assert SearchOutbox.objects.filter(in_embedded=True).exists()

    rebuilding.rebuild(show)
    assert titles() == {"First, changed", "Third"}
    assert not SearchOutbox.objects.exists()


def test_it_may_be_run_again_and_leaves_one_index(site, search_index, no_index, capsys):
    make_page(Objective)
    for _ in range(2):
        call_command("search_index")
    assert len([each for each in no_index.iterdir() if each.is_dir()]) == 1
    assert "1 things indexed" in capsys.readouterr().out
    assert search(SearchRequest()).total == 1


def test_it_is_not_run_twice_at_once(site, search_index, monkeypatch):
    monkeypatch.setattr("search.engines.embedded.engine.REBUILD_WAIT", 0.05)
    monkeypatch.setattr("search.engines.elasticsearch.engine.REBUILD_WAIT", 0.05)
    with engine().rebuilding():
        assert engine().rebuild_under_way()
        with pytest.raises(EngineBusyError), engine().rebuilding():
            pass
        with pytest.raises(CommandError, match="was not built"):
            call_command("search_index")
    assert not engine().rebuild_under_way()


def test_one_that_is_broken_off_changes_nothing_and_its_rows_go_with_the_next_drain(site, search_index):
    page = make_page(Objective, title="Here")
    drain()

    def show(keys, label, total):
        page.save()
        drain()
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rebuilding.rebuild(show)
    assert titles() == {"Here"}
    assert SearchOutbox.objects.filter(in_embedded=True).exists()
    page.save()
    drain()
    assert not SearchOutbox.objects.exists()


def test_if_missing_builds_only_what_is_missing(site, no_index, capsys):
    call_command("search_index", "--if-missing")
    call_command("search_index", "--if-missing")
    assert capsys.readouterr().out.endswith("The search index is there.\n")


def test_progress_is_shown(site, search_index, capsys):
    for _ in range(3):
        make_page(Objective)
    call_command("search_index")
    assert "Pages: 3 of 3" in capsys.readouterr().out
