"""There is one form that takes a password."""

import pytest

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
