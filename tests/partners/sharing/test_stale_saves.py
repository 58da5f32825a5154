"""Whoever saves second, over a text that they have not seen, is refused and loses nothing."""

import os
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from lxml import html

from outcomes.objectives.models import Objective
from partners.agencies.models import Role
from partners.sharing.models import Share
from partners.sharing.stale import StaleSaveError
from portal.home.models import InformationPage
from portal.operations.services import set_up_site
from tests.factories import (
    MembershipFactory,
    PartnerFactory,
    PlaceFactory,
    UserFactory,
    make_page,
    publish,
    theme,
)
from tests.partners.sharing.forms_of_pages import autosave, fields_of, loaded, send

pytestmark = [pytest.mark.django_db, pytest.mark.lost_update]
# The long form, 200 pairs, has a make target.
PAIRS = int(os.environ.get("RACING_PAIRS", "40"))


@pytest.fixture
def page(site):
    """An objective of two partners, saved once."""
    parts = {"lead": PartnerFactory(), "contributors": [PartnerFactory()], "places": [PlaceFactory()]}
    page = make_page(Objective, title="Fewer lonely", **parts)
    page.theme_tags.create(theme=theme("economic"))
    page = Objective.objects.get(pk=page.pk)
    publish(page)
    return Objective.objects.get(pk=page.pk)


def writer(share, role=Role.APPROVER):
    """Somebody of a partner that has a part, at their own browser."""
    client = Client()
    client.force_login(MembershipFactory(partner=share.partner, role=role).user)
    return client


@pytest.fixture
def ann(page):
    return writer(page.ordered_shares[0])


@pytest.fixture
def bob(page):
    return writer(page.ordered_shares[1])


def form_that_keeps(refused):
    """The form that sends the refused text again."""
    return next(form for form in html.fromstring(refused.content).forms if "title" in form.fields)


def latest(page):
    return Objective.objects.get(pk=page.pk).get_latest_revision_as_object()


def test_the_second_save_is_refused_and_both_texts_are_shown(page, ann, bob):
    hers, his = fields_of(ann, page), fields_of(bob, page)
    assert send(ann, page, hers, summary="People meet every week.").status_code == 302
    answer = send(bob, page, his, summary="Nobody eats alone.")
    assert answer.status_code == 409
    assert latest(page).summary == "People meet every week."
    shown = html.fromstring(answer.content)
    [saved] = shown.find_class("both-texts__saved")
    [sent] = shown.find_class("both-texts__sent")
    assert "every week" in saved.text_content()
    assert "Nobody eats alone" in sent.text_content()
    assert "Your text is not saved yet." in answer.text


def test_what_the_writer_keeps_becomes_the_newest_text_and_the_other_stays_in_the_history(page, ann, bob):
    hers, his = fields_of(ann, page), fields_of(bob, page)
    send(ann, page, hers, summary="People meet every week.")
    refused = send(bob, page, his, summary="Nobody eats alone.")
    form = next(
        form
        for form in html.fromstring(refused.content).forms
        if form.method == "POST" and "title" in form.fields
    )
    kept = bob.post(form.action, dict(form.form_values()))
    assert kept.status_code == 302
    assert latest(page).summary == "Nobody eats alone."
    texts = [revision.content["summary"] for revision in page.revisions.order_by("-pk")[:2]]
    assert texts == ["Nobody eats alone.", "People meet every week."]


def test_keeping_is_refused_again_when_a_third_text_came_in(page, ann, bob):
    hers, his = fields_of(ann, page), fields_of(bob, page)
    send(ann, page, hers, summary="One.")
    refused = send(bob, page, his, summary="Two.")
    form = form_that_keeps(refused)
    send(ann, page, fields_of(ann, page), summary="Three.")
    assert bob.post(form.action, dict(form.form_values())).status_code == 409
    assert latest(page).summary == "Three."


