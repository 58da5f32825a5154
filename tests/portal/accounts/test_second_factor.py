"""Who decides for others needs a second factor, on every way in. A reset password is none."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client

from partners.agencies.models import Role
from portal.accounts.second_factor import MFAAdapter, forget_second_factors
from tests.factories import PASSWORD, MembershipFactory
from tests.portal.accounts.conftest import SECRET, code

pytestmark = pytest.mark.django_db
PROTECTED = [
    "/admin/",
    "/admin/pages/",
    "/admin/account/",
    "/account/",
    "/account/sessions/",
    "/places/",
    "/",
]
SETTING_UP = [
    "/account/second-factor/",
    "/account/2fa/app/",
    "/account/2fa/passkeys/add/",
    "/account/logout/",
]


@pytest.mark.parametrize(
    ("role", "needed"),
    [(Role.MEMBER, False), (Role.EDITOR, False), (Role.APPROVER, True), (Role.ADMIN, True)],
)
def test_who_decides_is_led_to_set_one_up_and_others_are_not(client, make_person, sign_in, role, needed):
    sign_in(make_person(role=role))
    answer = client.get("/account/")
    assert answer.status_code == (302 if needed else 200)
    if needed:
        assert answer.url == "/account/second-factor/?next=%2Faccount%2F"


@pytest.mark.parametrize("address", PROTECTED)
def test_nothing_opens_without_it_and_where_they_were_going_is_kept(client, make_person, sign_in, address):
    sign_in(make_person(is_superuser=True))
    answer = client.get(address)
    assert answer.status_code == 302
    assert answer.url.startswith("/account/second-factor/?next=")
    assert client.post(address).status_code == 302


@pytest.mark.parametrize("address", SETTING_UP)
def test_what_sets_one_up_stays_open(client, approver, sign_in, address):
    sign_in(approver)
    assert client.get(address).status_code == 200


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("copied_database")
def test_an_app_is_set_up_on_the_way_and_the_way_goes_on(client, make_person, sign_in):
    sign_in(make_person(is_superuser=True))
    client.get(client.get("/admin/pages/").url)
    page = client.get("/account/2fa/app/").content.decode()
    secret = re.search(r"<code>([A-Z2-7]+)</code>", page)[1]
    picture = client.get("/account/2fa/app/picture.svg")
    assert picture["Content-Type"] == "image/svg+xml"
    assert b"<svg" in picture.content
    assert client.post("/account/2fa/app/", {"code": code(secret)}).url == "/account/2fa/codes/"
    assert b'href="/admin/pages/"' in client.get("/account/2fa/codes/").content
    assert client.get("/admin/pages/", follow=True).status_code == 200


def test_a_wrong_first_code_sets_nothing_up(client, approver, sign_in):
    sign_in(approver)
    client.get("/account/2fa/app/")
    assert b"did not work" in client.post("/account/2fa/app/", {"code": "000000"}).content
    assert not Authenticator.objects.exists()


def test_the_picture_is_there_only_while_an_app_is_set_up(client, approver, sign_in):
    sign_in(approver)
    assert client.get("/account/2fa/app/picture.svg").status_code == 404


def test_password_and_code_let_in(client, approver, sign_in, give_app):
    give_app(approver)
    assert sign_in(approver).url == "/account/2fa/authenticate/"
    assert client.get("/account/").status_code == 302
    client.post("/account/2fa/authenticate/", {"code": code()})
    assert client.get("/account/").status_code == 200


def test_a_wrong_code_lets_nobody_in(client, approver, sign_in, give_app):
    give_app(approver)
    sign_in(approver)
    assert b"did not work" in client.post("/account/2fa/authenticate/", {"code": "000000"}).content
    assert client.get("/account/").url.startswith("/account/login/")


@pytest.mark.parametrize("later", [0, 31, 59])
def test_a_code_works_once(client, approver, sign_in, give_app, later, time_machine):
    """Also after the half minute for which allauth remembers it, while a slow clock would still accept it."""
    start = 1_700_000_000 // 30 * 30
    time_machine.move_to(start, tick=False)
    give_app(approver)
    used = code(steps=1)
    sign_in(approver)
    client.post("/account/2fa/authenticate/", {"code": used})
    assert client.get("/account/").status_code == 200
    time_machine.move_to(start + later, tick=False)
    other = Client()
    sign_in(approver, by=other)
    other.post("/account/2fa/authenticate/", {"code": used})
    assert other.get("/account/").status_code == 302


def test_a_recovery_code_works_once(client, approver, sign_in, give_app):
    give_app(approver)
    first = Authenticator.objects.get(user=approver, type="recovery_codes").wrap().get_unused_codes()[0]
    for browser, answer in ((client, 200), (Client(), 302)):
        sign_in(approver, by=browser)
        browser.post("/account/2fa/authenticate/", {"code": first})
        assert browser.get("/account/").status_code == answer


def test_guessing_codes_is_stopped_and_the_right_one_is_then_refused(client, approver, sign_in, give_app):
    give_app(approver)
    sign_in(approver)
    for guess in range(6):
        client.post("/account/2fa/authenticate/", {"code": f"{guess:06}"})
    assert b"too many attempts" in client.post("/account/2fa/authenticate/", {"code": code()}).content
    assert client.get("/account/").status_code == 302


def test_a_reset_password_does_not_skip_it(client, approver, sign_in, give_app):
    give_app(approver)
    client.post("/account/password/reset/", {"email": approver.email})
    link = re.search(r"/account/password/reset/key/\S+", mail.outbox[-1].body)[0]
    form = client.get(link).url
    new = "a quite different phrase"
    client.post(form, {"password1": new, "password2": new})
    assert client.get("/account/").url.startswith("/account/login/")
    assert sign_in(approver, new).url == "/account/2fa/authenticate/"
    assert client.get("/account/").status_code == 302


def test_a_reset_password_without_a_factor_leads_to_setting_one_up(client, approver, sign_in):
    client.post("/account/password/reset/", {"email": approver.email})
    form = client.get(re.search(r"/account/password/reset/key/\S+", mail.outbox[-1].body)[0]).url
    new = "a quite different phrase"
    client.post(form, {"password1": new, "password2": new})
    sign_in(approver, new)
    assert client.get("/admin/").url.startswith("/account/second-factor/")


def test_who_becomes_an_approver_while_signed_in_shows_it_from_the_next_page_on(client, editor, sign_in):
    sign_in(editor)
    assert client.get("/account/").status_code == 200
    MembershipFactory(user=editor, role=Role.APPROVER)
    assert client.get("/account/").url.startswith("/account/second-factor/")


def test_a_session_opened_without_the_factor_must_show_it(client, editor, sign_in, give_app):
    sign_in(editor)
    give_app(editor)
    MembershipFactory(user=editor, role=Role.ADMIN)
    again = client.get("/account/name/").url
    assert again == "/account/2fa/reauthenticate/?next=%2Faccount%2Fname%2F"
    assert client.post(again, {"code": code()}).url == "/account/name/"
    assert client.get("/account/name/").status_code == 200


def test_a_password_again_is_no_second_factor(client, editor, sign_in, give_app):
    sign_in(editor)
    give_app(editor)
    MembershipFactory(user=editor, role=Role.ADMIN)
    client.post("/account/reauthenticate/?next=/account/", {"password": PASSWORD})
    assert client.get("/account/").url.startswith("/account/2fa/reauthenticate/")


def test_the_last_factor_of_who_needs_one_stays(client, approver, sign_in, give_app):
    give_app(approver)
    sign_in(approver)
    client.post("/account/2fa/authenticate/", {"code": code()})
    assert b"needs a second factor" in client.post("/account/2fa/app/remove/").content
    assert Authenticator.objects.filter(user=approver, type="totp").exists()


def test_the_last_factor_of_others_may_go(client, editor, sign_in, give_app):
    give_app(editor)
    sign_in(editor)
    client.post("/account/2fa/authenticate/", {"code": code()})
    client.post("/account/2fa/app/remove/")
    assert not Authenticator.objects.filter(user=editor).exists()


def test_the_secret_is_not_readable_in_the_database(approver, give_app, settings):
    stored = give_app(approver).data["secret"]
    assert SECRET not in stored
    assert MFAAdapter().decrypt(stored) == SECRET
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another secret"
    assert MFAAdapter().decrypt(stored) == SECRET


def test_an_operator_can_take_lost_factors_away(client, approver, sign_in, give_app):
    give_app(approver)
    assert forget_second_factors(approver) == 2
    sign_in(approver)
    assert client.get("/account/").url.startswith("/account/second-factor/")


def test_the_password_is_asked_again_when_signing_in_was_a_while_ago(client, editor, sign_in, time_machine):
    time_machine.move_to(time.time())
    sign_in(editor)
    assert client.get("/account/2fa/app/").status_code == 200
    time_machine.shift(11 * 60)
    assert client.get("/account/2fa/app/").url.startswith("/account/reauthenticate/")
