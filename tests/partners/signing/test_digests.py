"""What counts as words of a page, and what does not."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import Comment

from outcomes.objectives.models import Objective
from partners.signing.digests import NOT_WORDS, common_content, digest_of, without_keys_in_text
from partners.signing.words import words_now
from tests.factories import PartnerFactory, PlaceFactory

pytestmark = [pytest.mark.django_db, pytest.mark.signoff]
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=10,
)


def digest(ours):
    return words_now(ours.page.pk).digest


def latest(ours):
    return Objective.objects.get(pk=ours.page.pk).get_latest_revision_as_object()


def test_saving_again_says_the_same(ours):
    before = digest(ours)
    ours.write()
    assert digest(ours) == before


@pytest.mark.parametrize(
    "typed",
    [
        {"title": "Fewer lonely people"},
        {"summary": "Other words."},
        {"why_here": "Because."},
        {"status": "agreed"},
        {"slug": "another"},
        {"body": [("heading", "What we did")]},
    ],
    ids=lambda typed: next(iter(typed)),
)
def test_each_field_that_readers_read_counts(ours, typed):
    before = digest(ours)
    ours.write(**typed)
    assert digest(ours) != before


def test_places_and_themes_count(ours):
    before = digest(ours)
    page = latest(ours)
    page.place_tags.create(place=PlaceFactory())
    page.save_revision()
    assert digest(ours) != before


def test_who_is_named_counts(ours):
    before = digest(ours)
    ours.page.shares.create(partner=PartnerFactory())
    assert digest(ours) != before


def test_remarks_of_editors_do_not_count(ours):
    before = digest(ours)
    page = latest(ours)
    remark = Comment(user=ours.writers[ours.partners[0].pk], text="Hm.", contentpath="title")
    page.wagtail_admin_comments.add(remark)
    page.save_revision()
    assert "Hm." in str(latest(ours).latest_revision.content)
    assert digest(ours) == before


def test_every_field_of_wagtail_is_either_words_or_bookkeeping(ours):
    """A new field of Wagtail's must be looked at: is it read by the public, or not?"""
    known = {"slug", "title", "seo_title", "search_description", "show_in_menus"}
    own = {"summary", "body", "reference", "status", "why_here", "who_was_involved", "long_term_outcome"}
    tags = {"place_tags", "theme_tags"}
    assert set(latest(ours).latest_revision.content) - NOT_WORDS == known | own | tags


def test_keys_of_blocks_and_paragraphs_do_not_count():
    one = [{"type": "text", "id": "a", "value": '<p data-block-key="x1">Words</p>'}]
    two = [{"type": "text", "id": "b", "value": '<p data-block-key="y2">Words</p>'}]
    contents = [common_content(Objective, {"body": json.dumps(body)}, []) for body in (one, two)]
    assert digest_of(contents[0]) == digest_of(contents[1])


@given(value=json_values)
def test_the_order_of_names_does_not_count_and_all_else_does(value):
    content = {"a": value, "b": 1}
    assert digest_of(content) == digest_of(dict(reversed(content.items())))
    assert digest_of(content) == digest_of(json.loads(json.dumps(content)))
    assert digest_of(content) != digest_of({**content, "b": 2})


@given(text=st.text())
def test_text_without_keys_stays_as_it_is(text):
    assert without_keys_in_text(text) == text or "data-block-key" in text
