"""Every public template: no finding of axe, no sideways scrolling, nothing from elsewhere, no error."""

from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
NOT_FOUND = "/nothing-here/"
PAGES = {
    "home": "/",
    "objectives": "/objectives/",
    "objectives, page 2": "/objectives/?page=2",
    "objective": "/objectives/damp-reported-once/",
    "history": "/objectives/damp-reported-once/history/",
    "case studies": "/case-studies/",
    "case study": "/case-studies/camden-commissions-mental-health-for-outcomes/",
    "case study, everything recorded": "/case-studies/five-lots-for-grounds-maintenance/",
    "marks": "/case-studies/marks/",
    "plans": "/plans/",
    "plan": "/plans/plan-for-warm-dry-homes-in-trafford/",
    "information": "/accessibility/",
    "sources": "/sources/",
    "places": "/places/",
    "place found": "/places/find?q=abbey",
    "place not found": "/places/find?q=zzzz",
    "ward": "/places/E05015247/",
    "district": "/places/E08000009/",
    "country": "/places/E92000001/",
    "places alike": "/places/E08000009/similar/",
    "places alike, not for a ward": "/places/E05015247/similar/",
    "map": "/places/E08000009/map/",
    "map of a country": "/places/E92000001/map/?sort=number&shade=case-studies",
    "themes": "/themes/",
    "theme": "/themes/loneliness/",
    "partners": "/partners/",
    "partners, none": "/partners/?q=zzzz",
    "partner": "/partners/mersey-bank-council/",
    "registering a group": "/partners/register/",
    "search": "/search/?q=lonely+older+people&place=E12000002",
    "search, everything chosen": "/search/?kind=case_study&theme=loneliness&place=E08000009&sort=date",
    "search, nothing found": "/search/?q=zzzzzz",
    "search, nonsense": "/search/?place=nonsense&page=999&sort=drop",
    "alerts by mail": "/search/alerts/?q=lonely&place=E08000009",
    "proposals": "/proposals/",
    "proposal form": "/proposals/new/",
    "sign in": "/account/login/",
    "reset password": "/account/password/reset/",
    "demonstration": "/demonstration/",
    "demonstration mail": "/demonstration/mail/",
    "not found": NOT_FOUND,
}


# Until what fades in is there. Whatever moves for longer, like a sign of waiting, is not waited for.
STILL = """() => Promise.race([
  Promise.all(document.getAnimations().map((moving) => moving.finished.catch(() => null))),
  new Promise((enough) => setTimeout(enough, 2000)),
])"""


def findings(page):
    """What axe finds once nothing moves or fades any more, one line for each."""
    page.wait_for_load_state("load")
    page.evaluate(STILL)
    result = Axe().run(page, options={"runOnly": {"type": "tag", "values": WCAG}})
    return [
        f"{v['id']}: {v['help']}: {node['html'][:200]}"
        for v in result.response["violations"]
        for node in v["nodes"]
    ]


@pytest.mark.parametrize("address", PAGES.values(), ids=PAGES.keys())
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (320, "light"), (1280, "dark")])
def test_page_is_accessible(visitor, address, width, scheme):
    page = visitor(width=width, color_scheme=scheme)
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("request", lambda r: urlsplit(r.url).hostname == "127.0.0.1" or errors.append(f"fetched {r.url}"))
    answer = page.goto(address)
    assert answer.status == (404 if address == NOT_FOUND else 200)
    assert page.locator("h1").count() == 1
    assert findings(page) == []
    over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert over <= 0
    assert errors == []


@pytest.mark.parametrize("address", PAGES.values(), ids=PAGES.keys())
def test_page_says_the_same_without_javascript(visitor, address):
    with_script, without = visitor(), visitor(java_script_enabled=False)
    with_script.goto(address)
    without.goto(address)
    assert without.locator("h1").inner_text() == with_script.locator("h1").inner_text()
    assert without.locator("main").is_visible()
