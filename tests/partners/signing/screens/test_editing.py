"""The page editor: it says how far a page is, warns of what a change ends, and offers no other way out."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from partners.signing.editor import editing
from partners.signing.models import PageState, SignOff
from tests.factories import UserFactory
from tests.partners.sharing.forms_of_pages import autosave, fields_of, send
from tests.partners.signing.screens.looks import address, signed_in, words_of
from tests.partners.signing.together import a_page_together

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]
# What Wagtail calls the ways that do not exist for these pages.
NOT_OFFERED = ("Publish", "Unpublish", "Submit for moderation", "No publishing schedule set", "Set schedule")


@pytest.fixture
def together():
    found = a_page_together("Aire Council", "Aire Trust", title="Warm homes")
    found.write(summary="Nobody is cold at home.")
    return found


@pytest.fixture
def waiting(together):
    """Submitted, and signed by the trust."""
    together.submit(timezone.now())
    together.decide(together.partners[1], timezone.now())
    return together


@pytest.fixture
def editor(together):
    return signed_in(together.writers[together.partners[0].pk])


def editor_of(page):
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def test_the_panel_says_how_far_it_is_and_leads_to_the_signatures(editor, together):
    answer = editor.get(editor_of(together.page))
    said = words_of(answer)
    assert "Signatures Being written · Not published yet When the text is ready" in said
    assert "If you save a change" not in said
    assert answer.content.decode().count(f'href="{address("page", together.page)}"') >= 3


def test_while_partners_sign_it_warns_of_what_a_change_ends(editor, waiting):
    said = words_of(editor.get(editor_of(waiting.page)))
    assert "If you save a change of the common text, the decision of Aire Trust ends" in said
    assert "Nothing is saved by itself until then." in said


def test_a_saved_change_ends_the_signatures_and_says_whose(editor, waiting):
    sent = fields_of(editor, waiting.page)
    said = words_of(editor.get(send(editor, waiting.page, sent, summary="Nobody is damp.").url))
    assert editing.ENDED.format(names="Aire Trust") in said
    assert SignOff.objects.get().lapsed_at
    assert PageState.objects.get(page=waiting.page).text == "writing"


def test_a_save_that_changes_no_word_ends_nothing_and_says_nothing(editor, waiting):
    said = words_of(editor.get(send(editor, waiting.page, fields_of(editor, waiting.page)).url))
    assert "count no more" not in said
    assert SignOff.objects.get().lapsed_at is None


def test_a_change_before_anybody_decided_says_that_it_is_not_submitted_any_more(editor, together):
    together.submit(timezone.now())
    sent = fields_of(editor, together.page)
    said = words_of(editor.get(send(editor, together.page, sent, summary="Nobody is damp.").url))
    assert editing.ENDED_ALONE in said


def test_nothing_is_saved_by_itself_while_partners_sign(editor, waiting):
    before = waiting.page.specific_class.objects.get(pk=waiting.page.pk).latest_revision_id
    answer = autosave(editor, waiting.page, fields_of(editor, waiting.page), summary="Half a wo")
    assert answer.status_code == 400
    assert answer.json()["error_message"] == editing.NOT_BY_ITSELF
    waiting.page.refresh_from_db()
    assert waiting.page.latest_revision_id == before
    assert SignOff.objects.get().lapsed_at is None


def test_signatures_that_outlive_a_submission_are_not_ended_by_a_keystroke_either(editor, waiting):
    council = signed_in(waiting.approvers[waiting.partners[0].pk])
    council.post(address("take_back", waiting.page))
    answer = autosave(editor, waiting.page, fields_of(editor, waiting.page), summary="Half a wo")
    assert answer.json()["error_message"] == editing.NOT_BY_ITSELF


def test_a_draft_and_a_page_on_the_site_save_themselves(editor, waiting):
    waiting.decide(waiting.partners[0], timezone.now())
    answer = autosave(editor, waiting.page, fields_of(editor, waiting.page), summary="Half a word")
    assert answer.json()["success"]
    again = autosave(editor, waiting.page, fields_of(editor, waiting.page), summary="A whole word")
    assert again.json()["success"]


def test_operators_too_are_offered_none_of_wagtails_ways(waiting):
    operator = signed_in(UserFactory(is_superuser=True))
    page = waiting.page
    index = page.get_parent()
    screens = [
        editor_of(page),
        reverse("wagtailadmin_pages:history", args=[page.pk]),
        reverse("wagtailadmin_pages:copy", args=[page.pk]),
        reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, page.revisions.first().pk]),
        reverse("wagtailadmin_pages:add", args=["objectives", "objective", index.pk]),
    ]
    for url in screens:
        html = operator.get(url).content.decode()
        shown = re.sub(r"<script\b.*?</script>", "", html, flags=re.S)
        # Words of their own, such as those of a button, and not parts of sentences.
        offered = {words.strip() for words in re.findall(r">([^<>]+)<", shown)}
        assert not offered & set(NOT_OFFERED), url
        assert "action-publish" not in shown, url
        assert "action-submit" not in shown, url


def test_a_list_offers_the_signatures_and_no_publishing_of_many(waiting):
    operator = signed_in(UserFactory(is_superuser=True))
    html = operator.get(reverse("wagtailadmin_explore", args=[waiting.page.get_parent().pk])).content.decode()
    assert f'href="{address("page", waiting.page)}"' in html
    assert "/admin/bulk/wagtailcore/page/delete/" in html
    assert "/admin/bulk/wagtailcore/page/publish/" not in html
    assert "/admin/bulk/wagtailcore/page/unpublish/" not in html


def test_publishing_many_at_once_is_gone_for_a_made_up_request_too(waiting):
    operator = signed_in(UserFactory(is_superuser=True))
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    assert operator.post(f"{url}?id={waiting.page.pk}").status_code == 404
    waiting.page.refresh_from_db()
    assert not waiting.page.live
