"""People who sign in through the forms."""

import time

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from allauth.socialaccount.models import SocialAccount, SocialApp

from partners.agencies.models import Role
from portal.accounts.models import SignOnService
from portal.accounts.sign_on.identity import identity
from tests.factories import PASSWORD, MembershipFactory, PartnerFactory, UserFactory
from tests.portal.accounts.sign_on.oidc_service import CLIENT, CLIENT_SECRET, OIDCService
from tests.portal.accounts.sign_on.saml_service import SAMLService

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def code(secret=SECRET, steps=0):
    """What an authenticator app shows for a secret now, or so many half minutes from now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


@pytest.fixture(autouse=True)
def mail_arrives(letters_go_out):
    """Let the letters of the account pages arrive."""


@pytest.fixture
def make_person(site):
    """Make somebody with a confirmed address, and a role in a partner if one is named."""

    def make(email="pat@example.org", role=None, **fields):
        user = UserFactory(email=email, **fields)
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        if role:
            MembershipFactory(user=user, role=role)
        return user

    return make


@pytest.fixture
def person(make_person):
    """Somebody who belongs to no partner."""
    return make_person()


@pytest.fixture
def editor(make_person):
    """Somebody who writes for a partner."""
    return make_person("edie@example.org", role=Role.EDITOR)


@pytest.fixture
def approver(make_person):
    """Somebody who decides for a partner, so far without a second factor."""
    return make_person("approver@example.org", role=Role.APPROVER)


@pytest.fixture
def give_app():
    """Give somebody an app with the secret above, and recovery codes, as setting one up does."""

    def give(user):
        TOTP.activate(user, SECRET)
        RecoveryCodes.activate(user)
        return Authenticator.objects.get(user=user, type=Authenticator.Type.TOTP)

    return give


@pytest.fixture
def sign_in(client):
    """Send the sign-in form."""

    def send(user, password=PASSWORD, *, by=client, **fields):
        email = user if isinstance(user, str) else user.email
        return by.post("/account/login/", {"login": email, "password": password, **fields})

    return send


def is_signed_in(client):
    """Whether a request of this client is somebody's."""
    return client.get("/account/name/").status_code == 200


# Partners with sign-on services of their own, which run on this machine.


@pytest.fixture(scope="session")
def running_oidc():
    service = OIDCService()
    yield service
    service.stop()


@pytest.fixture
def oidc(running_oidc, site):
    """A partner's OpenID Connect service, well behaved until a test says otherwise."""
    fresh = {"change": dict, "sign": running_oidc.properly, "metadata": {}}
    person = {"sub": "subject-1", "email": "pat@example.org", "given_name": "Pat", "family_name": "Lee"}
    for name, value in {**fresh, "person": person}.items():
        setattr(running_oidc, name, value)
    running_oidc.codes.clear()
    running_oidc.refused.clear()
    app = SocialApp.objects.create(
        provider="openid_connect",
        provider_id="council",
        name="Council sign-on",
        client_id=CLIENT,
        secret=CLIENT_SECRET,
        settings={"server_url": running_oidc.issuer},
    )
    running_oidc.row = SignOnService.objects.create(
        app=app, partner=PartnerFactory(name="Council"), issuer=running_oidc.issuer
    )
    return running_oidc


@pytest.fixture
def saml(site):
    """A partner's SAML service, well behaved until a test says otherwise."""
    service = SAMLService()
    app = SocialApp.objects.create(
        provider="saml",
        provider_id="trust",
        name="Trust sign-on",
        client_id="trust",
        settings={"sign_on_url": service.sign_on_url, "certificate": service.certificate},
    )
    service.row = SignOnService.objects.create(
        app=app, partner=PartnerFactory(name="Trust"), issuer=service.entity
    )
    return service


@pytest.fixture
def connect():
    """Give a person a role in a service's partner and the identity that the service knows them by."""

    def give(user, service, subject="subject-1"):
        MembershipFactory(user=user, partner=service.row.partner, role=Role.EDITOR)
        uid = identity(service.row.issuer, subject)
        return SocialAccount.objects.create(user=user, provider=service.row.app.provider_id, uid=uid)

    return give


@pytest.fixture
def invited(settings):
    """Let partners have invited everybody."""
    settings.SIGN_ON_INVITED = "tests.portal.accounts.conftest.everybody"


def everybody(partner, address):
    return True
