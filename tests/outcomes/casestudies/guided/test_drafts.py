"""The guided form writes to the very draft that the editor edits, by the same rules."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from outcomes.casestudies.models import CaseStudy
from partners.agencies.models import Role
from partners.audit.models import AuditRow
from partners.sharing.models import ShareInvitation
from tests.factories import (
    MembershipFactory,
    PartnerFactory,
    PlaceFactory,
    UserFactory,
    make_page,
    publish,
)
from tests.outcomes.casestudies.guided.forms import Guided, address, latest, sent_by, words
from tests.outcomes.payloads import PAYLOADS
from tests.partners.sharing.forms_of_pages import fields_of, send

pytestmark = pytest.mark.django_db
TEA = {"title": "Tea and toast", "summary": "Free tea beside the dryers."}


def test_the_first_step_makes_the_draft_of_the_partner(guided, person, council):
    answer = guided.begin(**TEA)
    page = CaseStudy.objects.get()
    assert answer.url == address(page, "where")
    assert (page.title, page.summary, page.owner, page.live) == (*TEA.values(), person, False)
    assert page.lead_partner == council
    assert page.get_parent().slug == "case-studies"
    assert page.latest_revision.user == person
    assert "Tea and toast" in words(guided.client.get(reverse("guided:start")))


@pytest.mark.idempotent
def test_the_first_step_sent_twice_makes_one_case_study(guided):
    form = sent_by(guided.client.get(reverse("guided:new")))
    answers = [guided.client.post(reverse("guided:new"), {**form, **TEA}) for _ in range(3)]
    page = CaseStudy.objects.get()
    assert {answer.url for answer in answers} == {address(page, "where")}
    assert page.revisions.count() == 1


def test_a_mistake_in_the_first_step_makes_nothing_and_can_be_mended(guided):
    assert "Write a title." in words(guided.begin(summary="Tea"))
    assert not CaseStudy.objects.exists()
    assert guided.begin(**TEA).status_code == 302


def test_the_editor_shows_what_was_answered_and_the_form_what_was_edited(guided, page):
    guided.send(page, "for-whom", for_whom="40 people over 65")
    fields = fields_of(guided.client, page)
    assert fields["for_whom"].strip() == "40 people over 65"
    assert send(guided.client, page, fields, for_whom="41 people").status_code == 302
    assert guided.open(page, "for-whom")["for_whom"] == "41 people"
    edit = guided.client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    assert reverse("guided:tasks", args=[page.pk]) in edit.text


def test_what_the_form_does_not_ask_stays_as_it_is(guided, page):
    page.source_title, page.evidence_strength = "A report", "compared"
    page.save_revision()
    guided.send(page, "for-whom", for_whom="40 people")
    now = latest(page)
    assert (now.source_title, now.evidence_strength, now.for_whom) == ("A report", "compared", "40 people")


def test_a_published_case_study_stays_as_it_is_until_it_is_signed_again(guided, page):
    publish(page)
    guided.send(page, "what", title="Another name")
    assert CaseStudy.objects.get(pk=page.pk).title == "Kettle mornings"
    assert latest(page).title == "Another name"
    assert "an earlier text is on the site" in words(guided.client.get(reverse("guided:start")))


def test_a_colleague_goes_on_where_somebody_stopped(guided, page, council):
    guided.send(page, "for-whom", for_whom="40 people", later="yes")
    colleague = Guided(Client(), MembershipFactory(partner=council, role=Role.EDITOR).user)
    assert "Kettle mornings" in words(colleague.client.get(reverse("guided:start")))
    assert colleague.open(page, "for-whom")["for_whom"] == "40 people"
    assert colleague.send(page, "changed", what_changed="They meet.").status_code == 302


def test_each_save_is_on_record(guided, page, person):
    guided.send(page, "changed", what_changed="They meet.")
    newest = page.latest_revision
    page.refresh_from_db()
    assert page.latest_revision != newest
    assert page.latest_revision.user == person
    assert AuditRow.objects.filter(action="page.edited", object_key=str(page.pk)).exists()


def test_a_locked_case_study_is_not_changed(guided, page):
    page.locked, page.locked_by = True, UserFactory()
    page.save()
    assert "is locked" in words(guided.client.get(address(page, "changed")))
    answer = guided.send(page, "changed", what_changed="They meet.")
    assert answer.url == reverse("guided:tasks", args=[page.pk])
    assert latest(page).what_changed == ""


def test_no_text_runs_a_script(guided, page):
    two = PAYLOADS[1], PAYLOADS[6]
    guided.send(page, "what", title=two[0], summary=two[1])
    guided.send(page, "changed", what_changed="\n".join(PAYLOADS))
    guided.send(page, "providers", **{"row-0-name": two[0], "row-0-sector": "vcse"})
    guided.send(page, "contact", contact=two[0], contact_name=two[1])
    shown = [guided.client.get(place) for place in [*places(page), address(page, "changed")]]
    shown += [guided.client.get(reverse("guided:start")), guided.client.get("/admin/")]
    shown += [guided.client.get(address(page, key)) for key in ("providers", "contact")]
    assert not [payload for payload in PAYLOADS for answer in shown if payload in answer.text]
    assert all(answer.status_code == 200 for answer in shown)


# Who gets in.


def places(page):
    """Every address of the guided form about one case study."""
    return [
        reverse("guided:tasks", args=[page.pk]),
        reverse("guided:check", args=[page.pk]),
        address(page, "what"),
        address(page, "where"),
    ]


@pytest.mark.parametrize("role", [Role.EDITOR, Role.APPROVER, Role.ADMIN])
def test_editors_of_a_named_partner_get_in(page, council, role):
    client = Client()
    client.force_login(MembershipFactory(partner=council, role=role).user)
    assert {client.get(place).status_code for place in places(page)} == {200}


@pytest.mark.parametrize("kind", ["member", "editor elsewhere", "asked", "signed in", "switched off"])
def test_nobody_else_gets_in_or_changes_anything(page, council, kind):
    other = PartnerFactory()
    if kind == "asked":
        ShareInvitation.objects.create(page=page, partner=other)
    user = {
        "member": lambda: MembershipFactory(partner=council, role=Role.MEMBER).user,
        "editor elsewhere": lambda: MembershipFactory(partner=other, role=Role.EDITOR).user,
        "asked": lambda: MembershipFactory(partner=other, role=Role.APPROVER).user,
        "signed in": UserFactory,
        "switched off": lambda: MembershipFactory(partner=council, role=Role.ADMIN).user,
    }[kind]()
    client = Client()
    client.force_login(user)
    if kind == "switched off":
        type(user).objects.filter(pk=user.pk).update(is_active=False)
    for place in places(page):
        assert client.get(place).status_code in (302, 403)
        answer = client.post(place, {**TEA, "seen": "", "place": ""})
        assert answer.status_code in (302, 403)
    assert latest(page).title == "Kettle mornings"
    if kind in ("member", "signed in", "switched off"):
        assert client.get(reverse("guided:start")).status_code in (302, 403)
        assert client.post(reverse("guided:new"), TEA).status_code in (302, 403)
        assert CaseStudy.objects.count() == 1


def test_whoever_loses_the_role_gets_in_no_more(guided, page, person):
    fields = guided.open(page, "what")
    person.memberships.update(role=Role.MEMBER)
    assert guided.send(page, "what", fields, title="Mine").status_code == 403
    assert latest(page).title == "Kettle mornings"


def test_an_operator_starts_none_but_reads_all(site, page):
    client = Client()
    client.force_login(UserFactory(is_superuser=True))
    assert "you act for none" in words(client.get(reverse("guided:start")))
    assert "you act for none" in words(client.post(reverse("guided:new"), TEA))
    assert CaseStudy.objects.count() == 1
    assert client.get(address(page, "what")).status_code == 200


def test_other_pages_and_other_steps_are_not_there(guided, page):
    assert guided.client.get(f"/admin/case-studies/write/{page.pk}/nonsense/").status_code == 404
    assert guided.client.get(f"/admin/case-studies/write/{page.get_parent().pk}/what/").status_code == 403
    assert guided.client.get("/admin/case-studies/write/999999/what/").status_code == 403


def test_somebody_of_two_partners_saves_for_the_one_that_the_form_was_opened_for(site, person, council):
    other = MembershipFactory(user=person, role=Role.EDITOR).partner
    mine = Guided(Client(), person)
    form = sent_by(mine.client.get(reverse("guided:new")))
    mine.client.post(reverse("agencies:act"), {"partner": other.pk})
    answer = mine.client.post(reverse("guided:new"), {**form, **TEA})
    assert answer.status_code == 409
    assert not CaseStudy.objects.exists()


def test_unfinished_are_those_of_my_partner_that_are_being_written(guided, page, council, ward):
    theirs = make_page(CaseStudy, live=False, title="Of another partner")
    public = make_page(CaseStudy, lead=council, places=[PlaceFactory()], title="Done and public")
    shown = words(guided.client.get(reverse("guided:start")))
    assert "Your unfinished case studies (1)" in shown
    assert page.title in shown
    assert theirs.title not in shown
    assert public.title not in shown


def test_the_start_page_asks_as_much_for_twenty_as_for_one(guided, page, council, django_assert_num_queries):
    with CaptureQueriesContext(connection) as one:
        guided.client.get(reverse("guided:start"))
    for _ in range(19):
        make_page(CaseStudy, live=False, lead=council).save_revision()
    with django_assert_num_queries(len(one)):
        guided.client.get(reverse("guided:start"))
