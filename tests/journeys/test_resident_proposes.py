"""A resident proposes an objective, a moderator accepts and adopts it; its page names its origin."""

import re

from playwright.sync_api import expect

from tests.journeys.signing import admin_page, save_draft, sign, submit

MODERATOR = "moderator@mersey-bank.example"
ADMIN = "admin@mersey-bank.example"
ELSEWHERE = "moderator@aire-bank.example"
TITLE = "A bench outside the chemist in Urmston"


def propose(page):
    """Fill in the form and send it; return the address where it was confirmed."""
    page.goto("/proposals/new/")
    page.get_by_label("Place").fill("Urmston")
    page.get_by_label("Your proposal in one line").fill(TITLE)
    page.get_by_label("What should change?").fill("One bench with arms, in the shade, where people wait.")
    page.get_by_label("Why does it matter here?").fill("My neighbour walks home without her tablets.")
    page.get_by_label(re.compile("Your name")).fill("Urmston Sitters")
    page.get_by_label("Show this name").check()
    page.get_by_label("Email address").fill("sitters@example.org")
    page.get_by_role("button", name="Send my proposal").click()


def confirm(page):
    """Follow the link in the mail that the demonstration shows."""
    page.goto("/demonstration/mail/")
    page.locator("a[href*='/proposals/confirm/']").first.click()
    page.get_by_role("button", name=re.compile("confirm|yes", re.I)).click()


def reference(page):
    """The reference that the page names."""
    return re.search(r"P-[0-9A-Z]{6}", page.locator("main").inner_text()).group()


def nobody_sees(reader, code):
    """Fail when a stranger finds the proposal anywhere."""
    assert reader.goto(f"/proposals/{code}/").status == 404
    for address in ("/proposals/", "/places/E08000009/", "/search/?q=bench+chemist", "/"):
        reader.goto(address)
        assert TITLE not in reader.content()


def test_propose_confirm_accept_adopt(visitor, sign_in):
    resident, stranger = visitor(java_script_enabled=False), visitor()
    propose(resident)
    confirm(resident)
    code = reference(resident)
    nobody_sees(stranger, code)

    outsider = sign_in(ELSEWHERE)
    outsider.goto("/admin/proposals/")
    assert TITLE not in outsider.content()

    moderator = sign_in(MODERATOR)
    moderator.get_by_role("link", name="Proposals").first.click()
    moderator.get_by_role("link", name=TITLE).click()
    moderator.get_by_role("button", name=re.compile("^Accept")).click()
    stranger.goto(f"/proposals/{code}/")
    expect(stranger.get_by_role("heading", name=TITLE)).to_be_visible()
    expect(stranger.get_by_text("Urmston Sitters").first).to_be_visible()
    assert "sitters@example.org" not in stranger.content()

    moderator.goto("/admin/proposals/?show=open")
    moderator.get_by_role("link", name=TITLE).click()
    form = moderator.locator("form").filter(has=moderator.get_by_role("button", name=re.compile("^Adopt")))
    form.get_by_role("textbox").fill("We will ask for it when the pavement is relaid.")
    form.get_by_role("button", name=re.compile("^Adopt")).click()

    moderator.goto("/admin/proposals/?show=decided")
    moderator.get_by_role("link", name=TITLE).click()
    moderator.locator("main").get_by_role("link", name=TITLE).click()
    moderator.get_by_role("button", name="Add theme").click()
    moderator.locator("#id_theme_tags-0-theme").select_option(label="Older people")
    moderator.locator("#id_status").select_option("agreed")
    save_draft(moderator)
    key = admin_page(moderator)
    submit(moderator, key)
    sign(sign_in(ADMIN), "Mersey Bank Council", key)

    stranger.goto("/objectives/")
    stranger.get_by_role("link", name=TITLE).click()
    expect(stranger.get_by_text(code).or_(stranger.get_by_role("link", name=TITLE)).first).to_be_visible()
    assert f"/proposals/{code}/" in stranger.content()
    stranger.goto(f"/proposals/{code}/")
    expect(stranger.get_by_text("We will ask for it when the pavement is relaid.")).to_be_visible()
