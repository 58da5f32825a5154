"""Somebody types into the search: what there is comes up below the box, and Enter searches all the same."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.everybody import findings, fits

HEADER, HOME, SEARCH = "#header-search", "#home-search", "#q"


def typed(page, address, box, text):
    """Type into a box and return it with its list open."""
    page.goto(address)
    found = page.locator(f"{box}[role=combobox]")
    found.press_sequentially(text)
    expect(found).to_have_attribute("aria-expanded", "true")
    return found


def active(page, box):
    """The option that the box points to."""
    return page.locator(f"#{box.get_attribute('aria-activedescendant')}")


@pytest.mark.parametrize(("address", "which"), [("/", HOME), ("/places/", HEADER), ("/search/", SEARCH)])
def test_the_arrows_choose_and_enter_opens(visitor, address, which):
    page = visitor()
    box = typed(page, address, which, "lonel")
    expect(page.locator("form:has([aria-expanded=true]) [role=status]").first).to_have_text(
        re.compile(r"^\d suggestions?\.$")
    )
    box.press("ArrowDown")
    expect(active(page, box)).to_contain_text(re.compile("lonel", re.IGNORECASE))
    expect(active(page, box)).to_contain_text("Theme")
    box.press("Enter")
    page.wait_for_url(re.compile("/themes/"))


def test_enter_searches_for_what_was_typed_unless_something_is_chosen(visitor):
    page = visitor()
    box = typed(page, "/places/", HEADER, "lonel")
    box.press("ArrowDown")
    box.press("Home")
    expect(box).not_to_have_attribute("aria-activedescendant", re.compile("."))
    box.press("Enter")
    page.wait_for_url("**/search/?q=lonel")


def test_escape_closes_and_keeps_the_text(visitor):
    page = visitor()
    box = typed(page, "/search/", SEARCH, "lonel")
    box.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(box).to_have_value("lonel")
    box.press("End")
    box.press_sequentially("i")
    expect(box).to_have_attribute("aria-expanded", "true")


def test_a_press_opens_a_suggestion_on_a_phone(visitor):
    page = visitor(width=320, has_touch=True)
    typed(page, "/", HOME, "trafford")
    page.get_by_role("option", name=re.compile("^Trafford Place")).tap()
    page.wait_for_url("**/places/E08000009/")


def test_an_old_answer_never_takes_the_place_of_a_newer_one(visitor):
    page = visitor()
    held = []
    page.route(re.compile(r"suggest\?q=war$"), lambda route: held.append(route))
    page.goto("/search/")
    box = page.locator("#q[role=combobox]")
    box.press_sequentially("war", delay=20)
    page.wait_for_timeout(400)
    assert len(held) == 1
    box.press_sequentially("m ho", delay=20)
    expect(page.locator("[role=option]").first).to_be_visible()
    before = page.get_by_role("listbox").inner_text()
    held[0].fulfill(json={"similar": False, "message": "", "suggestions": []})
    page.wait_for_timeout(200)
    assert page.get_by_role("listbox").inner_text() == before


@pytest.mark.parametrize("status", [500, 429])
def test_it_is_silent_when_the_server_fails(visitor, status):
    page = visitor()
    problems = []
    page.on("pageerror", lambda error: problems.append(error))
    page.route(re.compile(r"/search/suggest"), lambda route: route.fulfill(status=status, body="no"))
    page.goto("/search/")
    box = page.locator("#q[role=combobox]")
    with page.expect_response(re.compile("/search/suggest")):
        box.press_sequentially("warm")
    expect(box).to_have_attribute("aria-expanded", "false")
    box.press("Enter")
    page.wait_for_url("**/search/?q=warm**")
    assert problems == []


def test_no_postcode_is_asked_about(visitor):
    page = visitor()
    asked = []
    page.on("request", lambda request: "suggest?" in request.url and asked.append(request.url))
    page.goto("/search/")
    page.locator("#q[role=combobox]").press_sequentially("warm homes M33 7PF", delay=200)
    assert asked
    assert not [address for address in asked if re.search(r"\d", address.split("q=")[1])]


@pytest.mark.parametrize(("address", "which"), [("/", HOME), ("/places/", HEADER), ("/search/", SEARCH)])
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (320, "dark")])
def test_the_open_list_is_accessible_and_fits(visitor, address, which, width, scheme):
    page = visitor(width=width, color_scheme=scheme)
    box = typed(page, address, which, "lonelnes" if width == 320 else "co")
    box.press("ArrowDown")
    assert findings(page) == []
    assert fits(page)
    for option in page.locator("[role=option]").all():
        option.scroll_into_view_if_needed()
        assert option.bounding_box()["height"] >= 44
        option.click(trial=True)


def test_nothing_changes_without_javascript(visitor):
    page = visitor(java_script_enabled=False)
    page.goto("/")
    assert page.locator("[role=combobox], .cw-suggest").count() == 0
    page.locator(HOME).fill("warm homes")
    page.locator(HOME).press("Enter")
    page.wait_for_url("**/search/?q=warm+homes")
