"""The strict content security policy refuses nothing that the site itself does, admin included."""

from collections import Counter
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve

from portal.demonstration.accounts import OPERATOR
from tests.journeys.doors import Complaints
from tests.journeys.test_every_public_page import NOT_FOUND, PAGES

FEWEST_SCREENS = 25
# Screens of one route look alike; editors and lists differ by what they show.
EACH = Counter({"wagtailadmin_pages:edit": 6, "wagtailadmin_explore": 3})
# What signs out, and what needs rows that were ticked before.
LEAVE = ("logout", "/account/", "/bulk/")
TAKEN_AWAY = (".csv", ".xlsx")


def test_no_public_page_is_hindered_and_none_asks_elsewhere(visitor):
    page = visitor()
    complaints = Complaints(page)
    for name, address in PAGES.items():
        policy = complaints.visit(address).headers["content-security-policy"]
        assert "unsafe" not in policy, name
        assert "object-src 'none'" in policy, name
    not_found = [line for line in complaints.found if line.startswith(NOT_FOUND) and "404" in line]
    assert [line for line in complaints.found if line not in not_found] == []


def route_of(address):
    """Return the name of the view behind an address of the admin, or None."""
    path = urlsplit(address).path
    if not path.startswith("/admin/") or path.endswith(TAKEN_AWAY) or any(word in path for word in LEAVE):
        return None
    try:
        match = resolve(path)
    except Resolver404:
        return None
    return match.view_name


def links_on(page):
    """The addresses that a page of the admin leads to."""
    return page.eval_on_selector_all(
        "a[href]", "links => links.map(link => link.pathname + link.search).filter(Boolean)"
    )


def crawl(page, complaints, start="/admin/"):
    """Follow the links of the admin, some of each route. Returns how many screens of each route were seen."""
    waiting, known, seen = [start], {start}, Counter()
    while waiting:
        address = waiting.pop(0)
        route = route_of(address)
        if route is None or seen[route] >= max(EACH[route], 1) or "export=" in address:
            continue
        answer = complaints.visit(address)
        if not (answer.headers.get("content-type") or "").startswith("text/html"):
            continue
        seen[route] += 1
        if answer.status != 200:
            complaints.add(f"answered {answer.status}")
        for link in links_on(page):
            if link not in known:
                known.add(link)
                waiting.append(link)
    return seen


def test_no_screen_of_the_admin_is_hindered(sign_in):
    page = sign_in(OPERATOR)
    complaints = Complaints(page)
    seen = crawl(page, complaints)
    assert complaints.found == []
    assert len(seen) >= FEWEST_SCREENS
