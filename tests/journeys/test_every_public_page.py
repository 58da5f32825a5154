"""Every public template: no finding of axe, no sideways scrolling, nothing from elsewhere, no error."""

from urllib.parse import urlsplit

import pytest

from tests.journeys.everybody import findings, fits

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
    assert fits(page)
    assert errors == []


@pytest.mark.parametrize("address", PAGES.values(), ids=PAGES.keys())
def test_page_says_the_same_without_javascript(visitor, address):
    with_script, without = visitor(), visitor(java_script_enabled=False)
    with_script.goto(address)
    without.goto(address)
    assert without.locator("h1").inner_text() == with_script.locator("h1").inner_text()
    assert without.locator("main").is_visible()
