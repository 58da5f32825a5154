"""OpenID Connect against a service that runs: the honest way works, and every attack that we know fails."""

import time
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
import pytest
from allauth.socialaccount.models import SocialAccount
from django.core import mail
from django.test import Client

from partners.people.models import User
from portal.accounts.sign_on.identity import identity
from tests.factories import PartnerFactory
from tests.portal.accounts.conftest import code, is_signed_in
from tests.portal.accounts.sign_on.oidc_service import CLIENT, new_key

pytestmark = pytest.mark.django_db
START = "/account/oidc/council/login/"
BACK = "/account/oidc/council/login/callback/"


def start(client, address=START):
    """Press the button; return the address at the service."""
    answer = client.post(address)
    assert answer.status_code == 302, answer.content
    return answer.url


def sign_on(client, service, address=START):
    """Go the whole way: to the service, through its page, and back."""
    return client.get(service.authorize(start(client, address)))


def nobody_came_in(client, answer):
    return answer.status_code in (400, 401, 403) and not is_signed_in(client)


@pytest.fixture
def person_there(person, oidc, connect):
    """Somebody who has signed on before."""
    connect(person, oidc)
    return person


# The honest way


def test_who_is_known_comes_in(client, oidc, person_there):
    answer = sign_on(client, oidc, f"{START}?next=/places/")
    assert answer.url == "/places/"
    assert is_signed_in(client)


def test_every_question_carries_state_nonce_and_a_challenge(client, oidc, person_there):
    asked = [parse_qs(urlsplit(start(client)).query) for _ in range(2)]
    for one in asked:
        assert one["code_challenge_method"] == ["S256"]
        assert min(len(one[name][0]) for name in ("state", "nonce", "code_challenge")) >= 16
    assert all(asked[0][name] != asked[1][name] for name in ("state", "nonce", "code_challenge"))


def test_a_second_factor_is_asked_here_too(client, oidc, person_there, give_app):
    give_app(person_there)
    assert sign_on(client, oidc).url == "/account/2fa/authenticate/"
    assert not is_signed_in(client)
    client.post("/account/2fa/authenticate/", {"code": code()})
    assert is_signed_in(client)


def test_a_member_connects_it_on_the_account_page(client, oidc, person, connect, sign_in):
    connect(person, oidc).delete()
    sign_in(person)
    sign_on(client, oidc, f"{START}?process=connect")
    assert SocialAccount.objects.get(user=person).uid == identity(oidc.issuer, "subject-1")
    other = Client()
    sign_on(other, oidc)
    assert is_signed_in(other)


def test_who_was_invited_gets_an_account_and_confirms_the_address(client, oidc, site, invited):
    oidc.person["email"] = "new@example.org"
    assert sign_on(client, oidc).url == "/account/confirm-email/"
    user = User.objects.get(email="new@example.org")
    assert (user.get_full_name(), user.has_usable_password()) == ("Pat Lee", False)
    assert not is_signed_in(client)
    assert "Confirm" in mail.outbox[-1].subject


def test_who_was_not_invited_is_told_what_to_do_and_gets_none(client, oidc, site):
    oidc.person["email"] = "new@example.org"
    answer = sign_on(client, oidc)
    assert nobody_came_in(client, answer)
    assert b"ask the partner admin of Council to invite you" in answer.content
    assert not User.objects.filter(email="new@example.org").exists()


def test_who_has_left_the_partner_no_longer_comes_in_by_it(client, oidc, person_there):
    person_there.memberships.all().delete()
    assert nobody_came_in(client, sign_on(client, oidc))


def test_a_press_of_cancel_is_no_fault(client, oidc, person_there):
    state = parse_qs(urlsplit(start(client)).query)["state"][0]
    answer = client.get(BACK, {"error": "access_denied", "state": state})
    assert answer.url == "/account/sign-on/cancelled/"


# Attacks


def other_key(claims):
    return jwt.encode(claims, new_key(), algorithm="RS256", headers={"kid": "first"})


def no_signature(claims):
    return jwt.encode(claims, None, algorithm="none", headers={"kid": "first"})


def public_key_as_secret(claims):
    """The old trick: sign with the public key, which everybody has, and call it a shared secret."""
    return jwt.encode(
        claims, "the public key, which is no secret at all" * 2, algorithm="HS256", headers={"kid": "first"}
    )


