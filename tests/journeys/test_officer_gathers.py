"""An officer gathers case studies with the keyboard alone, hands the list on, and takes it away."""

import io

import docx
import pytest
from playwright.sync_api import expect

from tests.journeys.everybody import findings, fits
from tests.journeys.test_resident_follows import press_with_keyboard

OFFICER = "neighbour@moorside.example"
FIRST = "/case-studies/camden-commissions-mental-health-for-outcomes/"


def follow_with_keyboard(page, name):
    """Reach a link with the tab key and open it."""
    link = page.locator("main").get_by_role("link", name=name).first
    for _ in range(80):
        page.keyboard.press("Tab")
        if link.evaluate("link => link === document.activeElement"):
            return page.keyboard.press("Enter")
    raise AssertionError(f"The tab key does not reach the link '{name}'.")


def add(page, address, title, note):
    """Put a case study into a list, a new one when that is named."""
    page.goto(address)
    follow_with_keyboard(page, "Add to a list")
    expect(page.get_by_role("heading", level=1)).to_have_text("Add to a list")
    assert fits(page)
    if title:
        page.get_by_role("radio", name="A new list").check()
        page.get_by_label("Title of the list").fill(title)
    page.get_by_label("Your note").fill(note)
    press_with_keyboard(page, "Add to the list")
    expect(page.get_by_text("is in the list.")).to_be_visible()
    assert fits(page)


def other_case_study(page):
    """The address of another case study than the first."""
    page.goto("/case-studies/")
    found = [link.get_attribute("href") for link in page.locator(".cw-card__title a").all()]
    return next(each for each in found if not each.endswith(FIRST))


@pytest.mark.parametrize("has_script", [False, True], ids=["without scripts", "with scripts"])
def test_gather_order_hand_on_take_away(sign_in, visitor, has_script):
    page = sign_in(OFFICER, width=320, java_script_enabled=has_script)
    add(page, FIRST, "For the board", "Paid for what changed")
    add(page, other_case_study(page), "", "The other way")
    expect(page.get_by_role("heading", level=1)).to_have_text("For the board")

    press_to_open(page, 2)
    press_with_keyboard(page, "Move up number 2")
    expect(page.get_by_text("It is number 1 now.")).to_be_visible()
    expect(page.locator("ol.cw-rows > li").first).to_contain_text("The other way")

    press_to_open(page, 1)
    press_with_keyboard(page, "Remove from the list number 1")
    press_with_keyboard(page, "Put it back")
    expect(page.get_by_text("It is in the list again.")).to_be_visible()
    expect(page.locator("ol.cw-rows > li").first).to_contain_text("The other way")

    press_with_keyboard(page, "Make a link")
    link = page.get_by_label("Link to copy").input_value()
    assert fits(page)

    stranger = visitor(width=320, java_script_enabled=has_script)
    stranger.goto(link)
    expect(stranger.get_by_role("heading", level=1)).to_have_text("For the board")
    expect(stranger.locator("main")).to_contain_text("Paid for what changed")
    assert fits(stranger)
    follow_with_keyboard(stranger, "All on one page, to read and print")
    expect(stranger.locator("main")).to_contain_text("What did not work")
    assert fits(stranger)
    answer = stranger.request.get(f"{link}list.docx")
    assert "For the board" in [each.text for each in docx.Document(io.BytesIO(answer.body())).paragraphs]

    press_with_keyboard(page, "Take the link away")
    expect(page.get_by_text("The link leads nowhere now.")).to_be_visible()
    assert stranger.goto(link).status == 404
    page.locator("main").get_by_role("link", name="Delete").click()
    press_with_keyboard(page, "Delete the list")
    expect(page.get_by_text("is deleted.")).to_be_visible()


def press_to_open(page, number):
    """Open what can be done with an item, with the keyboard."""
    summary = page.locator("ol.cw-rows > li").nth(number - 1).locator("summary")
    summary.focus()
    page.keyboard.press("Enter")


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (320, "dark")])
def test_every_page_of_lists_is_accessible(sign_in, width, scheme):
    page = sign_in(OFFICER, width=width, color_scheme=scheme)
    page.goto("/collections/")
    assert findings(page) == []
    page.goto("/collections/new/")
    assert findings(page) == []
    add(page, FIRST, "For the board", "Paid for what changed")
    press_to_open(page, 1)
    page.get_by_role("button", name="Make a link").click()
    key = page.url.split("/collections/")[1].split("/")[0]
    link = page.get_by_label("Link to copy").input_value()
    base = f"/collections/{key}/"
    for address in (base, f"{base}details/", f"{base}delete/", f"{base}document/", link, f"{link}document/"):
        page.goto(address)
        for summary in page.locator("main summary").all():
            summary.click()
        assert findings(page) == [], address
        assert fits(page)
