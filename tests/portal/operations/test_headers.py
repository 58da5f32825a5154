"""The headers on every answer."""

import re

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import reverse

from portal.operations.headers import CSP, OTHERS, SecurityHeaders, allow, policy_of
from tests.factories import UserFactory

PUBLIC = ["/health/live", "/proposals/", "/search/", "/nothing-here/", "/static/portal/css/portal.css"]


def directives(policy):
    return {part.split()[0]: part.split()[1:] for part in policy.split("; ")}


def answer(**headers):
    """Let a view answer through the middleware."""
    made = HttpResponse(headers=headers)
    return SecurityHeaders(lambda request: made)(RequestFactory().get("/"))


@pytest.mark.django_db
@pytest.mark.parametrize("address", PUBLIC)
def test_every_answer_has_them(client, address):
    response = client.get(address)
    response.close()
    for name in OTHERS:
        assert name in response.headers
    policy = directives(response.headers[CSP])
    assert policy["default-src"] == ["'none'"]
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == ["'self'"]
    assert policy["object-src"] == policy["base-uri"] == policy["frame-ancestors"] == ["'none'"]
    assert "unsafe" not in response.headers[CSP]
    assert not re.search(r"https?:|\*", response.headers[CSP])


@pytest.mark.django_db
def test_the_admin_has_the_same(client):
    client.force_login(UserFactory(is_superuser=True))
    policy = directives(client.get("/admin/").headers[CSP])
    assert policy["script-src"] == ["'self'"]
    # Wagtail lets its own pages frame the admin, for previews.
    assert policy["frame-ancestors"] in (["'self'"], ["'none'"])


def test_what_may_be_framed_by_the_site_says_so_in_both_languages():
    assert directives(answer(**{"X-Frame-Options": "SAMEORIGIN"})[CSP])["frame-ancestors"] == ["'self'"]
    assert directives(answer(**{"X-Frame-Options": "DENY"})[CSP])["frame-ancestors"] == ["'none'"]


def test_a_stricter_policy_of_a_view_stays():
    assert answer(**{CSP: "default-src 'none'"})[CSP] == "default-src 'none'"


def test_one_page_may_be_allowed_more():
    response = HttpResponse()
    allow(response, "form-action", "https://login.council.example")
    allow(response, "object-src", "https://other.example")
    policy = directives(policy_of(response))
    assert policy["form-action"] == ["'self'", "https://login.council.example"]
    assert policy["object-src"] == ["https://other.example"]
    assert directives(policy_of(HttpResponse()))["form-action"] == ["'self'"]


@pytest.mark.parametrize(
    ("address", "origin"),
    [
        ("https://tiles.example/{z}/{x}/{y}.png?key=k", ["https://tiles.example"]),
        ("https://{s}.tiles.example/{z}/{x}/{y}.png", ["https://*.tiles.example"]),
        ("/tiles/{z}/{x}/{y}.png", []),
        ("", []),
    ],
)
def test_map_tiles_of_an_operators_choice_are_pictures_and_nothing_else(settings, address, origin):
    settings.MAP_TILE_URL = address
    policy = directives(answer()[CSP])
    assert policy["img-src"] == ["'self'", "data:", "blob:", *origin]
    assert policy["connect-src"] == ["'self'"]


def test_behind_https_nothing_is_fetched_without(settings):
    settings.SECURE_SSL_REDIRECT = True
    assert "upgrade-insecure-requests" in answer()[CSP]


@pytest.mark.django_db
def test_an_answer_that_fails_has_them_too(client, monkeypatch):
    client.raise_request_exception = False
    monkeypatch.setattr("outcomes.proposals.views.public_proposals", lambda *args: 1 / 0)
    response = client.get(reverse("proposals:list"))
    assert response.status_code == 500
    assert "script-src 'self'" in response.headers[CSP]
