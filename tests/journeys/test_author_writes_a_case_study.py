"""On a phone, in two sittings: a partner writes a case study, two partners sign it, all can find it."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.journeys.doors import Complaints
from tests.journeys.everybody import findings, fits
from tests.journeys.signing import sees, sign

COUNCIL, GROUP = "Mersey Bank Council", "Moorside Neighbours"
WRITER, COUNCIL_SIGNS = "editor@mersey-bank.example", "moderator@mersey-bank.example"
GROUP_SIGNS = "approver@moorside.example"
TITLE = "Repair mornings in the bus shelter"
CHANGED = "Eleven people came back to help others."
PHONE = {"width": 360, "height": 740, "has_touch": True, "is_mobile": True}

pytestmark = pytest.mark.signoff


def press(page, name="Save and continue"):
    """Press a button, and arrive on the next step."""
    page.get_by_role("button", name=name, exact=True).tap()


def arrives(page, question):
    """The next question stands on the page, and fits on the phone."""
    expect(page.get_by_role("heading", level=1)).to_have_text(question, timeout=15_000)
    assert fits(page), question


def first_sitting(page):
    """Begin, as far as half the steps."""
    page.get_by_role("link", name="Start in the guided form").tap()
    sees(page, f"You act for {COUNCIL}", "About 8 minutes in all")
    page.get_by_role("link", name="Start a new case study").tap()
    arrives(page, "What was it?")
    press(page)
    sees(page, "There is a problem", "Write a title.")
    page.get_by_label("What do you call it?").fill(TITLE)
    page.get_by_label(re.compile("^What was it, in one")).fill("Neighbours mend kettles where the bus stops.")
    press(page)
    arrives(page, "Where was it?")
    page.get_by_label("Where do the people live whom it is for?").fill("Urmston")
    page.get_by_label(re.compile("^Where is it run from")).fill("E08000009")
    press(page)
    arrives(page, "What is it about?")
    page.get_by_label("Reuse and repair").check()
    press(page)
    arrives(page, "Who was it for?")
    page.get_by_label(re.compile("^Who was it for")).fill("30 people who wait for the 15 bus.")
    press(page)
    arrives(page, "Who did the work?")
    page.get_by_label("Name").fill("Shelter Menders")
    page.get_by_label("Sector").select_option(label="Voluntary and community")
    press(page)
    arrives(page, "Which partners put their name to it?")
    page.get_by_label(re.compile("^Ask another partner")).fill(GROUP)
    press(page, "Ask this partner, and stay here")
    sees(page, f"{GROUP} (asked, and has not answered yet)")
    press(page)
    arrives(page, "What did it cost?")
    page.get_by_label(re.compile("^How many pounds")).fill("£1,150")
    page.get_by_label(re.compile("^In which year")).fill("2025")
    press(page)
    arrives(page, "What changed?")


def signed_out_in_mid_step(page):
    """The session ends in another tab while somebody types; nothing of it is lost."""
    page.get_by_label(re.compile("^What is different now")).fill(CHANGED)
    page.get_by_label("Better", exact=True).check()
    other = page.context.new_page()
    other.goto("/account/logout/")
    with other.expect_navigation():
        other.locator("main").get_by_role("button", name="Sign out").tap()
    other.close()
    press(page)
    login = re.compile(r"/account/login/\?next=/admin/case-studies/write/\d+/changed/")
    expect(page).to_have_url(login, timeout=15_000)


def second_sitting(page):
    """Go on with what was typed, to the end."""
    expect(page.get_by_label(re.compile("^What is different now"))).to_have_value(CHANGED)
    expect(page.get_by_label("Better", exact=True)).to_be_checked()
    press(page)
    arrives(page, "Was anything measured?")
    page.get_by_label("What was measured?").fill("Things mended")
    page.get_by_label("Afterwards").fill("41 of 60")
    press(page)
    arrives(page, "How do you know?")
    page.get_by_label(re.compile("^Followed up")).check()
    press(page)
    arrives(page, "What did not work?")
    page.get_by_label(re.compile("^What did not work, or")).fill("Nobody came when it rained.")
    press(page)
    arrives(page, "How was it bought, if it was?")
    press(page)
    arrives(page, "Who can be asked?")
    page.get_by_label(re.compile("^Whom may readers ask")).fill("Community team")
    press(page)
    arrives(page, "Check your answers")
    sees(page, "£1,150 (2025)", "Shelter Menders", CHANGED, "Nobody came when it rained.")
    assert findings(page) == []


def test_two_sittings_two_signatures_and_everybody_finds_it(sign_in, visitor):
    writer = sign_in(WRITER, **PHONE)
    complaints = Complaints(writer)
    first_sitting(writer)
    step = writer.url
    signed_out_in_mid_step(writer)

    group = sign_in(GROUP_SIGNS)
    group.goto("/admin/sharing/invitations/")
    asked = group.locator("section, .w-panel").filter(has_text=TITLE).last
    asked.get_by_role("button", name="Accept").click()

    # The demonstration's own door; the place where the person was going is the step.
    writer.goto(f"/demonstration/people/?next={urlsplit(step).path}")
    row = writer.locator("form", has=writer.locator(f'[name="email"][value="{WRITER}"]'))
    row.get_by_role("button", name="Sign in").tap()
    second_sitting(writer)
    press(writer, "Send for signing")
    sees(writer, "This text is sent for signing.")
    key = re.search(r"/write/(\d+)/", writer.url).group(1)

    reader = visitor()
    sign(sign_in(COUNCIL_SIGNS), COUNCIL, key)
    reader.goto("/search/?q=repair+bus+shelter&kind=case_study")
    expect(reader.get_by_role("link", name=TITLE, exact=True)).to_have_count(0)
    sign(group, GROUP, key)
    reader.goto("/search/?q=repair+bus+shelter&kind=case_study")
    reader.get_by_role("link", name=TITLE, exact=True).click()
    sees(reader, COUNCIL, GROUP, "Shelter Menders", "Things mended", "Nobody came when it rained.")
    complaints.refused()
    assert complaints.found == []


@pytest.mark.parametrize("scripts", [True, False])
def test_each_step_is_for_everybody(sign_in, scripts):
    """At 320 pixels, with the keyboard, with and without scripts."""
    page = sign_in(WRITER, width=320, java_script_enabled=scripts)
    page.goto("/admin/case-studies/write/new/")
    page.get_by_label("What do you call it?").press_sequentially(f"By keyboard {scripts}")
    page.get_by_label("What do you call it?").press("Enter")
    expect(page.locator("#id_summary_error")).to_be_visible()
    page.locator("#id_summary").fill("Typed.")
    page.get_by_role("button", name="Save and continue").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Where was it?")
    start = page.url.removesuffix("where/")
    for name in ("where", "about", "providers", "cost", "measured", "evidence", "did-not-work", "contact"):
        page.goto(f"{start}{name}/")
        if scripts:
            assert findings(page) == [], name
    page.goto(start)
    expect(page.get_by_text("2 of 13 steps done")).to_be_visible()
