"""Somebody types a postcode into the site's search: it leads to the place, and stands in no address."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.everybody import fits

# One postcode of the shipped table, written as people do, and the ward that the table says.
POSTCODE = "m15 4ab"
ANY_WRITING = re.compile(r"M15(%20|\+| )*4AB", re.IGNORECASE)
WARD = "E05015247"


def search_for(page, words):
    page.goto("/search/")
    box = page.locator("input[name=q]").first
    box.fill(words)
    box.press("Enter")


def test_no_address_holds_the_postcode(visitor):
    page = visitor()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    search_for(page, POSTCODE)
    page.wait_for_url(re.compile(WARD))
    assert not [address for address in asked if ANY_WRITING.search(address)]
    expect(page.get_by_role("heading", level=1)).to_be_visible()


@pytest.mark.parametrize("words", [POSTCODE, f"loneliness {POSTCODE}"])
def test_without_scripts_it_is_led_away_from_at_once(visitor, words):
    page = visitor(java_script_enabled=False)
    search_for(page, words)
    page.wait_for_url(re.compile(WARD))
    assert not ANY_WRITING.search(page.url)
    assert "4AB" not in page.content().upper()


def test_the_first_half_offers_its_place(visitor):
    page = visitor(width=320)
    search_for(page, "M33")
    expect(page.get_by_role("link", name=re.compile("Trafford")).first).to_be_visible()
    assert fits(page)
