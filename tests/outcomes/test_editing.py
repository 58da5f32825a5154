"""Writing shared pages in the editor: previews, messages in plain English, choosers that search."""

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from outcomes.casestudies.models import CaseStudy
from outcomes.objectives.models import Objective
from outcomes.plans.models import JointPlan
from partners.agencies.models import Role
from partners.signing.models import SigningRound
from tests.factories import (
    INDEXES,
    MembershipFactory,
    PartnerFactory,
    PlaceFactory,
    UserFactory,
    make_page,
    no_rows,
    theme,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]
KINDS = [Objective, CaseStudy, JointPlan]
kinds = pytest.mark.parametrize("model", KINDS, ids=lambda model: model.kind)


@pytest.fixture
def editor(client, council):
    """Somebody who writes and publishes for the council."""
    user = MembershipFactory(partner=council, role=Role.APPROVER).user
    client.force_login(user)
    return user


def form(model, *, places=(), themes=(), **fields):
    """What the browser sends for a page."""
    written = {
        "title": "A page",
        "summary": "In a sentence.",
        "status": "draft",
        "what_did_not_work": "Nothing that we know of.",
        "body": streamfield([("heading", "What we did")]),
        "place_tags": inline_formset([{"place": place.pk} for place in places]),
        "theme_tags": inline_formset([{"theme": theme.pk} for theme in themes]),
        **no_rows(),
        "comments": inline_formset([]),
        **fields,
    }
    return nested_form_data(written)


def address(name, model):
    """The address of one of the editor's views for a new page."""
    return reverse(
        name, args=[model._meta.app_label, model._meta.model_name, INDEXES[model].objects.get().pk]
    )


def submit(client, model, **fields):
    """Write a page, save it and submit it for signing. Returns the answer to that."""
    client.post(address("wagtailadmin_pages:add", model), form(model, **fields))
    page = model.objects.get()
    return client.post(reverse("signing:submit", args=[page.pk]), {}, follow=True)


@kinds
def test_a_page_that_was_never_saved_can_be_previewed(client, editor, model, council, ward):
    data = form(model, places=[ward], themes=[theme("food")])
    if model is JointPlan:
        data["objectives"] = [make_page(Objective, title="Food for all").pk]
    view = address("wagtailadmin_pages:preview_on_add", model)
    assert client.post(view, data).json() == {"is_valid": True, "is_available": True}
    html = client.get(view).content.decode()
    for words in ("A page", council.name, ward.label, "Good food", "What we did"):
        assert words in html
    if model is JointPlan:
        assert "Food for all" in html


@kinds
def test_a_change_can_be_previewed_before_it_is_saved(client, editor, model, council, ward):
    page = make_page(model, lead=council, places=[ward], themes=[theme("food")])
    view = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    data = form(model, places=[PlaceFactory(name="New place")], themes=[theme("nature")])
    assert client.post(view, {**data, "slug": page.slug}).json()["is_valid"]
    html = client.get(view).content.decode()
    assert council.name in html
    assert "New place" in html


@kinds
def test_a_complete_page_goes_on_the_site_when_it_is_signed(client, editor, model, council, ward):
    submit(client, model, places=[ward], themes=[theme("food")])
    page = model.objects.get()
    assert not page.live
    sign = reverse("signing:sign", args=[page.pk])
    client.post(sign, client.get(sign).context["forms"]["approved"].initial)
    page = model.objects.get()
    assert (page.live, page.lead_partner, page.places) == (True, council, [ward])


@pytest.mark.parametrize(
    ("missing", "words"),
    [
        ({"summary": ""}, "Write a summary: one or two plain sentences."),
        ({"places": []}, "Choose at least one place."),
        ({"themes": []}, "Choose at least one theme."),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_what_is_missing_is_asked_for_in_plain_english(client, editor, council, ward, missing, words):
    complete = {"places": [ward], "themes": [theme("food")]}
    html = submit(client, CaseStudy, **{**complete, **missing}).content.decode()
    assert words in html
    assert "This field" not in html
    assert not SigningRound.objects.exists()


def test_a_page_without_a_title_is_not_saved_and_keeps_what_was_typed(client, editor):
    typed = form(CaseStudy, title="", summary="Kept summary.")
    html = client.post(address("wagtailadmin_pages:add", CaseStudy), typed).content.decode()
    assert "Write a title." in html
    assert "Kept summary." in html
    assert not CaseStudy.objects.exists()


def test_nobody_submits_a_page_without_a_lead_partner(client, council, ward):
    client.force_login(UserFactory(is_superuser=True))
    submit(client, CaseStudy, places=[ward], themes=[theme("food")])
    assert not SigningRound.objects.exists()


def test_a_draft_needs_only_a_title(client, editor):
    client.post(address("wagtailadmin_pages:add", CaseStudy), form(CaseStudy, summary=""), follow=True)
    assert not CaseStudy.objects.get().live


def test_the_partner_that_the_writer_acts_for_leads_the_page(client, editor, council):
    assert council.name in client.get(address("wagtailadmin_pages:add", CaseStudy)).content.decode()
    client.post(address("wagtailadmin_pages:add", CaseStudy), form(CaseStudy))
    assert CaseStudy.objects.get().lead_partner == council


def test_a_person_without_an_account_gets_no_editor(client):
    assert client.get(address("wagtailadmin_pages:add", CaseStudy)).status_code == 302


@pytest.mark.parametrize(
    ("words", "found"),
    [("sale cen", True), ("E05015254", True), ("zzz", False)],
)
def test_the_place_chooser_searches_by_name_and_code(client, editor, ward, words, found):
    response = client.get(f"/admin/places/choose/results/?q={words}")
    assert response.status_code == 200
    assert ("Sale Central, Trafford" in response.content.decode()) is found


@pytest.mark.parametrize("words", ["%00", "x" * 5000, "%F0%9F%8D%B5", "&p=999", "&p=x"])
def test_the_place_chooser_answers_anything(client, editor, ward, words):
    assert client.get(f"/admin/places/choose/results/?q={words}").status_code in (200, 404)


def test_the_place_chooser_copes_with_many(client, editor, django_assert_max_num_queries):
    for number in range(60):
        PlaceFactory(name=f"Abbey {number}")
    with django_assert_max_num_queries(12):
        assert client.get("/admin/places/choose/").status_code == 200


def test_the_partner_chooser_searches_by_name(client, editor, council):
    PartnerFactory(name="Somebody else")
    html = client.get("/admin/partners/choose/results/?q=mersey").content.decode()
    assert council.name in html
    assert "Somebody else" not in html
