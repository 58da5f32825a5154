"""There is one form that takes a password."""

import re
from collections import Counter

import pytest
from django.urls import resolve

from tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db
OFF_SITE = [
    "https://evil.example/",
    "//evil.example",
    "javascript:alert(1)",
    "https:evil.example",
    "/\\evil.example",
]


@pytest.fixture
def person(site):
    from allauth.account.models import EmailAddress

    user = UserFactory(email="pat@example.org", is_superuser=True)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def sign_in(client, **fields):
    return client.post("/account/login/", {"login": "pat@example.org", "password": PASSWORD, **fields})


def test_wagtails_door_leads_to_ours(client, site):
    assert client.get("/admin/").url.startswith("/account/login/")
    assert client.get("/admin/login/?next=/admin/pages/").url == "/account/login/?next=%2Fadmin%2Fpages%2F"


def test_wagtails_door_takes_no_password(client, person):
    client.post("/admin/login/", {"username": person.email, "password": PASSWORD})
    assert "_auth_user_id" not in client.session


def test_a_person_gets_in_with_any_capitals_in_the_address(client, person):
    assert sign_in(client, login="Pat@Example.org").url == "/admin/"


def test_a_wrong_password_is_refused_and_the_address_kept(client, person):
    response = sign_in(client, password="wrong")
    assert response.status_code == 200
    assert b'value="pat@example.org"' in response.content


@pytest.mark.parametrize("address", OFF_SITE)
def test_nobody_is_led_off_the_site(client, person, address):
    assert client.get("/admin/login/", {"next": address}).url == "/account/login/"
    assert sign_in(client, next=address).url == "/admin/"


def test_djangos_door_in_wagtail_leads_to_ours(client, site):
    assert client.get("/_util/login/?next=/places/").url == "/account/login/?next=%2Fplaces%2F"
    assert client.post("/_util/login/", {"username": "a", "password": "b"}).url == "/account/login/"


def test_who_is_signed_in_and_may_not_enter_is_told_so_instead_of_going_round(client, site):
    client.force_login(UserFactory())
    assert client.get("/admin/login/").status_code == 403


def password_forms(html):
    """The forms of a page that take a password, by where they are sent."""
    forms = re.findall(r"<form.*?</form>", html, re.DOTALL)
    return [re.search(r'action="([^"]*)"', form)[1] for form in forms if 'type="password"' in form]


def linked(html):
    """The pages of ours that a page links to, without what follows a question mark."""
    return {
        link.split("?")[0].split("#")[0] for link in re.findall(r'(?:href|action)="(/[^"/][^"]*|/)"', html)
    }


def crawl(client, start, most_of_a_kind=2):
    """Open what can be reached by links, two addresses of each view; yield each address and what it says."""
    seen, opened, waiting = set(), Counter(), list(start)
    while waiting:
        address = waiting.pop(0)
        if address in seen or address.startswith(("/static/", "/media/")):
            continue
        seen.add(address)
        kind = resolve(address).view_name
        opened[kind] += 1
        if opened[kind] > (most_of_a_kind if kind != "wagtail_serve" else 20):
            continue
        answer = client.get(address, follow=True)
        if "html" not in answer.get("Content-Type", ""):
            continue
        html = answer.content.decode()
        yield answer.request["PATH_INFO"], html
        waiting += sorted(linked(html) - seen)


def test_a_visitor_finds_one_form_to_sign_in(client, site):
    """Also among the addresses that nothing links to."""
    known = ["/", "/admin/", "/admin/password_reset/", "/_util/login/", "/account/login/", "/accounts/login/"]
    found = {}
    for address, html in crawl(client, known):
        for action in password_forms(html):
            found.setdefault(action, address)
    assert set(found) == {"/account/login/", "/account/signup/"}


def test_an_operator_finds_no_other_form_in_the_admin_either(client, person):
    client.force_login(person)
    found = set()
    for _, html in crawl(client, ["/admin/", "/admin/users/", "/admin/users/add/", "/admin/account/"]):
        found |= set(password_forms(html))
    assert found <= {"/account/password/change/", "/account/reauthenticate/"}  # theirs, not to sign in
