"""SAML: a signed answer to our own question lets in; everything else that can be sent does not."""

import base64
import time

import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from partners.people.models import User
from portal.accounts.sign_on.identity import identity
from tests.portal.accounts.conftest import is_signed_in
from tests.portal.accounts.sign_on.oidc_service import new_key
from tests.portal.accounts.sign_on.saml_service import ASSERTION, AUDIENCE, certificate_for

pytestmark = pytest.mark.django_db
START = "/account/saml/trust/login/"
ACS = "/account/saml/trust/acs/"


def ask(client, service, address=START):
    """Press the button; return the number of our question and where the answer goes."""
    answer = client.post(address)
    assert answer.status_code == 302, answer.content
    assert answer.url.startswith(service.sign_on_url)
    return service.question(answer.url)


def send(client, answer):
    """Send an answer as the service's page does: without our cookies, then on to us with them."""
    stranger = Client()
    received = stranger.post(ACS, {"SAMLResponse": answer})
    assert received.status_code == 302, received.content
    client.cookies["saml-answer"] = stranger.cookies["saml-answer"].value
    return client.get(received.url)


def sign_on(client, service, address=START):
    return send(client, service.answer(*ask(client, service, address)))


def nobody_came_in(client, answer):
    return answer.status_code in (400, 401, 403) and not is_signed_in(client)


@pytest.fixture
def person_there(person, saml, connect):
    """Somebody who has signed on before."""
    connect(person, saml)
    return person


# The honest way


def test_who_is_known_comes_in(client, saml, person_there):
    assert sign_on(client, saml, f"{START}?next=/places/").url == "/places/"
    assert is_signed_in(client)


def test_a_member_connects_it_on_the_account_page(client, saml, person, connect, sign_in):
    connect(person, saml).delete()
    sign_in(person)
    sign_on(client, saml, f"{START}?process=connect")
    assert SocialAccount.objects.get(user=person).uid == identity(saml.entity, "subject-1")


def test_who_was_invited_gets_an_account_and_confirms_the_address(client, saml, site, invited):
    saml.email = "new@example.org"
    assert sign_on(client, saml).url == "/account/confirm-email/"
    assert not User.objects.get(email="new@example.org").has_usable_password()
    assert not is_signed_in(client)


def test_who_was_not_invited_gets_no_account(client, saml, site):
    saml.email = "new@example.org"
    assert nobody_came_in(client, sign_on(client, saml))
    assert not User.objects.filter(email="new@example.org").exists()


def test_our_metadata_says_what_we_take(client, saml):
    answer = client.get("/account/saml/trust/metadata/")
    assert b'WantAssertionsSigned="true"' in answer.content
    assert f"http://testserver{ACS}".encode() in answer.content


# Attacks


CHANGES = {
    "wrong issuer": ({"issuer": "https://evil.example/saml"}, "Invalid issuer"),
    "wrong audience": ({"audience": AUDIENCE.format("https://other.example")}, "not a valid audience"),
    "no audience": ({"audience": ""}, "another audience"),
    "wrong destination": ({"destination": ' Destination="https://other.example/acs/"'}, "instead of"),
    "destination that begins like ours": (
        {"destination": f' Destination="http://testserver{ACS}evil/"'},
        "another address",
    ),
    "no destination": ({"destination": ""}, "another address"),
    "wrong recipient": ({"recipient": ' Recipient="https://other.example/acs/"'}, "SubjectConfirmation"),
    "recipient that contains ours": (
        {"recipient": f' Recipient="https://evil.example/?http://testserver{ACS}"'},
        "another recipient",
    ),
    "no recipient": ({"recipient": ""}, "another recipient"),
    "expired": ({"until": "2020-01-01T00:00:00Z"}, "expired"),
    "not yet": ({"since": "2120-01-01T00:00:00Z", "until": "2120-01-02T00:00:00Z"}, "not yet valid"),
    "another question": (
        {"response_to": ' InResponseTo="another"', "confirms": ' InResponseTo="another"'},
        "failed: unknown",
    ),
    "another name every time": (
        {"format": "urn:oasis:names:tc:SAML:2.0:nameid-format:transient"},
        "another name every time",
    ),
    "no subject": ({"subject": ""}, "empty NameID"),
}


@pytest.mark.parametrize(("change", "why"), CHANGES.values(), ids=CHANGES.keys())
def test_an_answer_that_says_something_else_is_refused(client, saml, person_there, caplog, change, why):
    saml.change = change
    assert nobody_came_in(client, sign_on(client, saml))
    assert why in caplog.text


def test_an_unsigned_answer_is_refused(client, saml, person_there):
    assert nobody_came_in(client, send(client, saml.unsigned(*ask(client, saml))))


def test_an_answer_signed_with_another_key_is_refused_even_with_its_certificate_inside(
    client, saml, person_there
):
    key = new_key()
    answer = saml.answer(*ask(client, saml), key=key, certificate=certificate_for(key))
    assert nobody_came_in(client, send(client, answer))


