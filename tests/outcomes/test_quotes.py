"""Quotes: shown with the consent of who is quoted, which nobody is told more about."""

import json
from datetime import date

import pytest
from wagtail.test.utils.form_data import streamfield

from outcomes.blocks import BodyBlock, Consent
from outcomes.objectives.models import Objective
from outcomes.pages import NO_CONSENT
from partners.agencies.models import Role
from partners.signing.checks import blocking_problems
from partners.signing.comparing.wording import differences
from partners.signing.words import words_now
from search.text import texts_of
from tests.factories import MembershipFactory, PlaceFactory, make_page, publish, theme
from tests.outcomes.test_editing import address, form

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]
BARE = {"text": "I came for a drill bit.", "who": "Regular"}
AGREED = {**BARE, "agreed": "written", "agreed_on": date(2026, 2, 17)}


def quoting(council, value):
    page = make_page(Objective, lead=council, places=[PlaceFactory()], body=[("quote", value)])
    page.save_revision()
    return page


def lacking(page):
    return [(problem.field, problem.says) for problem in blocking_problems(page.pk)]


@pytest.mark.parametrize("missing", [["agreed", "agreed_on"], ["agreed"], ["agreed_on"]])
def test_a_quote_says_how_and_when_before_it_is_signed(council, missing):
    page = quoting(council, {**AGREED, **dict.fromkeys(missing)})
    assert ("body", NO_CONSENT) in lacking(page)


@pytest.mark.parametrize("how", Consent.values)
def test_a_quote_with_consent_can_be_signed(council, how):
    assert ("body", NO_CONSENT) not in lacking(quoting(council, {**AGREED, "agreed": how}))


@pytest.mark.parametrize(
    ("how", "shown"),
    [
        ("written", "Shown with their agreement"),
        ("spoken", "Shown with their agreement"),
        ("guardian", "Shown with their agreement"),
        ("published", "Published before"),
        ("", ""),
    ],
)
def test_readers_are_told_that_there_is_consent_and_nothing_else(client, council, how, shown):
    page = quoting(council, {**AGREED, "agreed": how})
    publish(page)
    html = client.get(page.url).content.decode()
    assert BARE["text"] in html
    for words in ("Shown with their agreement", "Published before"):
        assert (f"{words}</small>" in html) == (words == shown)
    for label in Consent.labels:
        assert label not in html
    assert "17 February 2026" not in html


def test_an_old_quote_stays_on_the_site_and_reads_as_it_did(client, council):
    page = quoting(council, BARE)
    publish(page)
    html = client.get(page.url).content.decode()
    assert "Regular" in html
    assert "agreement" not in html


def test_consent_is_in_no_index_and_no_comparison_and_lapses_nothing(council):
    page = quoting(council, BARE)
    before = words_now(page.pk)
    page.body = [("quote", AGREED)]
    page.save_revision()
    after = words_now(page.pk)
    assert after.digest == before.digest
    assert differences(Objective, before.content, after.content) == []
    assert "2026-02-17" not in json.dumps(after.content)
    stored = [{"type": "quote", "value": {**AGREED, "agreed_on": "2026-02-17"}}]
    assert list(texts_of(BodyBlock(), stored)) == [BARE["text"], BARE["who"]]


def test_the_editor_keeps_it(client, council, ward):
    client.force_login(MembershipFactory(partner=council, role=Role.EDITOR).user)
    written = {**AGREED, "agreed_on": "2026-02-17"}
    typed = form(Objective, places=[ward], themes=[theme("food")], body=streamfield([("quote", written)]))
    client.post(address("wagtailadmin_pages:add", Objective), typed)
    (quote,) = Objective.objects.get().body
    assert (quote.value["agreed"], quote.value["agreed_on"]) == ("written", date(2026, 2, 17))
