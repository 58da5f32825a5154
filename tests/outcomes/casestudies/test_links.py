"""Objectives and plans that a case study serves: chosen from what its editor finds, and never told more."""

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset

from outcomes.casestudies.choosers import NOT_FINDABLE
from outcomes.casestudies.models import CaseStudy, ObjectiveLink
from outcomes.objectives.models import Objective
from outcomes.plans.models import JointPlan
from partners.agencies.models import Role
from partners.signing.comparing.known_names import NOT_PUBLIC
from partners.signing.comparing.wording import differences
from partners.signing.words import words_now
from tests.factories import MembershipFactory, PartnerFactory, make_page, theme
from tests.outcomes.test_editing import address, form

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]
LINKS = [("objective_links", "objective", Objective), ("plan_links", "plan", JointPlan)]
links = pytest.mark.parametrize(("rows", "field", "model"), LINKS, ids=["objective", "plan"])


@pytest.fixture
def typed(client, council, ward):
    client.force_login(MembershipFactory(partner=council, role=Role.EDITOR).user)
    return {"places": [ward], "themes": [theme("food")]}


def add(client, typed, rows, field, page):
    more = {rows: inline_formset([{field: page.pk}])}
    return client.post(address("wagtailadmin_pages:add", CaseStudy), form(CaseStudy, **typed, **more))


def served():
    return [
        row.plan_id if rows == "plan_links" else row.objective_id
        for study in CaseStudy.objects.all()
        for rows, _, _ in LINKS
        for row in getattr(study, rows).all()
    ]


@links
def test_what_is_published_can_be_chosen_whoever_leads_it(client, typed, rows, field, model):
    page = make_page(model, lead=PartnerFactory())
    add(client, typed, rows, field, page)
    assert served() == [page.pk]


@links
def test_a_draft_of_ours_can_be_chosen(client, typed, council, rows, field, model):
    page = make_page(model, lead=council, live=False)
    add(client, typed, rows, field, page)
    assert served() == [page.pk]


@links
def test_a_draft_of_others_is_refused_and_not_named(client, typed, rows, field, model):
    page = make_page(model, lead=PartnerFactory(), live=False, title="Secretdraft")
    html = add(client, typed, rows, field, page).content.decode()
    assert NOT_FINDABLE in html
    assert "Secretdraft" not in html
    assert not CaseStudy.objects.exists()


@pytest.mark.parametrize("key", ["x", "0", "-1", "9" * 30])
def test_a_key_that_is_none_is_refused_in_peace(client, typed, key):
    more = {"objective_links": inline_formset([{"objective": key}])}
    answer = client.post(address("wagtailadmin_pages:add", CaseStudy), form(CaseStudy, **typed, **more))
    assert answer.status_code == 200
    assert not CaseStudy.objects.exists()


def test_one_that_went_back_into_the_dark_stays_and_is_not_named(client, typed, council):
    aim = make_page(Objective, lead=PartnerFactory(), live=False, title="Secretdraft")
    study = make_page(CaseStudy, lead=council)
    study.objective_links = [ObjectiveLink(objective=aim)]
    study.save_revision()
    html = client.get(reverse("wagtailadmin_pages:edit", args=[study.pk])).content.decode()
    assert NOT_PUBLIC in html
    assert f'value="{aim.pk}"' in html
    assert "Secretdraft" not in html


def test_what_it_serves_is_signed_and_compared_by_name(council):
    study = make_page(CaseStudy, lead=council)
    study.save_revision()
    before = words_now(study.pk)
    study.objective_links = [
        ObjectiveLink(objective=make_page(Objective, title="Company for all")),
        ObjectiveLink(objective=make_page(Objective, title="Secretdraft", live=False)),
    ]
    study.save_revision()
    after = words_now(study.pk)
    assert after.digest != before.digest
    (found,) = differences(CaseStudy, before.content, after.content)
    assert found.label == "Objectives that it serves"
    assert [line[0].text for line in found.after] == ["Company for all", NOT_PUBLIC]