def test_an_answer_that_was_changed_after_signing_is_refused(client, saml, person_there):
    saml.subject = "somebody-else"
    changed = base64.b64decode(saml.answer(*ask(client, saml))).replace(b"somebody-else", b"subject-1")
    assert nobody_came_in(client, send(client, base64.b64encode(changed).decode()))


@pytest.mark.parametrize("where", ["before", "after", "inside the signature"])
def test_a_signed_assertion_wrapped_in_another_is_refused(client, saml, person_there, where):
    """Signature wrapping: a real assertion about the attacker stays in the document, a forged one is read."""
    number, acs = ask(client, saml)
    saml.subject = "attacker"
    signed = base64.b64decode(saml.answer(number, acs)).decode()
    saml.subject = "subject-1"
    forged = ASSERTION.format(**saml.parts(number, acs))
    if where == "before":
        wrapped = signed.replace("<saml:Assertion", f"{forged}<saml:Assertion", 1)
    elif where == "after":
        wrapped = signed.replace("</samlp:Response>", f"{forged}</samlp:Response>")
    else:
        begin = signed.index("<saml:Assertion")
        end = signed.index("</saml:Assertion>") + len("</saml:Assertion>")
        real = signed[begin:end]
        hidden = forged.replace("</saml:Assertion>", f"<saml:Advice>{real}</saml:Advice></saml:Assertion>")
        wrapped = signed[:begin] + hidden + signed[end:]
    assert nobody_came_in(client, send(client, base64.b64encode(wrapped.encode()).decode()))


def test_an_answer_works_once(client, saml, person_there):
    answer = saml.answer(*ask(client, saml))
    send(client, answer)
    assert is_signed_in(client)
    client.post("/account/logout/")
    assert nobody_came_in(client, send(client, answer))
    assert nobody_came_in(Client(), send(Client(), answer))


def test_an_answer_to_somebody_elses_question_is_refused(client, saml, person_there):
    assert nobody_came_in(client, send(client, saml.answer(*ask(Client(), saml))))


def test_an_answer_that_nobody_asked_for_is_refused(client, saml, person_there):
    saml.change = {"response_to": "", "confirms": ""}
    assert nobody_came_in(client, send(client, saml.answer("", f"http://testserver{ACS}")))


def test_an_assertion_that_nobody_asked_for_is_refused_in_an_envelope_that_claims_it(
    client, saml, person_there
):
    """The envelope is not signed: a stolen assertion without a question in it fits every question."""
    saml.change = {"confirms": ""}
    assert nobody_came_in(client, send(client, saml.answer(*ask(client, saml))))


def test_an_answer_is_too_old_after_its_time(client, saml, person_there, time_machine):
    time_machine.move_to(time.time(), tick=False)
    number, acs = ask(client, saml)
    answer = saml.answer(number, acs)
    time_machine.shift(601)
    assert nobody_came_in(client, send(client, answer))


def test_a_mail_address_opens_nobodys_account(client, saml, person, invited):
    saml.subject, saml.email = "attacker", person.email
    sign_on(client, saml)
    assert not is_signed_in(client)
    assert not SocialAccount.objects.exists()


def test_somebody_elses_identity_cannot_be_connected(
    client, saml, person_there, make_person, sign_in, connect
):
    attacker = make_person("mal@example.org")
    connect(attacker, saml, "attacker")
    sign_in(attacker)
    sign_on(client, saml, f"{START}?process=connect")
    assert SocialAccount.objects.get(uid=identity(saml.entity, "subject-1")).user == person_there


def test_an_entity_that_expands_itself_is_refused(client, saml, person_there):
    ask(client, saml)
    bomb = '<!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><r>&b;</r>'
    assert nobody_came_in(client, send(client, base64.b64encode(bomb.encode()).decode()))


@pytest.mark.parametrize("answer", ["not base64 at all !", "YWJj", base64.b64encode(b"<a/>").decode()])
def test_rubbish_is_refused(client, saml, person_there, answer):
    ask(client, saml)
    assert nobody_came_in(client, send(client, answer))


@pytest.mark.parametrize("answer", ["", "x" * 200_001], ids=["none", "too long"])
def test_nothing_and_too_much_are_not_even_kept(client, saml, answer):
    assert client.post(ACS, {"SAMLResponse": answer}).status_code == 400


def test_the_last_step_alone_signs_nobody_in(client, saml, person_there):
    assert nobody_came_in(client, client.get(f"{ACS}finish/"))


def test_a_session_of_ours_is_no_answer(client, saml, person_there, sign_in):
    """The cookie of the answer names a session; that of a person must not be read, nor ended, through it."""
    other = Client()
    sign_in(person_there, by=other)
    client.cookies["saml-answer"] = other.cookies["sessionid"].value
    assert nobody_came_in(client, client.get(f"{ACS}finish/"))
    assert is_signed_in(other)
