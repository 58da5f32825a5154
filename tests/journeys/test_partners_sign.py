"""A council, an NHS trust and a voluntary group write one page and sign it, each in its own browser."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.signing import decline, save_draft, sees, sign, signatures, submit
from tests.journeys.test_editor_publishes import choose_several

COUNCIL, TRUST, GROUP = "Mersey Bank Council", "Ship Canal Community Health Trust", "Moorside Neighbours"
WRITER, COUNCIL_SIGNS = "editor@mersey-bank.example", "moderator@mersey-bank.example"
TRUST_SIGNS = "approver@ship-canal-health.example"
GROUP_WRITES, GROUP_SIGNS = "neighbour@moorside.example", "approver@moorside.example"
COUNTIES = ("E10000017", "E10000028")
TITLE = "Company on the last bus home"
STATEMENT = "Two of us ride along on Thursdays, and walk people to their door."

pytestmark = pytest.mark.signoff


def write(page):
    """The council's editor writes an objective for two counties. Returns its key."""
    page.get_by_role("link", name="Write an objective").click()
    page.locator("#id_summary").fill("Nobody rides the last bus alone unless they want to.")
    choose_several(page, "Add place", "E10000017", "Lancashire")
    choose_several(page, "Add place", "E10000028", "Staffordshire")
    page.get_by_role("button", name="Add theme").click()
    page.locator("#id_theme_tags-0-theme").select_option(label="Loneliness and isolation")
    page.locator("#id_status").select_option("agreed")
    # Last, because the editor saves by itself as soon as there is a title.
    page.locator("#id_title").fill(TITLE)
    save_draft(page)
    return re.search(r"/pages/(\d+)/edit/", page.url).group(1)


def invite(page, key, partner):
    page.goto(f"/admin/sharing/pages/{key}/partners/")
    page.locator("#id_partner").fill(partner)
    page.get_by_role("button", name="Ask to contribute").click()
    sees(page, f"{partner} is asked to contribute.")


def accept(page):
    page.goto("/admin/sharing/invitations/")
    panel = page.locator("section, .w-panel").filter(has_text=TITLE).last
    panel.get_by_role("button", name="Accept").click()


def say_for_the_group(page, key):
    """The group's editor writes what the group says for itself."""
    page.goto(f"/admin/parts/{key}/")
    page.get_by_label("What you bring, and what you commit to").fill(STATEMENT)
    page.get_by_role("button", name="Save your part").click()


def change_the_text(page, key):
    """The council's editor changes the common text."""
    page.goto(f"/admin/pages/{key}/edit/")
    page.locator("#id_summary").fill("Nobody rides the last bus alone unless they want to, Thursdays first.")
    save_draft(page)


def is_found_once(reader, place):
    """The page stands in a search within a place once, and counts once under each of its partners."""
    reader.goto(f"/search/?q=company+last+bus&place={place}&kind=objective")
    expect(reader.get_by_role("heading", level=1)).to_contain_text("1 result")
    expect(reader.get_by_role("link", name=TITLE, exact=True)).to_have_count(1)
    for partner in (COUNCIL, TRUST, GROUP):
        expect(reader.get_by_text(re.compile(rf"{partner}\s*\(1\)")).first).to_be_attached()


def test_three_partners_sign_one_page_in_parallel(sign_in, visitor):
    writer, council = sign_in(WRITER), sign_in(COUNCIL_SIGNS)
    trust, group, helper = sign_in(TRUST_SIGNS), sign_in(GROUP_SIGNS), sign_in(GROUP_WRITES)
    reader = visitor()

    key = write(writer)
    for partner in (TRUST, GROUP):
        invite(writer, key, partner)
    for approver in (trust, group):
        accept(approver)
    submit(writer, key)

    trust.goto("/admin/")
    sees(trust, "Waits for us to sign", TITLE)
    sign(trust, TRUST, key)
    decline(group, "It says nothing of what we do.", key)
    signatures(writer, key)
    sees(writer, "It says nothing of what we do.")

    say_for_the_group(helper, key)
    signatures(writer, key)
    sees(writer, "Waiting for signatures")
    trust.goto(f"/admin/signing/pages/{key}/sign/")
    sees(trust, "has decided about this text")

    change_the_text(writer, key)
    signatures(writer, key)
    sees(writer, "Being written")
    reader.goto("/search/?q=company+last+bus&kind=objective")
    expect(reader.get_by_role("link", name=TITLE, exact=True)).to_have_count(0)

    submit(writer, key)
    sign(group, GROUP, key)
    sign(council, COUNCIL, key)
    reader.goto("/search/?q=company+last+bus&kind=objective")
    expect(reader.get_by_role("link", name=TITLE, exact=True)).to_have_count(0)
    sign(trust, TRUST, key)

    for place in COUNTIES:
        is_found_once(reader, place)
    reader.get_by_role("link", name=TITLE, exact=True).click()
    sees(reader, STATEMENT, "Thursdays first")
    for partner in (COUNCIL, TRUST, GROUP):
        reader.get_by_role("link", name=partner).first.click()
        expect(reader.get_by_role("link", name=TITLE, exact=True)).to_have_count(1)
        reader.go_back()
    reader.get_by_role("link", name=re.compile("History and signatures")).first.click()
    sees(reader, COUNCIL, TRUST, GROUP)
