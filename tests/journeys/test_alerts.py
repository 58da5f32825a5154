"""Hearing by mail of what is new in a search: ask, confirm, read, take away, stop; saving one for oneself."""

import csv
import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import manage
from tests.journeys.everybody import is_for_everybody
from tests.journeys.test_officer_finds import tab_to
from tests.journeys.test_resident_follows import NEIGHBOUR, press_with_keyboard
from tests.journeys.test_resident_proposes import MODERATOR, TITLE, confirm, propose

ADDRESS = "reader@example.org"
SEARCH = "/search/?q=bench+chemist&kind=proposal&as_typed=bench+chemist"
# The letters of tomorrow morning, written now.
TOMORROW = """
from datetime import timedelta
from django.utils import timezone
from search.saved.letters import send_alerts_to, subscribers_waiting
at = timezone.now() + timedelta(days=1)
print(sum(send_alerts_to(subscriber_id=key, at=at) for key in subscribers_waiting(at)))
"""


def ask(page, scripts):
    """Get alerts about benches by mail, and read what the pages on the way say."""
    page.goto(SEARCH)
    page.get_by_role("link", name="Get alerts by mail").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Get alerts by mail")
    is_for_everybody(page, scripts)
    press_with_keyboard(page, "Send me the link")
    expect(page.get_by_role("alert").get_by_text("Enter your email address.")).to_be_visible()
    page.get_by_label("Email address").fill(ADDRESS)
    page.get_by_label("Once a day").check()
    press_with_keyboard(page, "Send me the link")
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your mail")
    is_for_everybody(page, scripts)


def open_link(page, part):
    """Open the latest letter's link of a sort, as the demonstration shows it.

    Letters that a command wrote name the host of its own settings, which is another than this site's.
    """
    page.goto("/demonstration/mail/")
    page.goto(urlsplit(page.locator(f"a[href*='/{part}']").first.get_attribute("href")).path)


def publish(visitor, sign_in):
    """Make something public that the search finds."""
    resident, moderator = visitor(java_script_enabled=False), sign_in(MODERATOR)
    propose(resident)
    confirm(resident)
    moderator.goto("/admin/proposals/")
    moderator.get_by_role("link", name=TITLE).click()
    moderator.get_by_role("button", name=re.compile("^Accept")).click()


def take_away(page, results, title):
    """Download what a search finds by the keyboard, and print it: the file has the rows of the list."""
    page.goto(results)
    found = int(re.match(r"\d+", page.locator("h1").inner_text()).group())
    tab_to(page, page.get_by_role("link", name="Table (CSV)"))
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    with download.value.path().open(encoding="utf-8-sig", newline="") as file:
        titles = [row["title"] for row in csv.DictReader(file)]
    assert len(titles) == found
    assert title in titles
    page.emulate_media(media="print")
    expect(page.locator(".cw-printed")).to_contain_text("printed on")
    assert page.pdf().startswith(b"%PDF")


@pytest.mark.parametrize(("width", "scripts"), [(320, False), (320, True)])
def test_ask_confirm_hear_stop(visitor, sign_in, var, width, scripts):
    reader = visitor(width=width, java_script_enabled=scripts)
    ask(reader, scripts)
    open_link(reader, "search/alerts/confirm/")
    is_for_everybody(reader, scripts)
    press_with_keyboard(reader, "Yes, send me these alerts")
    expect(reader.get_by_role("heading", level=1)).to_have_text("Your alerts are on")
    publish(visitor, sign_in)
    assert manage(var, "shell", "-c", TOMORROW).split()[-1] == "1"

    reader.goto("/demonstration/mail/")
    expect(reader.get_by_text("1 new in “bench chemist, Proposals”").first).to_be_visible()
    open_link(reader, "proposals/P-")
    expect(reader.get_by_role("heading", level=1)).to_contain_text(TITLE)
    take_away(reader, SEARCH, TITLE)
    reader.emulate_media(media="screen")
    open_link(reader, "search/alerts/manage/")
    expect(reader.get_by_role("link", name="bench chemist, Proposals")).to_be_visible()
    is_for_everybody(reader, scripts)
    open_link(reader, "search/alerts/stop/")
    is_for_everybody(reader, scripts)
    press_with_keyboard(reader, "Stop all alerts")
    expect(reader.get_by_role("heading", level=1)).to_have_text("Alerts are stopped")
    assert manage(var, "shell", "-c", TOMORROW).split()[-1] == "0"


@pytest.mark.parametrize(("width", "scripts"), [(320, False), (1280, True)])
def test_save_rename_open_delete(sign_in, width, scripts):
    page = sign_in(NEIGHBOUR, width=width, java_script_enabled=scripts)
    page.goto("/search/?q=lonely+older+people&place=E08000009")
    page.get_by_role("link", name="Save this search").click()
    expect(page.get_by_label("What do you call this search?")).to_have_value("lonely older people, Trafford")
    is_for_everybody(page, scripts)
    page.get_by_label("What do you call this search?").fill("Company")
    page.get_by_label("Once a week").check()
    press_with_keyboard(page, "Save the search")
    expect(page.get_by_text("“Company” is saved.")).to_be_visible()
    is_for_everybody(page, scripts)
    page.get_by_text("Change or delete").click()
    page.get_by_label("Name").fill("Company in Trafford")
    page.get_by_role("button", name="Save Company").click()
    page.get_by_role("link", name="Company in Trafford", exact=True).click()
    assert "place=E08000009" in page.url
    page.goto("/account/")
    page.get_by_role("link", name="See your saved searches").click()
    page.get_by_text("Change or delete").click()
    page.get_by_role("button", name="Delete Company in Trafford").click()
    expect(page.get_by_text("No saved searches")).to_be_visible()
    is_for_everybody(page, scripts)
