"""A small charity registers, is approved, its people set up second factors, and what they learnt is found."""

import re

from playwright.sync_api import expect

from partners.agencies.models import Role
from tests.journeys.everybody import is_for_everybody
from tests.journeys.signing import admin_page, sign, submit
from tests.journeys.test_editor_publishes import NORTH_WEST, choose_several
from tests.journeys.test_signing_in import browser_with_key, code

__all__ = ["browser_with_key"]
CONVENER = "moderator@mersey-bank.example"
ELSEWHERE = "moderator@aire-bank.example"
NUMBER = "1999998"
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
    page.get_by_label("Charity number").fill(NUMBER)
    page.get_by_label("Place that it serves").fill("Urmston")
    page.get_by_role("option", name=re.compile("^Urmston")).first.click()
    page.get_by_role("button", name="Add this place").click()
    expect(page.get_by_label("What it does")).to_have_value(SUMMARY)
    page.get_by_label("Add another place").fill("Davyhulme")
    page.get_by_label("What you do there").fill("Founder")
    page.get_by_role("button", name="Go on to sign in").click()
    is_for_everybody(page)
    page.get_by_role("radio", name=re.compile("^Davyhulme")).first.check()
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


def add_passkey(page):
    """Set up a passkey, and keep the recovery codes."""
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("Name of this passkey").fill("Phone")
    page.get_by_role("button", name="Add the passkey").click()
    page.wait_for_url("**/account/2fa/codes/")


def add_app(page):
    """Set up an authenticator app, and keep the recovery codes."""
    page.get_by_role("link", name="Set up an app").click()
    page.wait_for_load_state()
    if "/reauthenticate/" in page.url:  # opening an account is no proof that its password is known
        page.get_by_label("Password").fill(SECRET)
        page.get_by_role("button", name="Go on").click()
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
    is_for_everybody(page)
    page.get_by_role("button", name="Send the registration").click()
    expect(page.get_by_role("heading", name=GROUP)).to_be_visible()
    expect(page.get_by_role("link", name="Mersey Bank Council")).to_be_visible()
    is_for_everybody(page)


def approve(sign_in):
    """A convener of another place sees nothing of it; the one of this place finds it and approves."""
    outsider = sign_in(ELSEWHERE)
    outsider.goto("/admin/registrations/")
    expect(outsider.get_by_text(GROUP)).to_have_count(0)
    convener = sign_in(CONVENER)
    convener.get_by_role("link", name="Read and answer").click()
    convener.get_by_role("link", name=GROUP).click()
    expect(convener.get_by_role("link", name=re.compile(NUMBER))).to_be_visible()
    convener.get_by_role("button", name=f"Approve {GROUP}").click()
    expect(convener.get_by_text(f"{GROUP} is a partner now")).to_be_visible()


def see_the_answer(page):
    """The founder reads that it is approved; the editors' side asks for a second factor first."""
    page.goto("/demonstration/mail/")
    expect(page.get_by_text(f"{GROUP} is a partner on")).to_be_visible()
    page.goto("/account/")
    page.wait_for_url("**/account/second-factor/**")
    add_passkey(page)
    page.goto("/account/")
    page.get_by_role("link", name=f"See the registration of {GROUP}").click()
    expect(page.get_by_role("heading", name="Your group is a partner")).to_be_visible()
    is_for_everybody(page)


def keep_facts(page):
    """The founder adds a contact, which the public finds."""
    page.get_by_role("link", name="Go to the editors' side").click()
    page.get_by_role("link", name="About your partner").click()
    page.locator("#id_contacts-0-name").fill("Kettle desk")
    page.locator("#id_contacts-0-email").fill("desk@kettle-club.example")
    page.get_by_role("button", name="Save the details").click()
    expect(page.get_by_text("The details are saved.")).to_be_visible()


def invite(page, role):
    """The founder invites a colleague."""
    page.get_by_role("link", name="Members", exact=True).click()
    page.get_by_role("link", name="Invite people").click()
    page.get_by_label("Mail addresses").fill(COLLEAGUE)
    page.get_by_label("Role").select_option(role)
    page.get_by_role("button", name="Send invitations").click()
    expect(page.get_by_text(COLLEAGUE).first).to_be_visible()


def join(page):
    """The colleague follows the link, opens an account and accepts."""
    page.goto("/demonstration/mail/")
    page.locator("a[href*='/invitations/']").first.click()
    expect(page.get_by_role("heading", name=f"Join {GROUP}?")).to_be_visible()
    is_for_everybody(page)
    page.get_by_role("button", name="Open an account").click()
    page.get_by_label("First name").fill("Sam")
    page.get_by_label("Last name").fill("Orr")
    page.get_by_label("Password").fill(SECRET)
    page.get_by_role("button", name="Open the account").click()
    page.get_by_role("button", name="Accept").click()
    page.wait_for_url("**/account/second-factor/**")
    add_app(page)


def write(page):
    """The colleague, an approver, writes and submits a case study of the charity's own. Returns its key."""
    page.goto("/admin/")
    expect(page.get_by_text(GROUP).first).to_be_visible()
    page.get_by_role("link", name="Write a case study", exact=True).click()
    page.locator("#id_title").fill(TITLE)
    page.locator("#id_summary").fill("Free tea beside the dryers drew out people who saw nobody all week.")
    page.locator("#id_what_did_not_work").fill("Nothing that we know of.")
    choose_several(page, "Add place", "urmston", "Urmston, Trafford")
    page.get_by_role("button", name="Add theme").click()
    page.locator("#id_theme_tags-0-theme").select_option(label="Loneliness and isolation")
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_text(f"'{TITLE}' created")).to_be_visible()
    key = admin_page(page)
    submit(page, key)
    return key


def test_a_charity_registers_and_what_it_learnt_is_found(browser_with_key, visitor, sign_in):
    founder, colleague, reader = browser_with_key, visitor(), visitor(width=320)
    register(founder)
    approve(sign_in)
    see_the_answer(founder)
    keep_facts(founder)
    invite(founder, Role.APPROVER)
    join(colleague)
    key = write(colleague)
    sign(founder, GROUP, key)

    reader.goto(f"/search/?q=kettle+dryers+davyhulme&place={NORTH_WEST}&kind=case_study")
    expect(reader.get_by_role("heading", level=1)).to_contain_text("1 result")
    reader.get_by_role("link", name=TITLE, exact=True).click()
    reader.get_by_role("link", name=GROUP).first.click()
    expect(reader.get_by_role("heading", name=GROUP)).to_be_visible()
    expect(reader.get_by_role("link", name=NUMBER)).to_be_visible()
    expect(reader.get_by_role("link", name="desk@kettle-club.example")).to_be_visible()
    expect(reader.get_by_role("link", name=TITLE, exact=True)).to_be_visible()
    is_for_everybody(reader)
