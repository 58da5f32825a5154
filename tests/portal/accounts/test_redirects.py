"""Nobody is led off the site, whatever stands in `next`."""

from urllib.parse import urlsplit

import pytest

from tests.factories import PASSWORD
from tests.portal.accounts.conftest import code

pytestmark = pytest.mark.django_db
OFF_SITE = [
    "https://evil.example/",
    "http://evil.example",
    "//evil.example",
    "///evil.example",
    "////evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "\t//evil.example",
    " //evil.example",
    "\n//evil.example",
    "https:evil.example",
    "https:/evil.example",
    "https:///evil.example",
    "HTTPS://EVIL.EXAMPLE",
    "//testserver@evil.example",
    "https://testserver.evil.example",
    "https://evil.example/?testserver",
    "javascript:alert(1)",
    "data:text/html,hello",
    "ftp://testserver/",
    "//evil.example%2f@testserver",
]


def is_ours(address):
    parts = urlsplit(address)
    return address.startswith("/") and not address.startswith(("//", "/\\")) and not parts.netloc


@pytest.fixture(params=OFF_SITE)
def target(request):
    return request.param


def led_to(response):
    """Every address that a response leads to: the one it names, and those on its page."""
    return [response["Location"]] if "Location" in response else []


def test_doors_of_others(client, site, target):
    for door in ("/admin/login/", "/_util/login/"):
        assert led_to(client.get(door, {"next": target})) == ["/account/login/"]


def test_signing_in_and_out(client, person, sign_in, target):
    answers = [sign_in(person, next=target), client.get("/account/login/", {"next": target})]
    answers.append(client.post("/account/logout/", {"next": target}))
    assert [address for answer in answers for address in led_to(answer) if not is_ours(address)] == []


def test_opening_an_account(client, site, target):
    answer = client.post(
        f"/account/signup/?next={target}",
        {
            "email": "new@example.org",
            "first_name": "A",
            "last_name": "B",
            "password1": "a quite different phrase",
            "next": target,
        },
    )
    assert all(is_ours(address) for address in led_to(answer))


def test_asking_again_and_second_factors(client, editor, sign_in, give_app, target):
    give_app(editor)
    sign_in(editor, next=target)
    answers = [client.post("/account/2fa/authenticate/", {"code": code(), "next": target})]
    answers.append(client.post("/account/reauthenticate/", {"password": PASSWORD, "next": target}))
    answers.append(client.get("/account/second-factor/", {"next": target}))
    answers.append(client.get("/account/2fa/codes/"))
    assert [address for answer in answers for address in led_to(answer) if not is_ours(address)] == []
    assert "evil" not in answers[-1].content.decode()


def test_the_demonstrations_people(client, site, target):
    from partners.people.models import User
    from portal.demonstration.accounts import OPERATOR, confirm_address

    confirm_address(User.objects.create_superuser(OPERATOR, PASSWORD))
    answer = client.post("/demonstration/people/sign-in/", {"email": OPERATOR, "next": target})
    assert led_to(answer) == ["/admin/"]