def cut_signature(claims, properly):
    return ".".join([*properly(claims).split(".")[:2], ""])


SIGNATURES = {"another key": other_key, "none": no_signature, "public key as secret": public_key_as_secret}
CLAIMS = {
    "wrong issuer": ({"iss": "https://evil.example"}, "Invalid issuer"),
    "wrong audience": ({"aud": "another-client"}, "Audience doesn't match"),
    "several audiences, none authorised": ({"aud": [CLIENT, "another-client"]}, "another client"),
    "issued to another client": ({"azp": "another-client"}, "another client"),
    "expired": ({"exp": int(time.time()) - 120}, "has expired"),
    "from the future": ({"iat": int(time.time()) + 3600}, "not yet valid"),
    "another nonce": ({"nonce": "another"}, "nonce is not the one"),
    "no nonce": ({"nonce": None}, '"nonce" claim'),
    "no expiry": ({"exp": None}, '"exp" claim'),
    "no subject": ({"sub": None}, '"sub" claim'),
}


@pytest.mark.parametrize("sign", SIGNATURES.values(), ids=SIGNATURES.keys())
def test_a_token_with_a_signature_that_is_not_the_services_is_refused(client, oidc, person_there, sign):
    oidc.sign = sign
    assert nobody_came_in(client, sign_on(client, oidc))


def test_a_token_with_its_signature_cut_off_is_refused(client, oidc, person_there):
    oidc.sign = lambda claims: cut_signature(claims, oidc.properly)
    assert nobody_came_in(client, sign_on(client, oidc))


@pytest.mark.parametrize(("changed", "why"), CLAIMS.values(), ids=CLAIMS.keys())
def test_a_token_that_says_something_else_is_refused(client, oidc, person_there, caplog, changed, why):
    oidc.change = lambda claims: {k: v for k, v in {**claims, **changed}.items() if v is not None}
    assert nobody_came_in(client, sign_on(client, oidc))
    assert why in caplog.text


def test_a_token_from_another_sign_on_is_refused(client, oidc, person_there):
    """Replay: a real token of the same person, for a question that this session did not ask."""
    kept = []
    oidc.sign = lambda claims: kept.append(oidc.properly(claims)) or kept[0]
    sign_on(Client(), oidc)
    assert nobody_came_in(client, sign_on(client, oidc))
    assert len(kept) == 2


def test_no_token_is_refused_whatever_userinfo_says(client, oidc, person_there):
    oidc.sign = lambda claims: ""
    assert nobody_came_in(client, sign_on(client, oidc))


def test_a_code_works_once(client, oidc, person_there):
    back = oidc.authorize(start(client))
    client.get(back)
    other = Client()
    assert nobody_came_in(other, other.get(back))
    client.post("/account/logout/")
    assert nobody_came_in(client, client.get(back))


def test_a_stolen_code_is_worth_nothing_without_its_verifier(client, oidc, person_there):
    victim, thief = Client(), client
    stolen = parse_qs(urlsplit(oidc.authorize(start(victim))).query)["code"][0]
    state = parse_qs(urlsplit(start(thief)).query)["state"][0]
    assert nobody_came_in(thief, thief.get(BACK, {"code": stolen, "state": state}))
    assert len(oidc.refused) == 1


@pytest.mark.parametrize("state", [None, "", "made-up"])
def test_an_answer_that_nobody_asked_for_is_refused(client, oidc, person_there, state):
    """Started by the service, or by somebody who wants another person signed in as themselves."""
    oidc.authorize(start(Client()))
    answer = {"code": next(iter(oidc.codes)), **({} if state is None else {"state": state})}
    assert nobody_came_in(client, client.get(f"{BACK}?{urlencode(answer)}"))
    assert oidc.refused == []  # not even asked


def test_an_answer_with_somebody_elses_state_is_refused(client, oidc, person_there):
    assert nobody_came_in(client, client.get(oidc.authorize(start(Client()))))


def test_a_state_is_too_old_after_ten_minutes(client, oidc, person_there, time_machine):
    time_machine.move_to(time.time(), tick=False)
    back = oidc.authorize(start(client))
    time_machine.shift(601)
    assert nobody_came_in(client, client.get(back))


