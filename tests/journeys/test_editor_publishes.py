"""An editor writes a case study, an approver signs it, everybody finds it; withdrawn, nobody does."""

import re

from playwright.sync_api import expect

from tests.journeys.signing import admin_page, sign, signatures, submit, withdraw

EDITOR = "editor@mersey-bank.example"
APPROVER = "moderator@mersey-bank.example"
NORTH_WEST = "E12000002"
SOUTH_WEST = "E12000009"
TITLE = "Kettle mornings at the Urmston launderette"


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
    page.get_by_role("link", name="Write a case study", exact=True).click()
    page.locator("#id_title").fill(TITLE)
    page.locator("#id_summary").fill("Free tea beside the dryers drew out people who saw nobody all week.")
    page.locator("#id_what_did_not_work").fill("Nothing that we know of.")
    choose_several(page, "Add place", "urmston", "Urmston, Trafford")
    page.get_by_role("button", name="Add theme").click()
    page.locator("#id_theme_tags-0-theme").select_option(label="Loneliness and isolation")


def search(page, place):
    page.goto(f"/search/?q=dryers+launderette&place={place}&kind=case_study")
    return page.get_by_role("heading", level=1).inner_text()


def test_sign_find_withdraw(sign_in, visitor):
    writer, approver = sign_in(EDITOR), sign_in(APPROVER)
    write(writer)
    expect(writer.get_by_text("Lead partner, because you act for it")).to_be_visible()
    writer.get_by_role("button", name="Save draft").click()
    expect(writer.get_by_text(f"'{TITLE}' created")).to_be_visible()
    key = admin_page(writer)
    submit(writer, key)
    sign(approver, "Mersey Bank Council", key)

    reader = visitor()
    heading = search(reader, NORTH_WEST)
    assert heading.startswith("1 result")
    expect(reader.get_by_role("link", name=TITLE, exact=True)).to_be_visible()
    expect(reader.locator("mark").filter(has_text="dryers").first).to_be_visible()
    expect(reader.get_by_text(re.compile(r"Case studies\s*\(1\)")).first).to_be_visible()
    assert search(reader, SOUTH_WEST).startswith("0 results")
    search(reader, NORTH_WEST)
    reader.get_by_role("link", name=TITLE, exact=True).click()
    address = reader.url

    withdraw(approver, "The launderette has closed.", key)
    assert search(reader, NORTH_WEST).startswith("0 results")
    expect(reader.get_by_role("link", name=TITLE, exact=True)).to_have_count(0)
    assert reader.goto(address).status == 410
    expect(reader.get_by_text("The launderette has closed.")).to_be_visible()


def test_nobody_publishes_by_themselves(sign_in):
    page = sign_in(APPROVER)
    page.get_by_role("link", name="Write a case study", exact=True).click()
    page.locator("#id_title").fill("Waiting for a second pair of eyes")
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_text("'Waiting for a second pair of eyes' created")).to_be_visible()
    expect(page.get_by_role("button", name="Publish")).to_have_count(0)


def test_a_title_is_enough_for_a_draft_and_not_for_signing(sign_in):
    page = sign_in(APPROVER)
    page.get_by_role("link", name="Write a case study", exact=True).click()
    page.locator("#id_title").fill("Only a title so far")
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_text("'Only a title so far' created")).to_be_visible()
    signatures(page)
    page.get_by_role("link", name="Submit for signing").first.click()
    for words in (
        "Write a summary: one or two plain sentences.",
        "Choose at least one place.",
        "Choose at least one theme.",
    ):
        expect(page.get_by_text(words).first).to_be_visible()
    page.get_by_role("link", name="Write a summary: one or two plain sentences.").click()
    expect(page.locator("#id_title")).to_have_value("Only a title so far")
