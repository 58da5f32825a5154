"""A resident finds the place by postcode, reads, and follows it with the keyboard alone, without scripts."""

import re

from playwright.sync_api import expect

from tests.journeys.everybody import fits

NEIGHBOUR = "neighbour@moorside.example"


def press_with_keyboard(page, name, role="button"):
    """Reach a button or a link with the tab key, as somebody without a mouse does, and press it."""
    wanted = page.get_by_role(role, name=name, exact=True)
    for _ in range(60):
        page.keyboard.press("Tab")
        if wanted.evaluate("element => element === document.activeElement"):
            return page.keyboard.press("Enter")
    raise AssertionError(f"The tab key does not reach the {role} '{name}'.")


def find(page, postcode):
    """Look up a postcode on the home page and open the ward that it lies in."""
    page.goto("/places/")
    page.get_by_role("searchbox", name="Find your area").fill(postcode)
    page.locator("main").get_by_role("button", name="Find").first.click()


def test_find_read_follow_stop(sign_in):
    page = sign_in(NEIGHBOUR, java_script_enabled=False)
    find(page, "M33 7PF")
    page.locator("main").get_by_role("link", name="Trafford", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Trafford")
    expect(page.get_by_role("heading", name="What is agreed here")).to_be_visible()

    press_with_keyboard(page, "Follow this place")
    expect(page.get_by_text("You follow Trafford.")).to_be_visible()
    page.get_by_role("link", name="Places you follow").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Places you follow")
    expect(page.get_by_role("heading", name="New in your places")).to_be_visible()
    assert page.locator(".cw-card").count() > 0

    press_with_keyboard(page, "See which places, or stop following one", role="link")
    press_with_keyboard(page, "Stop following Trafford")
    expect(page.get_by_text("You follow no place yet")).to_be_visible()


def test_a_stranger_reads_and_gets_the_feed(visitor):
    page = visitor(java_script_enabled=False)
    page.goto("/places/E08000009/")
    expect(page.get_by_role("link", name="Sign in to follow")).to_be_visible()
    address = page.get_by_role("link", name=re.compile("Follow by feed")).get_attribute("href")
    answer = page.request.get(address)
    assert answer.status == 200
    assert answer.headers["content-type"].startswith("application/atom+xml")
    assert "<entry>" in answer.text()


def test_the_working_of_places_alike_opens_with_the_keyboard(visitor):
    page = visitor(width=320)
    page.goto("/places/E08000009/")
    page.get_by_role("link", name="How we know: the figures side by side").click()
    page.locator("summary").first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("table").first).to_be_visible()
    assert fits(page)