def test_an_answer_that_names_another_issuer_is_refused(client, oidc, person_there):
    back = oidc.authorize(start(client))
    assert nobody_came_in(client, client.get(f"{back}&iss=https://evil.example"))


@pytest.mark.parametrize("verified", [True, False])
def test_a_mail_address_opens_nobodys_account(client, oidc, person, invited, verified):
    """Whoever runs a service can put any address into a token, even for an invited person."""
    oidc.person |= {"sub": "attacker", "email": person.email, "email_verified": verified}
    sign_on(client, oidc)
    assert not is_signed_in(client)
    assert not SocialAccount.objects.exists()
    assert User.objects.filter(email=person.email).count() == 1


def test_the_same_subject_of_another_issuer_is_somebody_else(client, oidc, person_there):
    """The service's address is changed to one that hands out the same numbers."""
    SocialAccount.objects.update(uid=identity("https://old-issuer.example", "subject-1"))
    assert nobody_came_in(client, sign_on(client, oidc))


def test_a_service_that_calls_itself_something_else_is_not_used(client, oidc, person_there):
    oidc.metadata = {"issuer": "https://evil.example"}
    assert nobody_came_in(client, client.post(START))


@pytest.mark.parametrize("name", ["authorization_endpoint", "token_endpoint", "jwks_uri"])
def test_a_service_with_an_address_that_others_can_read_is_not_used(client, oidc, person_there, name):
    oidc.metadata = {name: "http://service.example/"}
    assert nobody_came_in(client, client.post(START))


def test_a_service_that_is_down_is_said_on_a_page(client, oidc, person_there):
    oidc.row.app.settings = {"server_url": "http://127.0.0.1:9"}
    oidc.row.app.save()
    assert nobody_came_in(client, client.post(START))


def test_the_address_cannot_change_what_is_asked_of_the_service(client, oidc, person_there):
    asked = parse_qs(
        urlsplit(
            start(
                client, f"{START}?auth_params=nonce%3Dmine%26redirect_uri%3Dhttps://evil.example&scope=admin"
            )
        ).query
    )
    assert "mine" not in asked["nonce"]
    assert asked["redirect_uri"] == [f"http://testserver{BACK}"]
    assert "admin" not in asked["scope"][0]


def test_opening_the_address_alone_starts_nothing(client, oidc):
    assert client.get(START).status_code == 200
    assert oidc.asked == {} or "socialaccount_states" not in client.session


def test_somebody_elses_identity_cannot_be_connected(
    client, oidc, person_there, make_person, sign_in, connect
):
    attacker = make_person("mal@example.org")
    connect(attacker, oidc, "attacker")
    sign_in(attacker)
    sign_on(client, oidc, f"{START}?process=connect")
    assert SocialAccount.objects.get(uid=identity(oidc.issuer, "subject-1")).user == person_there


def test_an_identity_is_connected_only_in_the_session_that_asked(client, oidc, make_person, sign_in, connect):
    """An attacker lets the victim's browser, which is signed in, finish what the attacker started."""
    victim, attacker = make_person(), make_person("mal@example.org")
    for user, subject in ((victim, "v"), (attacker, "a")):
        connect(user, oidc, subject)
    mallory = Client()
    sign_in(attacker, by=mallory)
    sign_in(victim)
    oidc.person["sub"] = "attacker's second"
    client.get(oidc.authorize(start(mallory, f"{START}?process=connect")))
    assert SocialAccount.objects.filter(user=victim).count() == 1


def test_nobody_connects_the_service_of_a_partner_that_is_not_theirs(client, oidc, person, sign_in):
    sign_in(person)
    answer = sign_on(client, oidc, f"{START}?process=connect")
    assert answer.status_code == 403
    assert not SocialAccount.objects.exists()


def test_the_service_of_one_partner_does_not_open_another(client, oidc, person_there):
    """A person who has moved on is not brought back by those who run the sign-on of where they were."""
    person_there.memberships.update(partner=PartnerFactory())
    assert nobody_came_in(client, sign_on(client, oidc))


def test_an_app_without_a_partner_is_no_door(client, oidc, person_there):
    oidc.row.delete()
    assert client.post(START).status_code == 404
    assert client.get(BACK).status_code == 404
