"""Nothing tells who has an account: not the answer, nor its time, nor whether mail is sent."""

import re
import time

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.test import Client

from portal.accounts.even_time import LEAST
from tests.factories import PASSWORD
from tests.portal.accounts.conftest import is_signed_in

pytestmark = pytest.mark.django_db
KNOWN, UNKNOWN = "pat@example.org", "nobody@example.org"
FORMS = {
    "log-in": ("/account/login/", lambda email: {"login": email, "password": "wrong"}),
    "reset": ("/account/password/reset/", lambda email: {"email": email}),
    "sign-up": (
        "/account/signup/",
        lambda email: {
            "email": email,
            "first_name": "Pat",
            "last_name": "Lee",
            "password1": "a quite different phrase",
        },
    ),
}


def normalised(response, email):
    """What a visitor sees, without what differs at every request."""
    body = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode())
    return response.status_code, response.get("Location"), body.replace(email, "ADDRESS")


def send(name, email):
    address, fields = FORMS[name]
    visitor = Client()
    first = visitor.post(address, fields(email))
    then = visitor.get(first.url) if first.status_code == 302 else first
    return normalised(first, email), normalised(then, email), sorted(visitor.cookies)


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("state", ["usual", "without a password", "closed", "not confirmed"])
def test_known_and_unknown_look_the_same(person, name, state):
    if state == "without a password":
        person.set_unusable_password()
    person.is_active = state != "closed"
    person.save()
    if state == "not confirmed":
        person.emailaddress_set.update(verified=False)
    assert send(name, KNOWN) == send(name, UNKNOWN)


@pytest.mark.parametrize("name", ["reset", "sign-up"])
def test_both_get_mail(person, name):
    for email in (KNOWN, UNKNOWN):
        send(name, email)
    assert [message.to for message in mail.outbox] == [[KNOWN], [UNKNOWN]]


def test_the_mails_say_what_is_the_case(person):
    send("reset", UNKNOWN)
    assert "There is none." in mail.outbox[-1].body
    send("sign-up", KNOWN)
    assert "You have one already" in mail.outbox[-1].body


def test_signing_up_with_a_known_address_changes_nothing(person):
    send("sign-up", KNOWN)
    person.refresh_from_db()
    assert person.check_password(PASSWORD)


class CountingHasher(MD5PasswordHasher):
    """Counts what takes nearly all of the time of such a request: passwords that are hashed."""

    hashed = 0

    def encode(self, *args):
        type(self).hashed += 1
        return super().encode(*args)


@pytest.mark.parametrize("name", FORMS)
def test_both_cost_as_much(person, name, settings):
    """Hashing is the only slow step that could differ; mail goes out in both cases."""
    settings.PASSWORD_HASHERS = [f"{__name__}.CountingHasher"]
    person.set_password(PASSWORD)
    person.save()
    costs = []
    for email in (KNOWN, UNKNOWN):
        CountingHasher.hashed = 0
        send(name, email)
        costs.append(CountingHasher.hashed)
    assert costs[0] == costs[1]
    assert costs[0] == (0 if name == "reset" else 1)


def test_another_address_of_somebody_else_is_not_told(client, person, make_person, sign_in):
    make_person("other@example.org")
    sign_in(person)
    answers = []
    for email in ("other@example.org", UNKNOWN):
        answer = client.post("/account/email/", {"action_add": "1", "email": email})
        answers.append((answer.status_code, answer.get("Location")))
    assert answers[0] == answers[1]
    assert is_signed_in(client)


@pytest.mark.parametrize("email", [KNOWN, UNKNOWN])
def test_a_new_password_is_asked_for_in_the_same_time_whoever_has_an_account(client, person, email):
    started = time.monotonic()
    assert client.post("/account/password/reset/", {"email": email}).status_code == 302
    assert time.monotonic() - started >= LEAST
