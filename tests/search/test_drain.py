"""Working off the outbox."""

import threading
from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from outcomes.casestudies.models import CaseStudy, CaseStudyIndex
from outcomes.objectives.models import Objective
from search.drain import drain
from search.engines.choice import engine
from search.models import SearchOutbox, Subject
from search.outbox import note
from search.request import SearchRequest
from search.service import search
from tests.factories import PartnerFactory, PlaceFactory, make_page, publish, theme

pytestmark = [pytest.mark.django_db, pytest.mark.both, pytest.mark.usefixtures("either_engine")]


def found(text="", **facts):
    return [hit.card["title"] for hit in search(SearchRequest(text=text, **facts)).hits]


def break_body(page):
    """Store what no document can be made of."""
    type(page).objects.filter(pk=page.pk).update(body='[{"type": "quote", "value": "not a struct"}]')
    note(Subject.PAGE, [page.pk])


def test_publishing_changing_and_unpublishing_reach_the_index(site, search_index, committed):
    with committed():
        page = make_page(Objective, title="Warm spaces")
    assert found("warm") == ["Warm spaces"]
    with committed():
        page.title = "Cool spaces"
        publish(page)
    assert (found("warm"), found("cool")) == ([], ["Cool spaces"])
    with committed():
        page.unpublish()
    assert found("cool") == []
    assert engine().keys() == set()
    with committed():
        publish(page)
        page.delete()
    assert engine().keys() == set()
    assert not SearchOutbox.objects.exists()


def test_a_draft_is_not_in_the_index(site, search_index, committed):
    with committed():
        page = make_page(Objective, title="Published words")
    with committed():
        page.title = "Secret words"
        page.save_revision()
    assert (found("secret"), found("published")) == ([], ["Published words"])


def test_only_the_state_now_counts_however_often_and_late_rows_come(site, search_index):
    page = make_page(Objective, title="Now")
    SearchOutbox.objects.all().delete()
    for _ in range(3):
        SearchOutbox.objects.create(subject="page", object_id=page.pk)
    SearchOutbox.objects.create(subject="page", object_id=999_999, hides=True)
    assert drain().done == 4
    assert found() == ["Now"]


def test_what_shows_in_many_pages_changes_in_all_of_them(site, search_index, committed):
    region = PlaceFactory(kind="region", name="North")
    ward = PlaceFactory(name="Priory", inside=[region])
    partner, home = PartnerFactory(name="Old partner"), theme("homes")
    with committed():
        make_page(Objective, title="One", lead=partner, places=[ward], themes=[home])
        make_page(CaseStudy, title="Two", contributors=[partner], places=[region])
    for thing, name, who in (
        (partner, "Xylophone Trust", {"One", "Two"}),
        (region, "Zebraland", {"One", "Two"}),
        (home, "Yurts", {"One"}),
        (home.parent, "Wombat well-being", {"One"}),
    ):
        with committed():
            thing.name = name
            thing.save()
        assert set(found(name)) == who


def test_a_private_part_leaves_the_index_and_comes_back(site, search_index, committed):
    with committed():
        make_page(CaseStudy, title="One")
        make_page(Objective, title="Two")
    with committed():
        restriction = PageViewRestriction.objects.create(
            page=CaseStudyIndex.objects.get(), restriction_type="login"
        )
    assert len(engine().keys()) == 1
    with committed():
        restriction.delete()
    assert set(found()) == {"One", "Two"}


def test_a_new_address_is_on_the_cards_of_all_below(site, search_index, committed):
    with committed():
        make_page(CaseStudy, title="One")
    with committed():
        index = CaseStudyIndex.objects.get()
        index.slug = "stories"
        index.save()
    assert search(SearchRequest()).hits[0].card["url"].startswith("/stories/")


def test_one_that_cannot_be_built_is_tried_again_later_and_set_aside_in_the_end(
    site, search_index, committed
):
    with committed():
        bad = make_page(Objective, title="Bad")
        make_page(Objective, title="Good")
        break_body(bad)
    assert found() == ["Good"]
    row = SearchOutbox.objects.first()
    assert (row.object_id, row.tries, row.set_aside_at) == (bad.pk, 1, None)
    assert row.error
    assert row.retry_at > timezone.now()
    assert drain().failed == 0
    for days in range(10):
        with time_machine.travel(timezone.now() + timedelta(days=days)):
            drain()
    row.refresh_from_db()
    assert row.tries == 8
    assert row.set_aside_at is not None


def test_a_rebuild_tries_again_what_was_set_aside(site, search_index, committed):
    with committed():
        bad = make_page(Objective, title="Bad")
        break_body(bad)
    SearchOutbox.objects.update(set_aside_at=timezone.now(), tries=8)
    Objective.objects.filter(pk=bad.pk).update(body="[]")
    call_command("search_index")
    assert found() == ["Bad"]
    assert not SearchOutbox.objects.exists()


def test_a_rebuild_notes_what_it_cannot_build(site, search_index, capsys):
    bad = make_page(Objective, title="Bad")
    break_body(bad)
    SearchOutbox.objects.all().delete()
    call_command("search_index")
    assert f"page-{bad.pk} could not be indexed" in capsys.readouterr().err
    assert SearchOutbox.objects.get(object_id=bad.pk).tries > 0


def test_a_missing_index_is_built_from_everything(site, no_index, committed):
    make_page(Objective, title="Older")
    with committed():
        make_page(Objective, title="Newer")
    assert set(found()) == {"Older", "Newer"}
    assert search(SearchRequest()).notice == ""
    assert not SearchOutbox.objects.exists()


def test_while_somebody_else_writes_the_rows_wait(site, search_index):
    make_page(Objective)
    waiting = SearchOutbox.objects.count()
    held, leave = threading.Event(), threading.Event()

    def write():
        with engine().writing(0):
            held.set()
            leave.wait(10)
        connection.close()

    other = threading.Thread(target=write)
    other.start()
    assert held.wait(10)
    outcome = drain(wait=0.05)
    leave.set()
    other.join()
    assert outcome.done == 0
    assert "another process" in outcome.problem
    assert drain().done == waiting > 0


def test_a_folder_that_cannot_be_written_to_does_not_stop_publishing(site, no_index, committed):
    no_index.parent.mkdir(parents=True, exist_ok=True)
    no_index.write_text("a file where the folder should be")
    try:
        with committed():
            page = make_page(Objective, title="Safe")
        assert Page.objects.live().filter(pk=page.pk).exists()
        assert SearchOutbox.objects.exists()
        assert search(SearchRequest(text="safe")).notice
    finally:
        no_index.unlink()


def test_the_command_says_what_it_did(site, search_index, capsys):
    make_page(Objective)
    waiting = SearchOutbox.objects.count()
    call_command("search_drain")
    assert capsys.readouterr().out == (
        f"{waiting} done, 0 failed, 0 set aside.\nRelated pages worked out anew: 1.\n"
    )
