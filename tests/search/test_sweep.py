"""Whatever the index missed is found by comparing, and comes right."""

import pytest
from django.core.management import call_command
from django.utils import timezone

from outcomes.objectives.models import Objective
from search import noted
from search.drain import drain
from search.engines.choice import engine, engines
from search.models import SearchOutbox
from search.request import SearchRequest
from search.service import search
from search.sweep import sweep
from tests.factories import make_page

pytestmark = [pytest.mark.django_db, pytest.mark.both, pytest.mark.usefixtures("either_engine")]


@pytest.fixture
def three(site, search_index):
    """Three pages in every index."""
    pages = [make_page(Objective, title=title) for title in ("One", "Two", "Three")]
    drain()
    return pages


def titles():
    return sorted(hit.card["title"] for hit in search(SearchRequest()).hits)


def test_where_nothing_was_missed_nothing_differs(three):
    swept = sweep()
    assert (swept.seen, swept.differing, swept.problems) == (3, set(), {})
    assert not SearchOutbox.objects.exists()


def test_what_was_changed_past_the_signals_is_taken_in(three, capsys):
    Objective.objects.filter(pk=three[0].pk).update(title="One, changed")
    assert "One" in titles()
    call_command("search_sweep", "--dry-run")
    assert not SearchOutbox.objects.exists()
    call_command("search_sweep")
    assert capsys.readouterr().out.endswith("3 things compared, 1 differed.\n")
    assert titles() == ["One, changed", "Three", "Two"]


def test_what_is_missing_comes_and_what_is_gone_goes(three):
    new = make_page(Objective, title="Four")
    three[1].unpublish()
    SearchOutbox.objects.all().delete()
    noted.forget()
    assert sweep().differing == {f"page-{new.pk}", f"page-{three[1].pk}"}
    drain()
    assert titles() == ["Four", "One", "Three"]
    assert engine().keys() == {f"page-{page.pk}" for page in (new, three[0], three[2])}


def test_one_engine_alone_may_differ(three):
    for each in engines():
        with each.writing(1) as batch:
            batch.remove(f"page-{three[2].pk}")
            batch.commit()
        assert sweep().differing == {f"page-{three[2].pk}"}
        drain()
        assert all(f"page-{three[2].pk}" in other.versions([f"page-{three[2].pk}"]) for other in engines())


def test_what_was_set_aside_gets_another_chance(three):
    row = {"subject": "page", "object_id": three[0].pk, "tries": 8, "set_aside_at": timezone.now()}
    SearchOutbox.objects.create(**row)
    call_command("search_sweep")
    assert not SearchOutbox.objects.filter(set_aside_at__isnull=False).exists()
    drain()
    assert not SearchOutbox.objects.exists()
