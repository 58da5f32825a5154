"""An editor writes a case study, publishes it, everybody finds it; unpublished, nobody does."""

import re
import time

from playwright.sync_api import expect

EDITOR = "editor@mersey-bank.example"
APPROVER = "moderator@mersey-bank.example"
NORTH_WEST = "E12000002"
SOUTH_WEST = "E12000009"
TITLE = "Kettle mornings at the Urmston launderette"
SECONDS_TO_BE_FOUND = 2


def choose(page, button, words, name):
    """Pick something in a chooser of the editor by looking it up."""
    page.get_by_role("button", name=button, exact=True).first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Search").fill(words)
    dialog.get_by_role("link", name=name, exact=True).click()
    expect(dialog).to_be_hidden()


def choose_several(page, button, words, name):
    """Tick something in a chooser that takes several."""
    page.get_by_role("button", name=button, exact=True).first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Search").fill(words)
    dialog.get_by_role("checkbox", name=name).check()
    dialog.get_by_role("button", name="Confirm selection").click()
    expect(dialog).to_be_hidden()


def write(page):
    """Fill in a case study."""
    page.get_by_role("link", name="Write a case study").click()
    page.locator("#id_title").fill(TITLE)
    page.locator("#id_summary").fill("Free tea beside the dryers drew out people who saw nobody all week.")
    choose_several(page, "Add place", "urmston", "Urmston, Trafford")
    page.get_by_role("button", name="Add theme").click()
    page.locator("#id_theme_tags-0-theme").select_option(label="Loneliness and isolation")


def search(page, place):
    page.goto(f"/search/?q=dryers+launderette&place={place}&kind=case_study")
    return page.get_by_role("heading", level=1).inner_text()


def test_publish_find_unpublish(sign_in, visitor):
    page = sign_in(APPROVER)
    write(page)
    expect(page.get_by_text("Lead partner, because you act for it")).to_be_visible()
    page.get_by_role("button", name="More actions").first.click()
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text(f"Page '{TITLE}' created and published")).to_be_visible()
    published = time.monotonic()

    reader = visitor()
    heading = search(reader, NORTH_WEST)
    assert time.monotonic() - published < SECONDS_TO_BE_FOUND
    assert heading.startswith("1 result")
    expect(reader.get_by_role("link", name=TITLE)).to_be_visible()
    expect(reader.locator("mark").filter(has_text="dryers").first).to_be_visible()
    expect(reader.get_by_text(re.compile(r"Case studies\s*\(1\)")).first).to_be_visible()
    assert search(reader, SOUTH_WEST).startswith("0 results")

    page.get_by_role("link", name="Edit", exact=True).first.click()
    page.get_by_role("button", name="More actions").first.click()
    page.get_by_role("link", name="Unpublish").click()
    page.get_by_role("button", name="Yes, unpublish it").click()
    expect(page.get_by_text("unpublished")).to_be_visible()
    assert search(reader, NORTH_WEST).startswith("0 results")
    expect(reader.get_by_role("link", name=TITLE)).to_have_count(0)


def test_an_editor_writes_and_an_approver_publishes(sign_in):
    page = sign_in(EDITOR)
    page.get_by_role("link", name="Write a case study").click()
    page.locator("#id_title").fill("Waiting for a second pair of eyes")
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_text("'Waiting for a second pair of eyes' created")).to_be_visible()
    expect(page.get_by_role("button", name="Publish")).to_have_count(0)


def test_a_title_is_enough_for_a_draft_and_not_for_publishing(sign_in):
    page = sign_in(APPROVER)
    page.get_by_role("link", name="Write a case study").click()
    page.locator("#id_title").fill("Only a title so far")
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_text("'Only a title so far' created")).to_be_visible()
    page.get_by_role("button", name="More actions").first.click()
    page.get_by_role("button", name="Publish").click()
    for words in (
        "Write a summary: one or two plain sentences.",
        "Choose at least one place.",
        "Choose at least one theme.",
    ):
        expect(page.get_by_text(words).first).to_be_visible()
    expect(page.locator("#id_title")).to_have_value("Only a title so far")
