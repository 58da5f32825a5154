"""Submitting: what a page lacks is said in plain words, each with a link to where it is mended."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from outcomes.casestudies.models import CaseStudy
from outcomes.objectives.models import Objective
from outcomes.plans.models import JointPlan
from partners.agencies.models import Membership, Role
from partners.freshness.models import PageReview
from partners.sharing.models import ShareInvitation
from partners.signing import checks
from partners.signing.editor.anchors import anchors_of, edit_address
from partners.signing.models import SigningRound
from partners.signing.screens.board import board_of
from tests.factories import MembershipFactory, PartnerFactory, make_page
from tests.partners.signing.screens.looks import address, look, signed_in, words_of
from tests.partners.signing.together import a_page_together

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def together():
    found = a_page_together("Aire Council", "Aire Trust", title="Warm homes")
    found.write(summary="Nobody is cold at home.")
    return found


@pytest.fixture
def editor(together):
    return signed_in(together.writers[together.partners[0].pk])


def advised(together):
    """What the checks advise, without what blocks."""
    board = board_of(together.page, together.writers[together.partners[0].pk])
    return [each.says for each in checks.advice(board)]


@pytest.mark.parametrize("model", [Objective, CaseStudy, JointPlan])
def test_each_field_that_a_problem_can_name_is_at_its_anchor_in_the_editor(model):
    page = make_page(model, live=False)
    page.save_revision()
    lead = page.shares.get().partner
    html = signed_in(MembershipFactory(partner=lead).user).get(
        reverse("wagtailadmin_pages:edit", args=[page.pk])
    )
    there = set(re.findall(r'\sid="([^"]+)"', html.content.decode()))
    anchors = anchors_of(model)
    assert {"title", "summary", "body", "place_tags", "theme_tags", "slug"} <= set(anchors)
    assert set(anchors.values()) <= there
    assert edit_address(page, "summary").endswith("/edit/#panel-child-content-summary-section")
    assert edit_address(page, "no field").endswith("/edit/")


def test_what_blocks_is_listed_with_links_and_nothing_is_submitted(editor, together):
    together.page.place_tags.all().delete()
    together.write(place_tags=[], summary="Nobody is cold.")
    answer = editor.post(address("submit", together.page), {"message": "Please look."})
    html = answer.content.decode()
    assert "Mend this first Choose at least one place." in words_of(answer)
    assert f'href="{edit_address(together.page, "place_tags")}"' in html
    assert "Please look." in html
    assert not SigningRound.objects.exists()


def test_a_plan_that_ends_too_early_leads_to_the_field(now):
    together = a_page_together("Aire Council", model=JointPlan)
    day = timezone.localdate()
    page = together.page.get_latest_revision_as_object()
    page.starts_on, page.ends_on = day, day - timedelta(days=1)
    page.save_revision(clean=False)  # as a draft is saved in the editor
    found = checks.blocking_problems(together.page.pk)
    assert [(each.says, each.field) for each in found] == [("The plan must end after it starts.", "ends_on")]
    assert found[0].url.endswith("ends_on-wrapper")


def test_it_is_submitted_with_dates_and_a_word(editor, together):
    due = timezone.localdate() + timedelta(days=7)
    answer = editor.post(address("submit", together.page), {"due_on": due.isoformat(), "message": "Please."})
    assert answer.status_code == 302
    round_ = SigningRound.objects.get()
    assert (round_.due_on, round_.message) == (due, "Please.")
    assert "Submitted." in words_of(editor.get(answer.url))


@pytest.mark.parametrize("field", ["due_on", "go_live_at"])
def test_a_day_that_is_over_is_refused_beside_its_field_and_the_rest_kept(editor, together, field):
    over = timezone.localtime() - timedelta(days=2)
    value = over.date().isoformat() if field == "due_on" else f"{over:%Y-%m-%dT%H:%M}"
    answer = editor.post(address("submit", together.page), {field: value, "message": "Please."})
    assert "still to come" in words_of(answer)
    assert "Please." in answer.content.decode()
    assert not SigningRound.objects.exists()


def test_submitting_twice_says_that_it_is_submitted(editor, together):
    for _ in range(2):
        answer = editor.post(address("submit", together.page), {})
    assert "This page is submitted already." in words_of(answer)
    assert SigningRound.objects.count() == 1


def test_what_is_on_the_site_unchanged_has_nothing_to_sign(editor, together, now):
    together.submit(now)
    together.all_sign(now)
    assert "there is nothing to sign" in look(editor, "submit", together.page)


def test_advice_about_the_text(together):
    together.write(summary="Long. " * 40, body=[])
    assert checks.SUMMARY_IS_LONG.format(count=240, most=200) in advised(together)
    assert checks.NO_TEXT in advised(together)
    picture = '<p>Look</p><embed embedtype="image" format="left" id="1" alt="{}"/>'
    together.write(summary="Short.", body=[("text", picture.format(""))])
    assert checks.NO_DESCRIPTION in advised(together)
    together.write(body=[("text", picture.format("An elm"))])
    assert checks.NO_DESCRIPTION not in advised(together)


def test_advice_about_parts_and_who_keeps_it_right(together, now):
    council, trust = together.partners
    together.say(trust, {"statement": "We ask about damp."}, now)
    said = advised(together)
    assert checks.SAYS_NOTHING.format(partner=council) in said
    assert checks.SAYS_NOTHING.format(partner=trust) not in said
    assert checks.NO_CONTACT in said
    yesterday = timezone.localdate() - timedelta(days=1)
    PageReview.objects.create(page=together.page, review_on=yesterday, contact_name="Housing team")
    said = advised(together)
    assert checks.NO_CONTACT not in said
    assert any("It was to be checked by" in each for each in said)


def test_advice_about_who_can_sign(together):
    council, trust = together.partners
    Membership.objects.filter(partner=trust, role=Role.APPROVER).delete()
    assert checks.NOBODY_SIGNS.format(partner=trust) in advised(together)
    writer = together.approvers[council.pk]
    together.writers[council.pk] = writer
    together.write(summary="Nobody is cold any more.")
    assert checks.WRITER_ONLY.format(partner=council, person=writer) in advised(together)


def test_advice_about_who_has_not_answered(together, now):
    charity = PartnerFactory(name="Aire Charity")
    ShareInvitation.objects.create(page=together.page, partner=charity, invited_at=now)
    assert checks.NOT_ANSWERED.format(partner=charity) in advised(together)


def test_nobody_has_to_follow_advice(editor, together):
    said = look(editor, "submit", together.page)
    assert "You might look at this , though you can submit without it:" in said
    assert editor.post(address("submit", together.page), {}).status_code == 302


def test_advice_costs_as_much_for_many_partners_as_for_few(django_assert_num_queries):
    for names in (["One"], ["One", "Two", "Three", "Four", "Five"]):
        together = a_page_together(*names)
        board = board_of(together.page, together.writers[together.partners[0].pk])
        with django_assert_num_queries(3):
            checks.advice(board)
