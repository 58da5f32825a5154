"""Every page about an account is ours: our frame, our words, and none that allauth brings along."""

import hashlib
import re
from pathlib import Path

import pytest
from allauth.account.models import EmailConfirmationHMAC
from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from django.core import mail
from django.urls import get_resolver, reverse
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import (
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

from portal.accounts import urls
from tests.factories import PASSWORD
from tests.portal.accounts.conftest import code

pytestmark = pytest.mark.django_db
OURS = Path(settings.BASE_DIR) / "templates"
# Addresses that show no page: they lead on, take a form, or give a file.
NO_PAGE = {
    "account_end_sessions": "takes a form",
    "mfa_download_recovery_codes": "a file",
    "mfa_login_webauthn": "leads to signing in",
    "mfa_reauthenticate": "leads to the password where there is no app",
    "mfa_totp_picture": "a picture",
    "openid_connect_callback": "needs an answer of a service",
    "saml_acs": "takes a form",
    "saml_finish_acs": "needs an answer of a service",
    "saml_metadata": "for machines",
    "socialaccount_signup": "leads to signing in: whoever gets an account by a service has an address",
    "account_set_password": "leads to changing it where there is one",
    "account_signup": "leads to the account",
    "account_login": "leads to the account",
    "mfa_authenticate": "leads to the account",
}
VISITORS = [
    "account_login",
    "account_signup",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
    "account_email_verification_sent",
    "account_inactive",
    "socialaccount_login_cancelled",
    "socialaccount_login_error",
]


def check_is_ours(response, status=200):
    assert response.status_code == status
    html = response.content.decode()
    assert '<header class="cw-header">' in html
    assert len(re.findall(r"<h1[ >]", html)) == 1
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:|data:image|<script>", html)
    foreign = [t.name for t in response.templates if not Path(t.origin.name).is_relative_to(OURS)]
    assert [name for name in foreign if name and not name.startswith("django/forms/")] == []


@pytest.mark.parametrize("name", VISITORS)
def test_what_a_visitor_sees(client, site, name):
    check_is_ours(client.get(reverse(name)), 401 if name == "socialaccount_login_error" else 200)


def address_of(pattern, passkey, confirmation):
    """An address of a pattern of ours, with what it needs filled in."""
    needs = {
        "account_confirm_email": [confirmation.key],
        "account_reset_password_from_key": ["1", "no-such-key"],
        "mfa_remove_webauthn": [passkey.pk if passkey else 0],
        "mfa_edit_webauthn": [passkey.pk if passkey else 0],
        "openid_connect_login": ["council"],
        "saml_login": ["trust"],
    }
    return reverse(pattern.name, args=needs.get(pattern.name, []))


@pytest.fixture
def passkey(editor):
    """A passkey as a device would have made it."""
    key = ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key())
    credential = AttestedCredentialData.create(bytes(16), b"a passkey", key)
    site = hashlib.sha256(b"testserver").digest()
    made = AuthenticatorData.create(
        site, AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.AT, 0, credential
    )
    answer = {
        "clientDataJSON": websafe_encode(
            CollectedClientData.create("webauthn.create", b"challenge", "https://testserver")
        ),
        "attestationObject": websafe_encode(AttestationObject.create("none", made, {})),
    }
    number = websafe_encode(b"a passkey")
    data = {"id": number, "rawId": number, "type": "public-key", "response": answer}
    return Authenticator.objects.create(
        user=editor, type=Authenticator.Type.WEBAUTHN, data={"name": "Laptop", "credential": data}
    )


@pytest.mark.parametrize(
    "pattern", [p for p in urls.urlpatterns if p.name not in NO_PAGE], ids=lambda p: p.name
)
def test_what_somebody_signed_in_sees(client, editor, sign_in, pattern, request):
    """Every address there is, so that a new one without our design fails."""
    if pattern.name == "openid_connect_login":
        request.getfixturevalue("oidc")
    if pattern.name == "saml_login":
        request.getfixturevalue("saml")
    sign_in(editor)
    confirmation = EmailConfirmationHMAC(editor.emailaddress_set.get())
    needs_passkey = re.compile("mfa_(remove|edit|list|reauthenticate)_webauthn")
    passkey = request.getfixturevalue("passkey") if needs_passkey.fullmatch(pattern.name) else None
    if pattern.name in {"mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_deactivate_totp"}:
        request.getfixturevalue("give_app")(editor)
    answer = client.get(address_of(pattern, passkey, confirmation))
    check_is_ours(answer, 401 if pattern.name == "socialaccount_login_error" else 200)


