"""What operators do about signing in: each says what it did, and ends with a fault when it could not."""

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command

from portal.accounts.models import SignOnService
from tests.factories import PartnerFactory
from tests.portal.accounts.conftest import is_signed_in
from tests.portal.accounts.sign_on.saml_service import KEY, certificate_for

pytestmark = pytest.mark.django_db
ISSUER = "https://login.example.gov.uk"


@pytest.fixture
def council(site):
    return PartnerFactory(slug="council", name="Council")


@pytest.fixture
def secret(tmp_path):
    file = tmp_path / "secret"
    file.write_text("our secret\n")
    return file


def test_a_second_factor_is_forgotten_and_its_owner_signed_out(client, editor, sign_in, give_app, capsys):
    sign_in(editor)
    give_app(editor)
    call_command("forget_second_factor", editor.email.upper())
    assert not Authenticator.objects.exists()
    assert not is_signed_in(client)
    assert "2 taken away, signed out in 1 places" in capsys.readouterr().out


def test_nobody_is_said(site):
    with pytest.raises(CommandError, match="Nobody signs in with"):
        call_command("forget_second_factor", "nobody@example.org")


def test_openid_connect_is_added_and_changed(council, secret, capsys):
    for client_id in ("old", "new"):
        call_command(
            "add_sign_on_service",
            "oidc",
            "council",
            "council",
            issuer=ISSUER,
            client_id=client_id,
            secret_file=secret,
        )
    service = SignOnService.objects.select_related("app").get()
    assert (service.partner, service.issuer) == (council, ISSUER)
    assert (service.app.client_id, service.app.secret) == ("new", "our secret")
    assert "/account/oidc/council/login/callback/" in capsys.readouterr().out


def test_saml_is_added(client, council, tmp_path, capsys):
    file = tmp_path / "idp.pem"
    file.write_text(certificate_for(KEY))
    options = {"issuer": ISSUER, "sign_on_url": f"{ISSUER}/sso", "certificate_file": file}
    call_command("add_sign_on_service", "saml", "council", "council", **options)
    assert "/account/saml/council/metadata/" in capsys.readouterr().out
    assert client.post("/account/saml/council/login/").url.startswith(f"{ISSUER}/sso?SAMLRequest=")


@pytest.mark.parametrize(
    ("kind", "partner", "options", "why"),
    [
        ("oidc", "nobody", {}, "There is no partner"),
        ("oidc", "council", {}, "needs --client-id"),
        ("saml", "council", {}, "needs --sign-on-url"),
        ("oidc", "council", {"client_id": "c", "secret_file": "nothing-here"}, "cannot be read"),
    ],
)
def test_what_is_missing_is_said(council, kind, partner, options, why):
    from pathlib import Path

    if "secret_file" in options:
        options = {**options, "secret_file": Path(options["secret_file"])}
    with pytest.raises(CommandError, match=why):
        call_command("add_sign_on_service", kind, partner, "slug", issuer=ISSUER, **options)
    assert not SignOnService.objects.exists()


def test_an_address_that_others_can_read_is_refused(council, secret):
    with pytest.raises(CommandError, match="not an HTTPS address"):
        call_command(
            "add_sign_on_service",
            "oidc",
            "council",
            "council",
            issuer="http://login.example.gov.uk",
            client_id="c",
            secret_file=secret,
        )


def test_a_partner_cannot_take_anothers_name(council, secret):
    PartnerFactory(slug="other")
    for partner, error in (("council", None), ("other", CommandError)):
        options = {"issuer": ISSUER, "client_id": "c", "secret_file": secret}
        if error is None:
            call_command("add_sign_on_service", "oidc", partner, "same", **options)
            continue
        with pytest.raises(error, match="belongs to another"):
            call_command("add_sign_on_service", "oidc", partner, "same", **options)
