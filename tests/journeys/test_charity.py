"""A small charity registers and is approved, its people turn on second factors, and what they learnt is found."""

import re

import pytest
from playwright.sync_api import expect

from partners.agencies.models import Role
from tests.journeys.test_editor_publishes import NORTH_WEST, search
from tests.journeys.test_every_public_page import findings
from tests.journeys.test_signing_in import browser_with_key, code

__all__ = ["browser_with_key"]
CONVENER = "moderator@mersey-bank.example"
ELSEWHERE = "moderator@aire-bank.example"
GROUP = "Davyhulme Kettle Club"
SUMMARY = "Volunteers keep a warm room open on the days when everything else is shut."
FOUNDER = "ida@kettle-club.example"
COLLEAGUE = "sam@kettle-club.example"
SECRET = "seven kettles on a shelf"
TITLE = "Kettle mornings in Davyhulme"


def fill_in(page):
    """Fill in the form as a visitor: two places, one after another."""
    page.goto("/partners/")
    page.get_by_role("link", name="Register your group").click()
    page.get_by_label("Name of the group").fill(GROUP)
    page.get_by_label("What it does").fill(SUMMARY)
    page.get_by_label("Charity number").fill("199 9998")
    page.get_by_label("Place that it serves").fill("Davyhulme")
    page.get_by_role("button", name="Add this place").click()
    expect(page.get_by_label("What it does")).to_have_value(SUMMARY)
    page.get_by_label("Add another place").fill("Sale")
    page.get_by_label("What you do there").fill("Founder")
    page.get_by_role("button", name="Go on to sign in").click()
    choose_if_asked(page)


def choose_if_asked(page):
    """Choose the first of several places of a name, where there are several."""
    if page.get_by_text("Which of these places do you mean?").count():
        page.get_by_role("radio").first.check()
        page.get_by_role("button", name="Go on to sign in").click()


def open_account(page, email, first, last):
    """Open an account, follow the link in the mail, and sign in."""
    page.get_by_role("link", name="Open an account").click()
    page.get_by_label("First name").fill(first)
    page.get_by_label("Last name").fill(last)
    page.get_by_label("Email address").fill(email)
    page.get_by_label("Password").fill(SECRET)
    page.get_by_role("button", name="Open the account").click()
    expect(page.get_by_role("heading", name="Look in your mail")).to_be_visible()
    page.goto("/demonstration/mail/")
    page.locator("a[href*='/account/confirm-email/']").first.click()
    page.get_by_role("button", name="Yes, it is mine").click()
    sign_in_as(page, email)


def sign_in_as(page, email):
    """Sign in with the password."""
    if "/account/login/" not in page.url:
        page.goto("/account/login/")
    page.get_by_label("Email address").fill(email)
    page.get_by_label("Password", exact=True).fill(SECRET)
    page.get_by_role("button", name="Sign in", exact=True).click()


def is_fine(page):
    """No finding of axe, and nothing wider than the window."""
    assert findings(page) == [], page.url
    over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert over <= 0, page.url


def add_passkey(page):
    """Set up a passkey, and keep the recovery codes."""
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("Name of this passkey").fill("Phone")
    page.get_by_role("button", name="Add the passkey").click()
    page.wait_for_url("**/account/2fa/codes/")


def add_app(page):
    """Set up an authenticator app, and keep the recovery codes."""
    page.get_by_role("link", name="Set up an app").click()
    page.wait_for_url("**/account/2fa/app/")
    page.get_by_label("Code").fill(code(page.locator("main code").inner_text()))
    page.get_by_role("button", name="Add the app").click()
    page.wait_for_url("**/account/2fa/codes/")


def register(page):
    """The form, the account, and back to the form with all that was typed."""
    fill_in(page)
    open_account(page, FOUNDER, "Ida", "Kay")
    page.wait_for_url("**/partners/register/")
    expect(page.get_by_label("Name of the group")).to_have_value(GROUP)
    expect(page.get_by_role("checkbox")).to_have_count(2)
    is_fine(page)
    page.get_by_role("button", name="Send the registration").click()
    expect(page.get_by_role("heading", name=GROUP)).to_be_visible()
    expect(page.get_by_role("link", name="Mersey Bank Council")).to_be_visible()
    is_fine(page)


def approve(sign_in):
    """A convener of another place sees nothing of it; the one of this place finds it and approves."""
    outsider = sign_in(ELSEWHERE)
    outsider.goto("/admin/registrations/")
    expect(outsider.get_by_text(GROUP)).to_have_count(0)
    convener = sign_in(CONVENER)
    convener.get_by_role("link", name="Read and answer").click()
    convener.get_by_role("link", name=GROUP).click()
    expect(convener.get_by_role("link", name=re.compile("1999998"))).to_be_visible()
    convener.get_by_role("button", name=f"Approve {GROUP}").click()
    expect(convener.get_by_text(f"{GROUP} is a partner now")).to_be_visible()