def test_publishing_scheduling_and_reverting_are_refused_too(page, ann, bob):
    first = page.revisions.earliest("pk")
    his = fields_of(ann, page)
    reverting = fields_of(ann, page, "wagtailadmin_pages:revisions_revert", first.pk)
    send(bob, page, fields_of(bob, page), summary="People meet every week.")
    count = page.revisions.count()
    published = send(ann, page, his, publish=True, summary="Mine.")
    scheduled = send(ann, page, his, publish=True, summary="Mine.", go_live_at="2031-03-04 09:00")
    reverted = send(ann, page, reverting, name="wagtailadmin_pages:revisions_revert", args=[first.pk])
    assert [answer.status_code for answer in (published, scheduled, reverted)] == [409] * 3
    assert page.revisions.count() == count
    assert Objective.objects.get(pk=page.pk).summary == page.summary
    assert latest(page).summary == "People meet every week."


def test_a_mistake_in_the_form_does_not_open_a_way_around(page, ann, bob):
    hers, his = fields_of(ann, page), fields_of(bob, page)
    send(ann, page, hers, summary="People meet every week.")
    answer = send(bob, page, his, slug="not a slug!", summary="Nobody eats alone.")
    assert answer.status_code == 409
    assert "Nobody eats alone." in answer.text
    kept = bob.post(form_that_keeps(answer).action, dict(form_that_keeps(answer).form_values()))
    assert kept.status_code == 200
    assert "Enter a valid" in kept.text
    assert latest(page).summary == "People meet every week."


def test_an_autosave_is_refused_with_the_code_that_the_editor_knows(page, ann, bob):
    hers, his = fields_of(ann, page), fields_of(bob, page)
    send(ann, page, hers, summary="People meet every week.")
    answer = autosave(bob, page, his, summary="Nobody eats alone.")
    assert answer.status_code == 400
    assert answer.json()["error_code"] == "invalid_revision"
    assert latest(page).summary == "People meet every week."


def test_who_autosaves_goes_on_saving(page, ann):
    hers = fields_of(ann, page)
    first = autosave(ann, page, hers, summary="One.").json()
    second = autosave(ann, page, hers, summary="Two.", overwrite_revision_id=first["revision_id"]).json()
    assert second["success"]
    assert (
        send(ann, page, hers, summary="Three.", overwrite_revision_id=first["revision_id"]).status_code == 302
    )
    assert latest(page).summary == "Three."


def test_a_version_that_was_saved_over_since_counts_as_another(page, ann, bob):
    first = autosave(ann, page, fields_of(ann, page), summary="One.").json()
    hers, his = fields_of(ann, page), fields_of(bob, page)
    autosave(ann, page, hers, summary="Two.", overwrite_revision_id=first["revision_id"])
    assert send(bob, page, his, summary="Mine.").status_code == 409
    assert latest(page).summary == "Two."


@pytest.mark.parametrize("claim", [{}, {"loaded_revision_id": "x"}, {"loaded_revision_id": "9" * 40}])
def test_a_form_that_does_not_say_what_it_has_seen_is_refused(page, ann, claim):
    fields = {key: value for key, value in fields_of(ann, page).items() if not key.startswith("loaded_")}
    assert send(ann, page, {**fields, **claim}, summary="Mine.").status_code == 409
    assert latest(page).summary == page.summary


@pytest.mark.parametrize("at", ["", "yesterday", "2026-99-99T00:00:00", "2026-03-04T09:00:00+00:00"])
def test_a_made_up_time_is_refused(page, ann, at):
    fields = {**fields_of(ann, page), "loaded_revision_created_at": at}
    assert send(ann, page, fields, summary="Mine.").status_code == 409
    assert latest(page).summary == page.summary


def test_code_that_read_the_page_before_is_refused_as_well(page):
    early, late = latest(page), latest(page)
    late.save_revision()
    with pytest.raises(StaleSaveError, match="was changed by somebody else in the meantime"):
        early.save_revision()


