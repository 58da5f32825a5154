"""An officer finds what worked, narrows it, sets it side by side, reads it, prints it and passes it on."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.everybody import findings, fits

MOST_TABS = 400


def tab_to(page, locator):
    """Reach something by the Tab key alone."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if locator.evaluate("element => element === document.activeElement"):
            return
    pytest.fail(f"The Tab key does not get to {locator}.")


def boxes(page):
    """The ticks of the case studies on a page of results."""
    return page.get_by_role("checkbox", name=re.compile("^Compare "))


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_by_keyboard_on_a_phone_an_officer_narrows_and_compares(visitor, scripts):
    page = visitor(width=320, height=640, java_script_enabled=scripts)
    page.goto("/search/?kind=case_study")
    before = int(re.search(r"\d+", page.locator("h1").inner_text()).group())
    if scripts:
        tab_to(page, page.get_by_role("button", name="Show filters"))
        page.keyboard.press("Enter")
    evidence = page.locator("details.cw-facet").filter(has=page.locator("input[name=evidence]"))
    tab_to(page, evidence.locator("summary"))
    page.keyboard.press("Enter")
    for strength in ("compared", "followed_up"):
        tab_to(page, evidence.locator(f"input[value={strength}]"))
        page.keyboard.press("Space")
    tab_to(page, page.get_by_role("button", name="Apply"))
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("evidence=compared"))
    narrowed = int(re.search(r"\d+", page.locator("h1").inner_text()).group())
    assert 2 <= narrowed < before
    assert fits(page)

    # One filter is taken away again; the Tab key goes on from there.
    tab_to(page, page.get_by_role("link", name="Remove Strength of evidence: Followed up"))
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("results-title"))
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name=re.compile("^Remove Kind"))).to_be_focused()
    page.go_back()
    page.wait_for_url(re.compile("followed_up"))

    titles = page.locator(".cw-card__title").all_inner_texts()[:2]
    for number in range(2):
        tab_to(page, boxes(page).nth(number))
        page.keyboard.press("Space")
    tab_to(page, page.get_by_role("button", name="Compare what is ticked"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/compare/?**")
    assert fits(page)
    assert page.get_by_role("columnheader").locator("a").first.inner_text() == titles[0]
    for question in ("What it cost", "What changed", "What did not work", "Strength of evidence"):
        expect(page.get_by_role("rowheader", name=question)).to_be_visible()

    tab_to(page, page.get_by_role("link", name=f"Remove {titles[1]} from the comparison"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("columnheader")).to_have_count(1)
    tab_to(page, page.get_by_role("link", name="Add another from the search"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?**")
    expect(page.locator("input[name=study]:checked")).to_have_count(1)

    tab_to(page, page.get_by_role("link", name=titles[0]).first)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(titles[0])


def test_the_comparison_and_the_short_address_have_no_fault(visitor):
    page = visitor(width=320, height=640)
    page.goto("/search/?kind=case_study&theme=loneliness")
    for number in range(3):
        boxes(page).nth(number).check()
    page.get_by_role("button", name="Compare what is ticked").click()
    expect(page.get_by_role("columnheader")).to_have_count(3)
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert findings(page) == []
        assert fits(page)
    page.goto("/search/?kind=case_study&theme=loneliness")
    page.get_by_role("button", name="Get a short address").click()
    page.wait_for_url("**/s/*/copy")
    assert findings(page) == []


def test_ticks_outlive_going_to_the_next_page(visitor):
    page = visitor()
    page.goto("/search/?kind=case_study")
    boxes(page).nth(0).check()
    boxes(page).nth(1).check()
    page.get_by_role("link", name="Next page").click()
    page.wait_for_url("**page=2**")
    expect(page.locator("#compared")).to_contain_text("To be compared: 2")
    boxes(page).nth(0).check()
    page.get_by_role("button", name="Compare what is ticked").click()
    expect(page.get_by_role("columnheader")).to_have_count(3)


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_search_is_passed_on_by_a_short_address(visitor, scripts):
    permissions = {"permissions": ["clipboard-read", "clipboard-write"]} if scripts else {}
    page = visitor(java_script_enabled=scripts, **permissions)
    page.goto("/search/?q=warm&kind=case_study&sort=evidence")
    found = page.locator("h1").inner_text()
    page.get_by_role("button", name="Get a short address of this search").click()
    field = page.get_by_label("Address to copy")
    short = field.input_value()
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/s/[2-9a-z]{8}", short)
    if scripts:
        page.get_by_role("button", name="Copy", exact=True).click()
        expect(page.get_by_text("Copied", exact=True)).to_be_visible()
        assert page.evaluate("navigator.clipboard.readText()") == short
    colleague = visitor()
    colleague.goto(short)
    assert colleague.url.endswith("/search/?q=warm&kind=case_study&sort=evidence")
    assert colleague.locator("h1").inner_text() == found


def test_paper_says_what_was_chosen_where_and_when_and_has_no_buttons(visitor):
    page = visitor()
    page.goto("/search/?kind=case_study&theme=loneliness")
    page.emulate_media(media="print")
    expect(page.locator(".cw-chosen")).to_be_visible()
    printed = page.locator(".cw-printed")
    expect(printed).to_contain_text("/search/?kind=case_study&theme=loneliness, printed on")
    for hidden in (".cw-filters", ".cw-words", ".cw-nav", ".cw-screen", ".cw-pages", ".cw-card input"):
        expect(page.locator(hidden).first).to_be_hidden()
    page.emulate_media(media="screen")
    expect(printed).to_be_hidden()
