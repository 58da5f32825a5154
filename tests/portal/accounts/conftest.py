"""People who sign in through the forms."""

import time

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value

from partners.agencies.models import Role
from tests.factories import PASSWORD, MembershipFactory, UserFactory

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def code(secret=SECRET, steps=0):
    """What an authenticator app shows for a secret now, or so many half minutes from now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


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
