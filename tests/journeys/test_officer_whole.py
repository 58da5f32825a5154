"""The whole way of an officer by keyboard on a phone: find, narrow, read, save, hear, export, print."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import manage
from tests.journeys.everybody import is_for_everybody
from tests.journeys.signing import sees, sign
from tests.journeys.test_alerts import TOMORROW, take_away
from tests.journeys.test_officer_finds import tab_to

# One letter a day: so each goes the way with an account of its own.
OFFICERS = {True: "neighbour@moorside.example", False: "editor@mersey-bank.example"}
WRITER, SIGNS, COUNCIL = "editor@mersey-bank.example", "moderator@mersey-bank.example", "Mersey Bank Council"
WORDS = "isolation older people"
ANSWERS = {
    "where": {"Where do the people live whom it is for?": "Urmston"},
    "about": {"Loneliness and isolation": True},
    "changed": {"What is different now": "Nine people walk together.", "No change": True},
    "did-not-work": {"What did not work, or": "Isolation did not get less."},
}

pytestmark = pytest.mark.signoff


def press(page, role, name):
    """Reach a link or a button with the Tab key, and open or press it."""
    tab_to(page, page.get_by_role(role, name=name).first)
    page.keyboard.press("Enter")


def found(page):
    """How many things the page of results says that there are."""
    return int(re.search(r"\d+", page.locator("h1").inner_text()).group())


def search_and_narrow(page, scripts):
    """Look for words, then only for case studies. Returns the address of the results."""
    page.goto("/search/")
    tab_to(page, page.locator("main input[name=q]").first)
    page.keyboard.type(WORDS)
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=isolation**")
    everything = found(page)
    if scripts:
        press(page, "button", "Show filters")
    kind = page.locator("details.cw-facet").filter(has=page.locator("input[name=kind]"))
    if kind.get_attribute("open") is None:
        tab_to(page, kind.locator("summary"))
        page.keyboard.press("Enter")
    tab_to(page, kind.locator("input[value=case_study]"))
    page.keyboard.press("Space")
    press(page, "button", "Apply")
    page.wait_for_url("**kind=case_study**")
    assert 1 <= found(page) < everything
    is_for_everybody(page, scripts)
    return urlsplit(page.url)._replace(scheme="", netloc="", fragment="").geturl()


def read_the_first(page, scripts):
    """Open what fits best, and read what did not work."""
    title = page.locator(".cw-card__title").first.inner_text()
    tab_to(page, page.get_by_role("link", name=title, exact=True))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    expect(page.get_by_text("What did not work").first).to_be_visible()
    is_for_everybody(page, scripts)


def save(page, scripts):
    """Save the search, to be told once a day."""
    press(page, "link", "Save this search")
    page.wait_for_url("**/account/searches/new/**")
    is_for_everybody(page, scripts)
    tab_to(page, page.get_by_label("What do you call this search?"))
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type(f"Company {scripts}")
    press(page, "button", "Save the search")
    sees(page, f"“Company {scripts}” is saved.")
    is_for_everybody(page, scripts)


def publish(sign_in, title):
    """A council publishes a case study of something that changed nothing."""
    writer = sign_in(WRITER)
    writer.goto("/admin/case-studies/write/new/")
    writer.get_by_label("What do you call it?").fill(title)
    writer.get_by_label(re.compile("^What was it, in one")).fill("A walk for older people in isolation.")
    writer.get_by_role("button", name="Save and continue").click()
    writer.wait_for_url(re.compile(r"/write/\d+/where/"))
    start = writer.url.removesuffix("where/")
    for step, answers in ANSWERS.items():
        writer.goto(f"{start}{step}/")
        for label, value in answers.items():
            field = writer.get_by_label(re.compile(f"^{label}")).first
            field.check() if value is True else field.fill(value)
        writer.get_by_role("button", name="Save and continue", exact=True).click()
        writer.wait_for_url(lambda url, step=step: f"/{step}/" not in url)
    writer.goto(f"{start}check/")
    writer.get_by_role("button", name="Send for signing").click()
    sees(writer, "This text is sent for signing.")
    sign(sign_in(SIGNS), COUNCIL, re.search(r"/write/(\d+)/", writer.url).group(1))


def hear_of(page, var, title, scripts):
    """Read the letter of tomorrow morning, and what it tells of. Nothing is told twice."""
    assert manage(var, "shell", "-c", TOMORROW).split()[-1] == "1"
    assert manage(var, "shell", "-c", TOMORROW).split()[-1] == "0"
    page.goto("/demonstration/mail/")
    sees(page, f"1 new in “Company {scripts}”")
    slug = title.lower().replace(",", "").replace(" ", "-")
    link = page.locator(f"a[href*='/case-studies/{slug}/']").first.get_attribute("href")
    page.goto(urlsplit(link).path)
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    sees(page, "No change", "Isolation did not get less.")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_find_narrow_read_save_hear_export_print(sign_in, var, scripts):
    page = sign_in(OFFICERS[scripts], width=320, height=640, java_script_enabled=scripts)
    results = search_and_narrow(page, scripts)
    read_the_first(page, scripts)
    page.goto(results)
    save(page, scripts)
    title = f"Walks that changed little, {'with' if scripts else 'without'} scripts"
    publish(sign_in, title)
    hear_of(page, var, title, scripts)
    take_away(page, results, title)
