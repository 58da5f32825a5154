"""Partners with sign-on services of their own, which run on this machine."""

import pytest
from allauth.socialaccount.models import SocialAccount, SocialApp

from partners.agencies.models import Role
from portal.accounts.models import SignOnService
from portal.accounts.sign_on.identity import identity
from tests.factories import MembershipFactory, PartnerFactory
from tests.portal.accounts.sign_on.oidc_service import CLIENT, CLIENT_SECRET, OIDCService
from tests.portal.accounts.sign_on.saml_service import SAMLService


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
    settings.SIGN_ON_INVITED = "tests.portal.accounts.sign_on.conftest.everybody"


def everybody(partner, address):
    return True
