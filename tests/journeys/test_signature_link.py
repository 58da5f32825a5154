"""Somebody without an account signs for a housing association, by a link and a code."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import manage
from tests.journeys.everybody import is_for_everybody

EDITOR = "editor@mersey-bank.example"
# Written and submitted by the lead's editor; the partner has a mail domain, and nobody with an account.
SUBMIT = """
from django.utils import timezone
from partners.agencies.models import Partner
from partners.members.models import MailDomain
from partners.people.models import User
from partners.signing import rounds
from wagtail.models import Page
homes = Partner.objects.get(slug="canalside-homes")
MailDomain.objects.get_or_create(partner=homes, domain="canalside.example")
edie = User.objects.get(email="editor@mersey-bank.example")
page = Page.objects.get(title={title!r}).specific.get_latest_revision_as_object()
page.summary = "What it is about, said anew."
page.save_revision(user=edie)
rounds.submit(page=page, by=edie, at=timezone.now(), message="Please look at the summary.")
print(page.pk)
"""


def letter_to(page, address, subject):
    """The newest letter to an address, on the demonstration's mail page."""
    page.goto("/demonstration/mail/")
    letters = page.locator("article").filter(has_text=f"To {address}")
    return letters.filter(has_text=subject).first


def read_code(page, address):
    """The code in the newest letter."""
    text = letter_to(page, address, "Your code to sign").inner_text()
    return next(line.strip() for line in text.splitlines() if line.strip().isdigit())


@pytest.mark.signoff
@pytest.mark.parametrize(
    ("title", "with_script", "width"),
    [
        ("The debt adviser who rings before the bailiff", True, 1280),
        ("Shared heat for the flats in Partington", False, 320),
        ("Getting online with someone beside you", True, 320),
    ],
)
def test_asked_read_signed_and_used(sign_in, visitor, var, title, with_script, width):
    address = f"wren.{width}.{with_script}@canalside.example".lower()
    options = {"java_script_enabled": with_script, "width": width}
    key = manage(var, "shell", "--verbosity=0", "-c", SUBMIT.format(title=title)).strip()

    edie = sign_in(EDITOR, java_script_enabled=with_script)
    edie.goto(f"/admin/signing/pages/{key}/links/")
    edie.get_by_label("Mail address of the signatory").fill("wren@elsewhere.example")
    edie.get_by_role("button", name="Send a link").click()
    expect(edie.get_by_text("This is no address of Canalside Homes").first).to_be_visible()
    edie.get_by_label("Mail address of the signatory").fill(address)
    edie.get_by_role("button", name="Send a link").click()
    expect(edie.get_by_text(f"A link is on its way to {address}")).to_be_visible()
    if with_script:
        is_for_everybody(edie)

    wren = visitor(**options)
    letter = letter_to(wren, address, "Please sign for")
    link = letter.locator('a[href*="/sign/"]').first.get_attribute("href")
    wren.goto(link)
    expect(wren.get_by_role("heading", level=1)).to_have_text("Sign for Canalside Homes")
    expect(wren.get_by_text(title)).to_have_count(0)
    look(wren, with_script)
    wren.get_by_role("button", name="Send me a code").click()
    code = read_code(wren, address)
    wren.goto(link)
    wren.get_by_label("Code").fill("000000" if code != "000000" else "111111")
    wren.get_by_role("button", name="Read the page").click()
    expect(wren.get_by_text("not the code that we sent").first).to_be_visible()
    look(wren, with_script)
    wren.get_by_label("Code").fill(code)
    wren.get_by_role("button", name="Read the page").click()
    expect(wren.get_by_role("heading", level=1)).to_have_text(f"Sign “{title}”")
    expect(wren.get_by_text("What it is about, said anew.").first).to_be_visible()
    look(wren, with_script)

    other = visitor(**options)
    other.goto(link)
    expect(other.get_by_text(title)).to_have_count(0)

    wren.get_by_role("link", name="Read the page as it would stand on the site").click()
    expect(wren.get_by_role("heading", level=1)).to_contain_text(title)
    wren.go_back()
    wren.get_by_label("Your name").fill("Wren Low")
    wren.get_by_role("button", name="Send the decision for Canalside Homes").click()
    expect(wren.get_by_text("Choose what you decide.").first).to_be_visible()
    expect(wren.get_by_label("Your name")).to_have_value("Wren Low")
    look(wren, with_script)
    wren.get_by_label("Sign", exact=True).check()
    wren.get_by_label("Your office").fill("chief executive")
    wren.get_by_role("button", name="Send the decision for Canalside Homes").click()
    expect(wren.get_by_role("heading", level=1)).to_have_text("Your decision is kept")
    look(wren, with_script)

    other.reload()
    expect(other.get_by_role("heading", level=1)).to_have_text("This link was used")
    look(other, with_script)
    edie.reload()
    expect(edie.get_by_text("by Wren Low, chief executive").first).to_be_visible()


def look(page, with_script):
    """Look for faults that a machine sees; without scripts only for what is too wide."""
    if with_script:
        is_for_everybody(page)
    else:
        assert page.locator("h1").count() == 1, page.url