def test_scheduling_a_version_from_before_the_first_day_leaves_the_page_on_the_site(site):
    parent = InformationPage.objects.first().get_parent()
    page = parent.add_child(instance=InformationPage(title="Cookies", slug="our-cookies", live=False))
    first = page.save_revision()
    page.save_revision().publish()
    page = InformationPage.objects.get(pk=page.pk)
    draft = page.with_content_json(first.content)
    draft.go_live_at = timezone.now() + timedelta(days=2)
    draft.save_revision().publish()
    page.refresh_from_db()
    assert page.live
    assert page.scheduled_revision


def test_reverting_is_a_draft_like_any_other(page, ann):
    first = page.revisions.earliest("pk")
    send(ann, page, fields_of(ann, page), summary="Newer.")
    name = "wagtailadmin_pages:revisions_revert"
    fields = fields_of(ann, page, name, first.pk)
    assert send(ann, page, fields, name=name, args=[first.pk]).status_code == 302
    assert latest(page).summary == page.summary
    assert Objective.objects.get(pk=page.pk).live


def test_copying_a_page_saves_over_nothing(page, ann):
    form = {"new_title": "Copied", "new_slug": "copied", "new_parent_page": page.get_parent().pk}
    answer = ann.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), form)
    assert answer.status_code == 302
    assert latest(Objective.objects.get(slug="copied")).summary == page.summary


def test_information_pages_are_guarded_too(site):
    page = InformationPage.objects.first()
    page.save_revision()
    one, two = Client(), Client()
    for browser in (one, two):
        browser.force_login(UserFactory(is_superuser=True))
    first, second = fields_of(one, page), fields_of(two, page)
    assert send(one, page, first, title="About us all").status_code == 302
    assert send(two, page, second, title="About me").status_code == 409


def test_nobody_without_a_part_learns_of_the_conflict(page, ann, bob):
    stranger = Client()
    stranger.force_login(MembershipFactory(role=Role.APPROVER).user)
    fields = fields_of(ann, page)
    send(ann, page, fields, summary="People meet every week.")
    refused = send(stranger, page, fields, summary="Mine.")
    assert "every week" not in refused.text
    Share.objects.filter(page=page, partner=page.contributors[0]).delete()
    refused = send(bob, page, fields, summary="Mine.")
    assert "every week" not in refused.text
    assert latest(page).summary == "People meet every week."


def test_what_was_typed_runs_no_script_on_the_page_of_both_texts(page, ann, bob):
    hers, his = fields_of(ann, page), fields_of(bob, page)
    send(ann, page, hers, summary="<script>alert(1)</script> one")
    answer = send(bob, page, his, summary='"><script>alert(2)</script>', next='"><script>alert(3)</script>')
    assert answer.status_code == 409
    assert "<script>alert" not in answer.text


@pytest.mark.both
@pytest.mark.django_db(transaction=True)
def test_of_two_saves_at_once_one_is_kept_and_the_other_told(copied_database):
    set_up_site()
    page = make_page(Objective, live=False, lead=PartnerFactory())
    Objective.objects.get(pk=page.pk).save_revision()
    browsers = [writer(page.ordered_shares[0]) for _ in range(2)]
    fields = fields_of(browsers[0], page)
    with ThreadPoolExecutor(2) as pool:
        for number in range(PAIRS):
            sent = {**fields, **loaded(page)}
            answers = race(pool, browsers, page, sent, number)
            assert sorted(answers) == [302, 409]
            assert latest(page).summary == f"{number} of {answers.index(302)}"
    assert page.revisions.count() == PAIRS + 1


def race(pool, browsers, page, sent, number):
    """Two people send the form at the same time. Returns the two answers."""
    start = Barrier(2, timeout=20)

    def press(who):
        try:
            start.wait()
            return send(browsers[who], page, sent, summary=f"{number} of {who}").status_code
        finally:
            connection.close()

    return list(pool.map(press, range(2)))
