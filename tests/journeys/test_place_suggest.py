"""Somebody finds their area with the keyboard, with a slip of the finger, on a narrow screen."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.everybody import findings, fits

FORM = "form[data-cw-suggest-places]"


def typed(page, address, text):
    """Type into the box for a place and return it with its list open."""
    page.goto(address)
    box = page.locator(f"{FORM} [role=combobox]")
    box.press_sequentially(text)
    expect(box).to_have_attribute("aria-expanded", "true")
    return box


def active(page, box):
    """The option that the box points to."""
    return page.locator(f"#{box.get_attribute('aria-activedescendant')}")


def test_arrows_escape_and_enter(visitor):
    page = visitor()
    box = typed(page, "/", "traff")
    expect(page.locator(f"{FORM} .cw-suggest [role=status]")).to_have_text(
        re.compile(r"^\d places? found\.$")
    )
    expect(box).not_to_have_attribute("aria-activedescendant", re.compile("."))
    box.press("ArrowDown")
    expect(active(page, box)).to_contain_text("Trafford")
    expect(active(page, box)).to_have_attribute("aria-selected", "true")
    box.press("ArrowUp")
    expect(page.locator(f"{FORM} [role=option][aria-selected=true]")).to_have_count(0)
    box.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(box).to_have_value("traff")
    box.press("ArrowDown")
    box.press("Enter")
    page.wait_for_url("**/places/E08000009/")


def test_a_slip_is_named_and_forgiven(visitor):
    page = visitor()
    typed(page, "/places/", "Stockprt")
    expect(page.locator(f"{FORM} .cw-suggest__note")).to_contain_text("We found nothing called “Stockprt”")
    page.get_by_role("option").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Stockport")


def test_in_a_proposal_the_chosen_place_is_filled_in_and_meant(visitor):
    page = visitor()
    box = typed(page, "/proposals/new/", "traff")
    box.press("ArrowDown")
    box.press("Enter")
    expect(box).to_have_value("Trafford")
    expect(page.locator("[name=place_choices]")).to_have_value("E08000009")
    expect(page).to_have_url(re.compile("/proposals/new/$"))
    box.press_sequentially("x")
    expect(page.locator("[name=place_choices]")).to_have_count(0)


def test_a_postcode_is_never_asked_for(visitor):
    page = visitor()
    asked = []
    page.on("request", lambda request: "suggest?" in request.url and asked.append(request.url))
    page.goto("/places/")
    page.locator(f"{FORM} [role=combobox]").press_sequentially("M33 7PF", delay=200)
    assert not [address for address in asked if re.search(r"\d", address.split("q=")[1])]


@pytest.mark.parametrize("address", ["/", "/places/", "/proposals/new/"])
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (320, "light"), (320, "dark")])
def test_the_open_list_is_accessible_and_fits(visitor, address, width, scheme):
    page = visitor(width=width, color_scheme=scheme)
    box = typed(page, address, "Stockprt" if width == 320 else "abbey")
    box.press("ArrowDown")
    assert findings(page) == []
    assert fits(page)
    for option in page.get_by_role("option").all():
        option.scroll_into_view_if_needed()
        assert option.bounding_box()["height"] >= 44
        option.click(trial=True)


def test_nothing_changes_without_javascript(visitor):
    page = visitor(java_script_enabled=False)
    page.goto("/places/")
    assert page.locator("[role=combobox], .cw-suggest").count() == 0
