"""An editor makes a neighbourhood of wards without JavaScript, and draws one with the keyboard alone."""

import json
import re

import pytest
from playwright.sync_api import expect

from tests.journeys.everybody import findings, fits

EDITOR = "editor@mersey-bank.example"
NEW = "/admin/neighbourhoods/new/"


def test_made_of_wards_without_javascript(sign_in, visitor):
    page = sign_in(EDITOR, java_script_enabled=False)
    page.goto("/admin/neighbourhoods/")
    page.get_by_role("link", name="Choose wards and small areas").click()
    page.get_by_label("Name", exact=False).first.fill("Market towns")
    page.get_by_label("Urmston, Trafford").check()
    # Another list keeps what was ticked and typed.
    page.get_by_label("What to list").select_option(label="Census small areas (LSOA)")
    page.get_by_role("button", name="Show the list").click()
    expect(page.get_by_text("Ticked in other lists")).to_be_visible()
    expect(page.get_by_label("Urmston, Trafford")).to_be_checked()
    page.get_by_role("button", name="Check").click()
    expect(page.get_by_role("heading", name="What follows from this")).to_be_visible()
    expect(page.get_by_text("Trafford (District): all of it")).to_be_visible()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Market towns, Trafford is saved.")).to_be_visible()

    reader = visitor()
    reader.goto("/places/find?q=market+towns")
    expect(reader.get_by_role("heading", level=1)).to_contain_text("Market towns")
    expect(reader.get_by_text("Mersey Bank Council").first).to_be_visible()
    expect(reader.get_by_role("link", name=re.compile("Urmston")).first).to_be_visible()


def test_drawn_with_the_keyboard(sign_in, visitor):
    page = sign_in(EDITOR)
    errors, elsewhere = [], []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("request", lambda r: r.url.startswith(("http://127.0.0.1", "data:")) or elsewhere.append(r.url))
    page.goto(f"{NEW}drawing/")
    page.get_by_label("Name", exact=False).first.fill("Four corners")
    canvas = page.get_by_role("region", name="Map to draw on")
    # The outlines of the council's wards have moved the map there.
    expect(page.locator(".cw-drawing__background").first).to_be_attached()
    canvas.focus()
    for key in ("ArrowRight", "ArrowDown", "ArrowLeft"):
        page.keyboard.press("Enter")
        for _ in range(5):
            page.keyboard.press(key)
            page.wait_for_timeout(300)
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="Corner 4 added")).to_be_visible()
    for button in ("Undo", "Add corner here", "Close shape"):
        page.get_by_role("button", name=button).focus()
        page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="The shape is closed, with 4 corners")).to_be_visible()
    drawn = json.loads(page.get_by_label("Drawing").input_value())
    assert len(drawn["coordinates"][0]) == 5
    page.get_by_role("button", name="Save", exact=True).press("Enter")
    expect(page.get_by_text("Four corners, Trafford is saved.")).to_be_visible()

    # A corner is moved with the arrow keys, and saved.
    page.get_by_role("button", name="Corner 2").focus()
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("status").filter(has_text="Corner 2 moved")).to_be_visible()
    page.get_by_role("button", name="Save", exact=True).press("Enter")
    expect(page.get_by_text("Neighbourhood changed")).to_be_visible()
    assert json.loads(page.get_by_label("Drawing").input_value()) != drawn
    assert errors == elsewhere == []

    reader = visitor()
    reader.goto("/places/find?q=four+corners")
    expect(reader.get_by_role("heading", level=1)).to_contain_text("Four corners")


def test_a_bad_drawing_is_said_and_kept(sign_in):
    page = sign_in(EDITOR)
    page.goto(f"{NEW}drawing/")
    page.get_by_label("Name", exact=False).first.fill("Bow tie")
    crossing = "53.41, -2.34\n53.43, -2.32\n53.41, -2.32\n53.43, -2.34"
    page.get_by_label("Drawing").fill(crossing)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(
        page.get_by_role("alert").get_by_text("crosses or touches itself near latitude 53.420")
    ).to_be_visible()
    assert page.get_by_label("Drawing").input_value() == crossing


@pytest.mark.parametrize("address", ["/admin/neighbourhoods/", f"{NEW}parts/", f"{NEW}drawing/"])
@pytest.mark.parametrize("width", [1280, 320])
def test_screens_are_accessible(sign_in, address, width):
    page = sign_in(EDITOR, width=width)
    page.goto(address)
    page.wait_for_load_state("networkidle")
    # Wagtail's own frame around them is not ours to judge.
    ours = [finding for finding in findings(page) if "sidebar" not in finding and "w-header" not in finding]
    assert ours == []
    assert fits(page)
