"""What is noted, in whose transaction, and how often."""

import pytest
from django.db import connection, transaction
from django_tasks.signals import task_enqueued
from wagtail.models import Page, PageViewRestriction

from outcomes.casestudies.models import CaseStudy
from outcomes.objectives.models import Objective, ObjectiveIndex
from outcomes.themes.models import PageTheme
from partners.places.tagging import PagePlace
from partners.sharing.models import Share
from partners.signing.models import PageState
from search.models import SearchOutbox, Subject
from search.outbox import note
from tests.factories import PartnerFactory, PlaceFactory, make_page, publish, theme

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def noted():
    """What the outbox says, each thing once."""
    return set(SearchOutbox.objects.values_list("subject", "object_id"))


def hiding():
    """What the outbox says may have to be hidden."""
    return set(SearchOutbox.objects.filter(hides=True).values_list("subject", "object_id"))


@pytest.fixture
def page(site):
    page = make_page(Objective)
    forget()
    return page


def forget():
    """Empty the outbox, and do as if what was noted so far had been noted in a transaction that is over."""
    SearchOutbox.objects.all().delete()
    connection.run_on_commit.clear()


def test_saving_a_page_is_noted_once_with_all_that_goes_with_it(site):
    page = make_page(Objective, places=[PlaceFactory()], themes=[theme("food")])
    forget()
    publish(page)
    assert [(row.subject, row.object_id) for row in SearchOutbox.objects.all()] == [("page", page.pk)]


class ChangedMindError(Exception):
    """Ends a transaction."""


def save_and_roll_back(page):
    with transaction.atomic():
        page.save()
        assert noted() == {("page", page.pk)}
        raise ChangedMindError


def test_what_is_rolled_back_was_never_noted(page):
    with pytest.raises(ChangedMindError):
        save_and_roll_back(page)
    assert noted() == set()


def test_what_was_rolled_back_is_noted_again(page):
    with pytest.raises(ChangedMindError):
        save_and_roll_back(page)
    page.save()
    assert noted() == {("page", page.pk)}


def test_a_note_of_the_same_in_one_transaction_costs_no_query(page, django_assert_num_queries):
    note(Subject.PAGE, [page.pk])
    with django_assert_num_queries(0):
        note(Subject.PAGE, [page.pk])


def test_the_drain_is_woken_once_for_a_transaction(page, django_capture_on_commit_callbacks):
    woken = []
    with django_capture_on_commit_callbacks() as callbacks:
        for number in range(5):
            note(Subject.PAGE, [number])
    task_enqueued.connect(receiver := lambda **_: woken.append(1))
    for callback in callbacks:
        callback()
    task_enqueued.disconnect(receiver)
    assert woken == [1]


def test_unpublishing_and_deleting_hide(page):
    page.unpublish()
    assert ("page", page.pk) in hiding()
    SearchOutbox.objects.all().delete()
    key = page.pk
    page.delete()
    assert ("page", key) in hiding()


def test_a_draft_of_a_published_page_hides_nothing(page):
    page.title = "Not yet"
    page.save_revision()
    assert hiding() == set()


def test_the_basic_form_of_a_page_is_noted_and_other_pages_are_not(page):
    Page.objects.get(pk=page.pk).save()
    assert noted() == {("page", page.pk)}
    ObjectiveIndex.objects.get().save()
    Page.objects.get(pk=ObjectiveIndex.objects.get().pk).save()
    assert noted() == {("page", page.pk)}


@pytest.mark.parametrize("change", ["create", "delete"])
def test_private_parts_are_noted_as_a_whole(page, change):
    restriction = PageViewRestriction(page=page.get_parent(), restriction_type="login")
    restriction.save()
    if change == "delete":
        forget()
        restriction.delete()
    assert ("branch", page.get_parent().pk) in noted()


def test_moves_and_new_addresses_are_noted_with_all_below(page):
    target = make_page(CaseStudy)
    forget()
    page.move(target, pos="last-child")
    assert ("branch", page.pk) in noted()
    assert ("page", page.pk) in hiding()


def test_tags_changed_by_themselves_are_noted(page):
    Share.objects.create(page=page, partner=PartnerFactory())
    assert noted() == {("page", page.pk)}
    for tag in (PagePlace(place=PlaceFactory()), PageTheme(theme=theme("food"))):
        forget()
        tag.page = page
        tag.save()
        assert noted() == {("page", page.pk)}


def test_names_are_noted_when_they_change_and_not_when_they_are_new(page):
    partner, place, food = PartnerFactory(), PlaceFactory(), theme("food")
    forget()
    for thing in (partner, place, food):
        thing.name = "Another name"
        thing.save()
    assert noted() == {("partner", partner.pk), ("place", place.pk), ("theme", food.pk)}


@pytest.mark.parametrize("column", ["live", "path"])
def test_the_database_notes_what_no_signal_tells(page, column):
    value = {"live": False, "path": "99999999"}[column]
    Page.objects.filter(pk=page.pk).update(**{column: value})
    assert hiding() == {("page", page.pk)}


def test_the_database_notes_a_row_deleted_by_hand(page):
    Page.objects.filter(pk=page.pk).update(title="Changes nothing that hides")
    Page.objects.filter(pk=page.pk).update(live=True)
    assert hiding() == set()
    Share.objects.filter(page=page)._raw_delete("default")
    PageState.objects.filter(page=page)._raw_delete("default")
    Objective.objects.filter(pk=page.pk)._raw_delete("default")
    Page.objects.filter(pk=page.pk)._raw_delete("default")
    assert hiding() == {("page", page.pk)}