def test_the_steps_between(client, editor, sign_in, give_app):
    give_app(editor)
    sign_in(editor)
    check_is_ours(client.get("/account/2fa/authenticate/"))
    client.post("/account/2fa/authenticate/", {"code": code()})
    check_is_ours(client.get("/account/2fa/reauthenticate/"))
    check_is_ours(client.get("/account/2fa/"))
    codes = client.get("/account/2fa/codes/download/")
    assert codes["Content-Type"].startswith("text/plain")
    assert len(re.findall(r"^\d{8}$", codes.content.decode(), re.MULTILINE)) == 10


def test_choosing_a_new_password(client, person):
    client.post("/account/password/reset/", {"email": person.email})
    link = re.search(r"/account/password/reset/key/\S+", mail.outbox[-1].body)[0]
    check_is_ours(client.get(client.get(link).url))
    check_is_ours(client.get("/account/password/reset/key/1-made-up/"))


def test_choosing_a_first_password(client, editor, sign_in):
    editor.set_unusable_password()
    editor.save()
    client.force_login(editor)
    check_is_ours(client.get("/account/password/set/"))


def test_opening_an_account_from_form_to_home(client, site):
    fields = {"email": "new@example.org", "first_name": "Ada", "last_name": "Lee", "password1": PASSWORD}
    assert client.post("/account/signup/", fields).url == "/account/confirm-email/"
    check_is_ours(client.get("/account/login/"))
    link = re.search(r"/account/confirm-email/\S+", mail.outbox[-1].body)[0]
    check_is_ours(client.get(link))
    client.post(link)
    client.post("/account/login/", {"login": "new@example.org", "password": PASSWORD})
    home = client.get("/account/")
    check_is_ours(home)
    assert b"Ada Lee" in home.content
    assert b"You belong to no partner" in home.content


def test_an_account_by_invitation_only_where_the_site_says_so(client, site, settings):
    settings.OPEN_SIGN_UP = False
    answer = client.get("/account/signup/")
    assert b"Accounts come by invitation" in answer.content
    check_is_ours(answer)
    fields = {"email": "new@example.org", "first_name": "A", "last_name": "B", "password1": PASSWORD}
    assert b"Accounts come by invitation" in client.post("/account/signup/", fields).content


def test_a_name_is_changed_and_an_empty_one_is_not(client, editor, sign_in):
    sign_in(editor)
    assert (
        b"This field is required"
        in client.post("/account/name/", {"first_name": "", "last_name": "Lee"}).content
    )
    client.post("/account/name/", {"first_name": "Edith", "last_name": "Lee"})
    assert b"Edith Lee" in client.get("/account/").content


def test_home_shows_addresses_roles_and_where_to_change_them(client, editor, sign_in):
    sign_in(editor)
    page = client.get("/account/").content.decode()
    membership = editor.memberships.get()
    for words in (editor.email, str(membership.partner), membership.get_role_display(), "In 1 place"):
        assert words in page


def test_home_asks_the_database_a_fixed_number_of_times(
    client, make_person, sign_in, django_assert_num_queries
):
    from tests.factories import MembershipFactory

    counts = []
    for number in (1, 6):
        person = make_person(f"p{number}@example.org")
        for _ in range(number):
            MembershipFactory(user=person)
        client.force_login(person)
        client.get("/account/")
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as asked:
            client.get("/account/")
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 16


def test_every_mail_about_an_account_is_ours():
    """Each mail that allauth can send has a text of ours in its place."""
    import allauth

    theirs = Path(allauth.__file__).parent / "templates"
    not_used = re.compile(r"login_code|password_reset_code|phone")
    names = [
        str(path.relative_to(theirs))
        for path in theirs.rglob("*.txt")
        if path.relative_to(theirs).parts[0] in ("account", "mfa", "socialaccount")
    ]
    missing = [name for name in names if not not_used.search(name) and not (OURS / name).exists()]
    assert missing == []


def test_mails_name_no_address_in_the_network(client, editor, sign_in):
    sign_in(editor)
    new = "a quite different phrase"
    client.post("/account/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    message = mail.outbox[-1]
    assert message.subject == "Your password was changed"
    assert "127.0.0.1" not in message.body
    assert "&" not in message.body


def test_a_form_that_was_open_too_long_says_so():
    from django.test import Client

    answer = Client(enforce_csrf_checks=True).post("/account/login/", {"login": "a", "password": "b"})
    assert answer.status_code == 403
    assert b"open too long" in answer.content


def test_no_address_of_allauth_is_reachable_but_those_named_here():
    names = {pattern.name for pattern in urls.urlpatterns}
    found = {name for name in get_resolver().reverse_dict if isinstance(name, str)}
    prefixes = ("account_", "mfa_", "socialaccount_", "usersessions_", "openid_", "saml_", "headless")
    assert {name for name in found if name.startswith(prefixes)} == names
