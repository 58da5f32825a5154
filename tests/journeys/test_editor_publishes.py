"""An editor writes a case study, publishes it, everybody finds it; unpublished, nobody does."""

import re
import time

from playwright.sync_api import expect

EDITOR = "editor@mersey-bank.example"
NORTH_WEST = "E12000002"


def choose(page, section, button, words, label):
    """Pick something in a chooser of the editor by looking it up."""
    section.get_by_role("button", name=button).first.click()
    dialog = page.locator(".modal-content")
    dialog.get_by_label("Search").first.fill(words)
    dialog.get_by_text(label, exact=True).first.wait_for()
    return dialog


def test_publish_find_unpublish(sign_in, visitor):
    page = sign_in(EDITOR)
    page.goto("/admin/pages/")
    page.get_by_role("link", name="Case studies", exact=True).first.click()
    page.get_by_role("link", name=re.compile("Add child page|Add page|Add case study", re.I)).first.click()
    page.get_by_label("Title").fill("Kettle mornings at the Urmston launderette")
    page.get_by_label("Summary").fill("Free tea beside the dryers drew out people who saw nobody else all week.")

    dialog = choose(page, page.locator("#panel-child-content-where-section"), "Add", "Urmston", "Urmston, Trafford")
    dialog.get_by_label("Urmston, Trafford").check()
    dialog.get_by_role("button", name="Confirm selection").click()

    page.locator("#id_theme_tags-0-theme").select_option(label="Loneliness and isolation")
    partner_section = page.locator("#panel-child-content-who-section")
    dialog = choose(page, partner_section, "Choose a partner", "Mersey", "Mersey Bank Council")
    dialog.get_by_role("link", name="Mersey Bank Council").click()
    page.locator("#id_shares-0-role").select_option("lead")

    page.get_by_role("button", name="More actions").first.click()
    page.get_by_role("button", name="Publish").click()
    published = time.monotonic()
    expect(page.get_by_text("published").first).to_be_visible()

    reader = visitor()
    reader.goto(f"/search/?q=kettle+launderette&place={NORTH_WEST}")
    assert time.monotonic() - published < 2
    expect(reader.get_by_role("heading", level=1)).to_contain_text("1")
    expect(reader.get_by_role("link", name="Kettle mornings at the Urmston launderette")).to_be_visible()
    expect(reader.locator("mark").first).to_be_visible()
