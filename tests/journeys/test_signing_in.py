"""Passkeys, authenticator apps and recovery codes, in a real browser with a key of its own."""

import re
import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from portal.demonstration.accounts import PASSWORD
from tests.journeys.everybody import is_for_everybody

APPROVER = "moderator@mersey-bank.example"
EDITOR = "editor@mersey-bank.example"
ACCOUNT_PAGES = [
    "/account/",
    "/account/name/",
    "/account/email/",
    "/account/sessions/",
    "/account/password/change/",
    "/account/second-factor/",
    "/account/2fa/",
    "/account/2fa/app/",
    "/account/2fa/passkeys/",
    "/account/2fa/passkeys/add/",
    "/account/sign-on/",
    "/account/logout/",
]
VISITORS_PAGES = [
    "/account/login/",
    "/account/signup/",
    "/account/password/reset/",
    "/account/password/reset/done/",
    "/account/password/reset/key/1-made-up/",
    "/account/confirm-email/",
    "/account/confirm-email/made-up/",
    "/account/inactive/",
    "/demonstration/people/",
]


def code(secret):
    """What an authenticator app shows now."""
    return format_hotp_value(hotp_value(secret.replace(" ", ""), int(time.time()) // 30))


def wait_for_new_code():
    """Sleep until the app shows another code: one works once."""
    time.sleep(31 - time.time() % 30)


@pytest.fixture
def browser_with_key(visitor, site_url):
    """A browser on a device that keeps passkeys. They work for names, not for numbers: hence localhost."""
    page = visitor(base_url=site_url.replace("127.0.0.1", "localhost"))
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    return page


def fill_sign_in(page, email, address="/account/login/"):
    page.goto(address)
    page.get_by_label("Email address").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def sign_out(page):
    page.goto("/account/logout/")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/")


def test_a_passkey_is_added_and_then_signs_in_alone_and_as_second_factor(browser_with_key):
    page = browser_with_key
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    fill_sign_in(page, APPROVER, "/admin/login/?next=/admin/pages/")
    page.wait_for_url("**/account/second-factor/**")
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("Name of this passkey").fill("Laptop")
    page.get_by_role("button", name="Add the passkey").click()
    page.wait_for_url("**/account/2fa/codes/")
    page.get_by_role("link", name="I have them: go on").click()
    page.wait_for_url("**/admin/pages/**")
    sign_out(page)

    page.goto("/account/login/?next=/account/2fa/passkeys/")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(re.compile(r"^[^?]*/account/2fa/passkeys/$"))
    assert "Laptop" in page.locator("main").inner_text()
    assert "last used" in page.locator("main").inner_text()
    page.goto("/account/2fa/passkeys/reauthenticate/?next=/account/")
    is_for_everybody(page)
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(re.compile(r"^[^?]*/account/$"))
    sign_out(page)

    fill_sign_in(page, APPROVER)
    page.wait_for_url("**/account/2fa/authenticate/")
    is_for_everybody(page)
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/admin/")
    assert errors == []


def test_a_passkey_that_does_not_answer_is_said(visitor, site_url):
    page = visitor(base_url=site_url.replace("127.0.0.1", "localhost"))
    page.add_init_script("navigator.credentials.get = () => Promise.reject(new Error('no'))")
    page.goto("/account/login/")
    page.get_by_role("button", name="Use a passkey").click()
    page.get_by_text("That did not work. Try again, or use another way.").wait_for()


@pytest.mark.parametrize("with_script", [True, False])
def test_an_app_is_set_up_then_signs_in_and_a_recovery_code_does_once(visitor, with_script):
    person = "moderator@aire-bank.example" if with_script else "operator@commonweal.example"
    page = visitor(java_script_enabled=with_script, width=320)
    fill_sign_in(page, person)
    page.wait_for_url("**/account/second-factor/**")
    page.get_by_role("link", name="Set up an app").click()
    page.wait_for_url("**/account/2fa/app/")
    picture = page.locator("main img")
    assert picture.evaluate("image => image.naturalWidth") > 0
    secret = page.locator("main code").inner_text()
    page.get_by_label("Code").fill(code(secret))
    page.get_by_role("button", name="Add the app").click()
    page.wait_for_url("**/account/2fa/codes/")
    recovery = re.findall(r"\b\d{8}\b", page.locator("main").inner_text())
    assert len(recovery) == 10
    sign_out(page)

    fill_sign_in(page, person)
    wait_for_new_code()
    page.get_by_label("Code").fill(code(secret))
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/admin/")
    sign_out(page)

    for works in (True, False):
        fill_sign_in(page, person)
        page.get_by_label("Code").fill(recovery[0])
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_load_state()
        assert ("/admin/" in page.url) is works
        sign_out(page) if works else None


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (320, "dark")])
def test_every_account_page_is_accessible(sign_in, width, scheme):
    page = sign_in(EDITOR, width=width, color_scheme=scheme)
    for address in ACCOUNT_PAGES:
        assert page.goto(address).status == 200
        is_for_everybody(page)


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (320, "dark")])
def test_every_page_before_signing_in_is_accessible(visitor, width, scheme):
    page = visitor(width=width, color_scheme=scheme)
    for address in VISITORS_PAGES:
        page.goto(address)
        is_for_everybody(page)


def test_a_form_with_faults_is_accessible(visitor):
    page = visitor(width=320)
    page.goto("/account/login/")
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("alert").wait_for()
    is_for_everybody(page)


def test_signing_in_needs_only_the_keyboard(visitor):
    page = visitor()
    page.goto("/account/login/")
    page.get_by_label("Email address").focus()
    page.keyboard.type(EDITOR)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin/")


def test_cookies_are_those_on_the_list(visitor, sign_in):
    page = visitor()
    for address in ("/", "/places/", "/search/?q=damp", "/objectives/"):
        page.goto(address)
    assert page.context.cookies() == []
    page.goto("/account/login/")
    assert {cookie["name"] for cookie in page.context.cookies()} == {"csrftoken"}
    signed_in = sign_in(EDITOR)
    signed_in.goto("/account/")
    signed_in.goto("/admin/pages/")
    assert {cookie["name"] for cookie in signed_in.context.cookies()} == {"csrftoken", "sessionid"}
