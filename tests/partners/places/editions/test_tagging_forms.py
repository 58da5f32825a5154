"""The editor's form does not bring back places that ended."""

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data

from outcomes.objectives.models import Objective
from partners.places.tagging import PagePlace
from tests.factories import UserFactory, theme
from tests.partners.places.editions.factories import place
from tests.partners.places.editions.test_moving import names

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    client.force_login(UserFactory(is_superuser=True))
    return client


def rows(objects, field):
    """Form data of the rows of a relation."""
    found = {"TOTAL_FORMS": len(objects), "INITIAL_FORMS": sum(row.pk is not None for row in objects)}
    found |= {"MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 1000}
    for number, row in enumerate(objects):
        facts = {"id": row.pk or "", field: getattr(row, f"{field}_id"), "ORDER": number + 1, "DELETE": ""}
        found[str(number)] = facts | ({"role": row.role} if field == "partner" else {})
    return found


def save(client, page, tags):
    """Save the form with these places and return the page that comes back."""
    data = nested_form_data(
        {
            "title": page.title,
            "slug": page.slug,
            "summary": page.summary,
            "status": page.status,
            "body": {"count": 0},
            "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0},
            "place_tags": rows(tags, "place"),
            "theme_tags": rows(list(page.theme_tags.all()), "theme"),
            "shares": rows(list(page.shares.all()), "partner"),
        }
    )
    return client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data)


def with_theme(page):
    """Give the page the theme that signing asks for."""
    page = Objective.objects.get(pk=page.pk)
    page.theme_tags.create(theme=theme("economic"))
    return page


def complaint(response):
    formset = response.context["form"].formsets["place_tags"]
    return [message for form in formset.forms for message in form.errors.get("place", [])]


def test_a_place_that_ended_cannot_be_chosen_anew(editor, delivery, content):
    delivery.load("2026-05")
    page = with_theme(content.elsewhere)
    response = save(editor, page, [PagePlace(place=place("E07000001"))])
    assert complaint(response) == ["Aston ended on 1 May 2026. Choose North Vale instead."]
    assert names(page) == ["Stay 11"]


def test_all_its_successors_are_named(editor, delivery, content):
    delivery.load("2026-05")
    page = with_theme(content.elsewhere)
    response = save(editor, page, [PagePlace(place=place("E05000001"))])
    (said,) = complaint(response)
    assert said.startswith("Abbey, Aston ended on 1 May 2026. Choose Abbey East, North Vale or ")
    response = save(editor, page, [PagePlace(place=place("E07000020"))])
    assert complaint(response) == ["Stay 20 ended on 1 May 2026. Choose a place of today instead."]


def test_a_form_that_was_open_during_the_load_does_not_bring_it_back(editor, delivery, content):
    page = with_theme(content.in_aston)
    as_it_was = list(page.place_tags.all())
    delivery.load("2026-05")
    response = save(editor, page, as_it_was)
    assert complaint(response) == ["Aston ended on 1 May 2026. Choose North Vale instead."]
    assert names(page) == ["North Vale"]


def test_a_place_that_waits_for_a_decision_does_not_stop_other_work(editor, delivery, content):
    page = with_theme(content.in_abbey)
    delivery.load("2026-05")
    page.title = "In Abbey, improved"
    response = save(editor, page, list(page.place_tags.all()))
    assert response.status_code == 302
    saved = page.get_latest_revision_as_object()
    assert saved.title == "In Abbey, improved"
    assert names(saved) == ["Abbey"]
