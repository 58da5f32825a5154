"""Somebody finds a value in a long list to filter by: by keyboard, on a phone, and without scripts."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def facet_of(page, name):
    """The facet with this name, opened."""
    facet = page.locator("details.cw-facet").filter(has=page.locator(f"input[name={name}]"))
    if facet.get_attribute("open") is None:
        facet.locator("summary.cw-facet__name").click()
    return facet


def test_a_value_is_found_ticked_and_applied_by_keyboard(visitor):
    page = visitor()
    page.goto("/search/?theme=food")
    theme = facet_of(page, "theme")
    box, shown = theme.get_by_label("Find in theme"), theme.locator("input[name=theme]:visible")
    before = shown.count()
    box.fill("Épair zzz")
    expect(theme.get_by_role("status")).to_contain_text("0 of ")
    # What is ticked stays in sight.
    expect(shown).to_have_count(1)
    box.fill("RÉPAIR reuse")
    expect(theme.get_by_role("status")).to_contain_text("1 of ")
    expect(shown).to_have_count(2)
    box.press("Enter")
    box.press("Tab")
    theme.get_by_label("Reuse and repair").press("Space")
    box.press("Escape")
    expect(box).to_have_value("")
    expect(shown).to_have_count(before)
    page.get_by_role("button", name="Apply").click()
    page.wait_for_url(lambda url: "theme=reuse-and-repair" in url and "theme=food" in url)


def test_on_a_phone_it_fits_and_has_no_fault(visitor):
    page = visitor(width=320, height=640)
    page.goto("/search/")
    page.get_by_role("button", name="Show filters").click()
    theme = facet_of(page, "theme")
    theme.get_by_label("Find in theme").fill("home")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": WCAG}}).response["violations"]
    assert [violation["id"] for violation in found] == []


def test_without_scripts_every_value_is_there(visitor):
    page = visitor(java_script_enabled=False)
    page.goto("/search/")
    theme = facet_of(page, "theme")
    theme.locator("details summary").click()
    expect(theme.get_by_label("Find in theme")).to_have_count(0)
    names = theme.locator("input[name=theme]")
    expect(names.locator("visible=true")).to_have_count(names.count())
    assert names.count() > 10
