"""Somebody looks at a map with the keyboard, on a narrow screen, on paper, and without scripts."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.journeys.everybody import findings, fits

DISTRICT = "/places/E08000009/map/"
MIDDLE = ".leaflet-map-pane"


@pytest.fixture
def opened(visitor):
    """Open the page of a map and return it when the map is there, with all that went wrong noted."""

    def open_page(address=DISTRICT, **options):
        page = visitor(**options)
        page.wrong = []
        page.on("pageerror", lambda error: page.wrong.append(str(error)))
        page.on("console", lambda said: said.type == "error" and page.wrong.append(said.text))
        page.on("request", lambda r: urlsplit(r.url).hostname == "127.0.0.1" or page.wrong.append(r.url))
        page.goto(address)
        # On a narrow screen it is below the fold, and nothing is fetched before it is near.
        page.locator("[data-cw-map]").scroll_into_view_if_needed()
        expect(page.locator(".leaflet-overlay-pane path").first).to_be_attached()
        return page

    return open_page


def shift(page):
    """How far the map was moved, in pixels."""
    style = page.locator(MIDDLE).get_attribute("style")
    return [float(number) for number in re.search(r"translate3d\((\S+)px, (\S+)px", style).groups()]


def width_drawn(page):
    return page.locator(".leaflet-overlay-pane path").first.bounding_box()["width"]


def test_the_map_moves_and_zooms_by_keyboard(opened):
    """With reduced motion, so that nothing slides and each press shows at once."""
    page = opened(reduced_motion="reduce")
    page.get_by_role("region", name="Map of Trafford").focus()
    before, small = shift(page), width_drawn(page)
    page.keyboard.press("ArrowRight")
    assert shift(page)[0] < before[0]
    page.keyboard.press("ArrowLeft")
    assert shift(page) == before
    page.keyboard.press("+")
    assert width_drawn(page) > 1.3 * small
    page.keyboard.press("-")
    assert width_drawn(page) == pytest.approx(small, rel=0.05)
    assert page.wrong == []


def test_each_part_is_reached_from_its_line_and_the_keyboard_comes_back(opened):
    page = opened()
    button = page.get_by_role("button", name="Show Sale Moor on the map")
    button.focus()
    page.keyboard.press("Enter")
    popup = page.locator(".leaflet-popup")
    expect(popup).to_contain_text("Sale Moor")
    expect(popup).to_contain_text(re.compile(r"(\d+|no) objectives?"))
    link = popup.get_by_role("link", name="Sale Moor")
    expect(link).to_be_focused()
    page.keyboard.press("Escape")
    expect(popup).to_have_count(0)
    expect(button).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.wait_for_url("**/places/E05*/")
    assert page.wrong == []


def test_the_popup_says_what_the_table_says(opened):
    page = opened()
    for row in page.locator("#table tbody tr").all():
        count = row.locator("td").first.inner_text().split()[0]
        row.get_by_role("button").click()
        expect(page.locator(".leaflet-popup p").nth(1)).to_have_text(
            re.compile(rf"^{'no' if count == '0' else count} objectives?$")
        )


def test_a_press_on_a_part_opens_it(opened):
    page = opened()
    page.locator(".leaflet-overlay-pane path.cw-map__part").first.click()
    expect(page.locator(".leaflet-popup a").first).to_be_visible()


def test_as_many_parts_are_on_the_map_as_in_the_table(opened):
    page = opened("/places/E92000001/map/")
    expect(page.locator("#table tbody tr")).to_have_count(296)
    expect(page.locator(".leaflet-overlay-pane path.cw-map__part")).to_have_count(296)
    assert page.wrong == []


@pytest.mark.parametrize(
    "address", [DISTRICT, "/places/E05015247/map/", "/places/S92000003/map/?shade=case-studies"]
)
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (320, "light"), (320, "dark")])
def test_the_map_is_accessible_and_fits(opened, address, width, scheme):
    page = opened(address, width=width, color_scheme=scheme)
    buttons = page.locator("[data-cw-map-show]")
    if buttons.count():
        buttons.first.click()
        # It fades in; half way its text is too faint.
        expect(page.locator(".leaflet-popup")).to_have_css("opacity", "1")
    assert findings(page) == []
    assert fits(page)
    assert page.wrong == []


def test_one_finger_scrolls_the_page_and_the_wheel_does_too(opened):
    page = opened(width=360, has_touch=True, is_mobile=True)
    container = page.locator(".leaflet-container")
    assert "pan-y" in container.evaluate("element => getComputedStyle(element).touchAction")
    wide = opened()
    small = width_drawn(wide)
    wide.mouse.move(500, 700)
    wide.mouse.wheel(0, 400)
    wide.wait_for_function("scrollY > 100")
    assert width_drawn(wide) == pytest.approx(small, rel=0.01)


def test_paper_shows_the_drawing(opened):
    page = opened()
    expect(page.locator("[data-cw-map-drawing]")).to_be_hidden()
    page.emulate_media(media="print")
    expect(page.locator("[data-cw-map-drawing]")).to_be_visible()
    expect(page.locator(".leaflet-container")).to_be_hidden()


def test_without_script_the_drawing_has_a_link_for_each_part(visitor):
    page = visitor(java_script_enabled=False)
    page.goto(DISTRICT)
    listed = page.locator("#table tbody th a").evaluate_all(
        "links => links.map(link => link.getAttribute('href'))"
    )
    drawn = page.locator("[data-cw-map-drawing] a").evaluate_all(
        "links => links.map(link => link.getAttribute('href'))"
    )
    assert sorted(drawn) == sorted(listed)
    assert listed
    assert page.get_by_role("button", name=re.compile("on the map")).count() == 0


def test_when_the_data_does_not_come_the_drawing_stays(visitor):
    page = visitor()
    page.route("**/map.geojson*", lambda route: route.abort())
    page.goto(DISTRICT)
    expect(page.locator("[data-cw-map-drawing]")).to_be_visible()
    expect(page.locator(".leaflet-container")).to_have_count(0)


def test_no_map_script_is_fetched_where_no_map_is_asked_for(visitor):
    page = visitor()
    asked = []
    page.on("request", lambda request: asked.append(urlsplit(request.url).path))
    page.goto("/objectives/", wait_until="networkidle")
    assert not [path for path in asked if "leaflet" in path or "place-map" in path]
