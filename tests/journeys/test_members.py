"""A partner admin invites somebody, who opens an account, accepts, gets another role, and leaves."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.doors import Complaints
from tests.journeys.everybody import findings, is_for_everybody

ADMIN = "admin@mersey-bank.example"
NEWCOMER = "kit@newcomer.example"
SCREENS = ["", "invitations/", "invitations/new/", "requests/", "mail-domains/"]


def link_to(page, address):
    """The link in the last letter to an address, as the demonstration's mail page shows it."""
    page.goto("/demonstration/mail/")
    letter = page.locator("article").filter(has_text=f"To {address}").first
    return letter.locator('a[href*="/invitations/"]').first.get_attribute("href")


def invite(admin, address, role):
    """Invite somebody on the screens of the editors' side."""
    admin.goto("/admin/members/")
    admin.get_by_role("link", name="Invite people").click()
    admin.get_by_label("Mail addresses").fill(address)
    admin.get_by_label("Role").select_option(label=role)
    admin.get_by_role("button", name="Send invitations").click()
    expect(admin.get_by_text("1 invitation is sent.")).to_be_visible()


@pytest.mark.parametrize(("with_script", "width"), [(True, 1280), (False, 320)])
def test_invited_joined_promoted_and_gone(sign_in, visitor, with_script, width):
    address = NEWCOMER if with_script else f"no-script-{NEWCOMER}"
    options = {"java_script_enabled": with_script, "width": width}
    admin = sign_in(ADMIN, **options)
    invite(admin, address, "Editor: writes")

    kit = visitor(**options)
    link = link_to(kit, address)
    kit.goto(link)
    expect(kit.get_by_role("heading", level=1)).to_have_text("Join Mersey Bank Council?")
    if with_script:
        is_for_everybody(kit)
    kit.get_by_role("button", name="Open an account").click()
    expect(kit.get_by_label("Email address")).to_have_value(address)
    kit.get_by_label("First name").fill("Kit")
    kit.get_by_label("Last name").fill("Newcomer")
    kit.get_by_label("Password", exact=True).fill("four plain words together")
    kit.get_by_role("button", name="Open the account").click()
    kit.get_by_role("button", name="Accept").click()
    expect(kit.get_by_text("You belong to Mersey Bank Council now.")).to_be_visible()
    kit.goto(link)
    expect(kit.get_by_role("heading", level=1)).to_have_text("This invitation does not work")
    if with_script:
        is_for_everybody(kit)

    admin.goto("/admin/members/")
    admin.get_by_label("Name or mail address").fill(address)
    admin.get_by_role("main").get_by_role("button", name="Search").click()
    admin.get_by_role("link", name="Kit Newcomer").click()
    admin.get_by_label("Role").select_option(label="Member: may suggest")
    admin.get_by_role("button", name="Save the role").click()
    expect(admin.get_by_text("Kit Newcomer is now: Member: may suggest.")).to_be_visible()

    kit.goto("/account/")
    expect(kit.get_by_text("Member: may suggest")).to_be_visible()
    kit.get_by_role("link", name="Leave Mersey Bank Council").click()
    if with_script:
        is_for_everybody(kit)
    kit.get_by_role("button", name="Leave").click()
    expect(kit.get_by_text("You left Mersey Bank Council and were signed out.")).to_be_visible()
    kit.goto("/account/")
    expect(kit).to_have_url(re.compile(r"/account/login/"))

    admin.goto("/admin/reports/leavers/")
    expect(admin.get_by_text(f"<{address}>")).to_be_visible()


def test_the_only_admin_is_told_to_hand_over(sign_in):
    admin = sign_in(ADMIN)
    admin.goto("/account/")
    admin.get_by_role("link", name="Leave Mersey Bank Council").click()
    expect(admin.get_by_role("heading", level=1)).to_have_text("Hand over first")
    is_for_everybody(admin)
    admin.get_by_role("link", name="Members of Mersey Bank Council").click()
    expect(admin.get_by_role("link", name="Ada Brook").first).to_be_visible()


def test_somebody_of_the_domain_asks_and_is_let_in(sign_in):
    admin = sign_in(ADMIN)
    admin.goto("/admin/members/")
    admin.get_by_role("link", name="Mail domains").click()
    admin.get_by_label("Domain", exact=False).first.fill("mersey-bank.example")
    admin.get_by_role("button", name="Add the domain").click()
    expect(admin.get_by_text("may ask to join now")).to_be_visible()
    editor = sign_in("editor@mersey-bank.example")
    editor.goto("/account/")
    editor.get_by_role("link", name="Leave Mersey Bank Council").click()
    editor.get_by_role("button", name="Leave").click()
    editor.get_by_label("Email address").wait_for()
    asker = sign_in_without_work(editor)
    asker.get_by_role("link", name="Ask to join Mersey Bank Council").click()
    is_for_everybody(asker)
    asker.get_by_label("Who you are and what you do there").fill("I left by mistake.")
    asker.get_by_role("button", name="Ask").click()
    expect(asker.get_by_text("Nobody has answered yet.")).to_be_visible()
    is_for_everybody(asker)

    admin.goto("/admin/members/")
    admin.get_by_role("link", name="Requests to join (1)").click()
    admin.get_by_role("link", name="Edie Marsh").click()
    assert findings(admin) == []
    admin.get_by_label("Role").select_option(label="Editor: writes")
    admin.get_by_role("button", name="Approve").click()
    expect(admin.get_by_text("Edie Marsh is a member now: Editor: writes.")).to_be_visible()
    asker.goto("/account/")
    expect(asker.get_by_text("Editor: writes")).to_be_visible()


def sign_in_without_work(page):
    """Sign in somebody who belongs to no partner: the page after it is about the account."""
    page.goto("/demonstration/people/?next=/account/")
    row = page.locator("form", has=page.locator('[name="email"][value="editor@mersey-bank.example"]'))
    row.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/account/")
    return page


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (320, "dark")])
def test_every_screen_is_accessible_and_nothing_is_refused(sign_in, width, scheme):
    page = sign_in(ADMIN, width=width, color_scheme=scheme)
    page.goto("/admin/members/")
    start = page.url
    member = page.get_by_role("link", name="Mo Hartley").get_attribute("href")
    complaints = Complaints(page)
    reports = ["/admin/reports/leavers/", "/admin/reports/leavers/not-signed-in/"]
    for address in [*(start + screen for screen in SCREENS), member, f"{member}end/", *reports]:
        answer = complaints.visit(address)
        assert answer.status == 200
        assert findings(page) == [], address
    assert complaints.found == []
