"""What journeys do about signatures."""

import re

from playwright.sync_api import expect


def admin_page(page):
    """The key of the page whose editor or screens are open."""
    return re.search(r"/pages/(\d+)/", page.url).group(1)


def signatures(page, key=None):
    """Open the screen that says how far a page has come."""
    page.goto(f"/admin/signing/pages/{key or admin_page(page)}/")


def submit(page, key=None):
    """Submit a page for signing."""
    signatures(page, key)
    page.get_by_role("link", name="Submit for signing").first.click()
    page.get_by_role("button", name="Submit for signing").click()
    back_to_the_signatures(page)


def sign(page, partner, key=None):
    """Sign for a partner."""
    signatures(page, key)
    page.get_by_role("link", name="Read and decide").first.click()
    page.get_by_role("button", name=f"Sign for {partner}").click()
    back_to_the_signatures(page)


def decline(page, reason, key=None):
    """Decline with a reason."""
    signatures(page, key)
    page.get_by_role("link", name="Read and decide").first.click()
    way = page.locator("details").filter(has=page.get_by_text("Decline", exact=True))
    way.locator("summary").click()
    way.get_by_role("textbox").fill(reason)
    way.get_by_role("button", name="Decline with this reason").click()
    back_to_the_signatures(page)


def withdraw(page, explanation, key=None):
    """Withdraw a page with an explanation."""
    signatures(page, key)
    page.get_by_role("link", name="Withdraw it").click()
    page.locator("main").get_by_role("textbox").fill(explanation)
    page.get_by_label(re.compile("^I know that")).check()
    page.get_by_role("button", name="Withdraw it").click()
    back_to_the_signatures(page)


def back_to_the_signatures(page):
    """It is done when the screen that says how far the page has come is there again."""
    expect(page).to_have_url(re.compile(r"/admin/signing/pages/\d+/$"))


def save_draft(page):
    """Save, and wait until it is."""
    page.get_by_role("button", name="Save draft").click()
    expect(page.locator(".messages .success").first).to_be_visible(timeout=15_000)


def sees(page, *words):
    """See these words."""
    for each in words:
        expect(page.get_by_text(each).first).to_be_visible()
