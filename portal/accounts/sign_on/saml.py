"""SAML: only answers to a question of ours, signed, for us, for now, and once.

The library leaves open what the standard leaves open: an assertion may say nothing about whom it is for or
which question it answers, and may come unasked. Ours must say all of it, inside what is signed.
"""

import binascii
from datetime import UTC, datetime
from typing import Any

from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.saml.provider import SAMLProvider
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from lxml import etree
from onelogin.saml2.auth import OneLogin_Saml2_Auth
from onelogin.saml2.constants import OneLogin_Saml2_Constants as Saml
from onelogin.saml2.errors import OneLogin_Saml2_Error, OneLogin_Saml2_ValidationError
from onelogin.saml2.response import OneLogin_Saml2_Response
from onelogin.saml2.settings import OneLogin_Saml2_Settings

from portal.accounts.limits import shared
from portal.accounts.models import SignOnService
from portal.accounts.sign_on.identity import SignOnError, identity

NAMES = {"saml": Saml.NS_SAML}
CONFIRMATIONS = "saml:Subject/saml:SubjectConfirmation/saml:SubjectConfirmationData"
KEPT_AFTER_EXPIRY = (
    600  # seconds for which an assertion is remembered after it ran out, clocks that differ included
)
UNREADABLE = (
    OneLogin_Saml2_Error,
    OneLogin_Saml2_ValidationError,
    etree.XMLSyntaxError,
    binascii.Error,
    ValueError,
)
FIRST_NAME = (
    "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/givenname",
    "urn:oid:2.5.4.42",
    "givenName",
)
LAST_NAME = ("http://schemas.xmlsoap.org/ws/2005/05/identity/claims/surname", "urn:oid:2.5.4.4", "sn")
MAIL = (
    "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress",
    "urn:oid:0.9.2342.19200300.100.1.3",
    "mail",
)


def own_address(request: HttpRequest, view: str, slug: str) -> str:
    """Return a full address of ours, as the service knows it."""
    return request.build_absolute_uri(reverse(view, args=[slug]))


def configuration(request: HttpRequest, service: SignOnService) -> dict[str, Any]:
    """Return what the library needs to know about us and about the service."""
    slug = service.app.provider_id
    return {
        "strict": True,
        "sp": {
            "entityId": own_address(request, "saml_metadata", slug),
            "assertionConsumerService": {
                "url": own_address(request, "saml_acs", slug),
                "binding": Saml.BINDING_HTTP_POST,
            },
            "NameIDFormat": Saml.NAMEID_PERSISTENT,
        },
        "idp": {
            "entityId": service.issuer,
            "singleSignOnService": {
                "url": service.app.settings["sign_on_url"],
                "binding": Saml.BINDING_HTTP_REDIRECT,
            },
            "x509cert": service.app.settings["certificate"],
        },
        "security": {
            "wantAssertionsSigned": True,
            "wantNameId": True,
            "wantAttributeStatement": False,
            "allowRepeatAttributeName": True,
            "allowSingleLabelDomains": True,
            "rejectDeprecatedAlgorithm": True,
            "requestedAuthnContext": False,
        },
    }


def as_seen(request: HttpRequest) -> dict[str, Any]:
    """Return the request in the library's form."""
    return {
        "https": "on" if request.is_secure() else "off",
        "http_host": request.get_host(),
        "script_name": request.path,
        "get_data": {},
        "post_data": {},
    }


def verified_answer(request: HttpRequest, service: SignOnService, answer: str) -> OneLogin_Saml2_Response:
    """Return what a service answered. Raises SignOnError unless it is signed, for us, for now, unused.

    Whether the question was this visitor's is for the caller to check: `get_in_response_to()` names it.
    """
    slug = service.app.provider_id
    acs = own_address(request, "saml_acs", slug)
    settings = OneLogin_Saml2_Settings(configuration(request, service))
    seen = {**as_seen(request), "script_name": reverse("saml_acs", args=[slug])}
    try:
        response = OneLogin_Saml2_Response(settings, answer)
        if not response.is_valid(seen):
            raise SignOnError(f"the answer is not valid: {response.get_error()}")
        check_subject(response, acs)
        check_envelope(response, acs, settings.get_sp_data()["entityId"])
    except UNREADABLE as error:
        raise SignOnError(f"the answer cannot be read: {error}") from error
    check_unused(response, service)
    return response


def check_subject(response: OneLogin_Saml2_Response, acs: str) -> None:
    """Raise SignOnError unless the signed part says to which question it is the answer, and for how long."""
    document = response.get_xml_document()
    assertions = document.findall(".//saml:Assertion", NAMES)
    if len(assertions) != 1 or assertions[0].getparent() is not document:
        raise SignOnError("there is more than one assertion, or it is not where it belongs")
    confirmations = assertions[0].findall(CONFIRMATIONS, NAMES)
    question = response.get_in_response_to()
    if not question or not confirmations:
        raise SignOnError("nobody asked for this answer")
    for confirmation in confirmations:
        if confirmation.get("InResponseTo") != question:
            raise SignOnError("the signed part answers another question")
        if confirmation.get("Recipient") != acs or not confirmation.get("NotOnOrAfter"):
            raise SignOnError("the signed part is for another recipient, or for ever")


def check_envelope(response: OneLogin_Saml2_Response, acs: str, entity: str) -> None:
    """Raise SignOnError unless the answer was sent here, for us, about somebody whom we can know again."""
    if response.get_xml_document().get("Destination") != acs:
        raise SignOnError("the answer was meant for another address")
    if entity not in response.get_audiences():
        raise SignOnError("the answer is for another audience")
    if response.get_nameid_format() == Saml.NAMEID_TRANSIENT:
        raise SignOnError("the subject has another name every time")


def check_unused(response: OneLogin_Saml2_Response, service: SignOnService) -> None:
    """Raise SignOnError when this assertion has been used."""
    until = response.get_assertion_not_on_or_after() or datetime.now(UTC).timestamp()
    lifetime = max(0.0, until - datetime.now(UTC).timestamp()) + KEPT_AFTER_EXPIRY
    if not shared.add(f"saml:{service.pk}:{response.get_assertion_id()}", value=True, timeout=lifetime):
        raise SignOnError("the answer was used before")


def first(attributes: dict[str, list[str]], names: tuple[str, ...]) -> str:
    """Return the first value that goes by one of these names, else nothing."""
    return next((attributes[name][0] for name in names if attributes.get(name)), "")


class PartnerSAML(SAMLProvider):
    """A partner's own SAML service."""

    @property
    def service(self) -> SignOnService:
        """Return whose service this is, and which entity was agreed. Raises SignOnService.DoesNotExist."""
        return SignOnService.objects.select_related("partner", "app").get(app=self.app)

    def get_login_url(self, request: HttpRequest, **kwargs: Any) -> str:
        """Return the address at which signing on starts."""
        return reverse("saml_login", args=[self.app.provider_id])

    def redirect(
        self, request: HttpRequest, process: str, next_url: str | None = None, data: Any = None, **kwargs: Any
    ) -> HttpResponse:
        """Send the visitor to the service with a question that this session remembers."""
        connects = process == AuthProcess.CONNECT and request.user.is_authenticated
        auth = OneLogin_Saml2_Auth(as_seen(request), configuration(request, self.service))
        address = auth.login(return_to="")
        self.stash_redirect_state(
            request,
            AuthProcess.CONNECT if connects else AuthProcess.LOGIN,
            next_url,
            data,
            state_id=auth.get_last_request_id(),
        )
        return HttpResponseRedirect(address)

    def extract_uid(self, data: OneLogin_Saml2_Response) -> str:
        """Return the digest of issuer and subject."""
        return identity(self.service.issuer, data.get_nameid() or "")

    def extract_extra_data(self, data: OneLogin_Saml2_Response) -> dict[str, Any]:
        """Keep what shows the person which identity this is, and no more."""
        return {
            "iss": self.service.issuer,
            "sub": data.get_nameid(),
            "email": first(data.get_attributes(), MAIL),
        }

    def extract_common_fields(self, data: OneLogin_Saml2_Response) -> dict[str, Any]:
        """Return name and mail address, as far as the service says them."""
        attributes = data.get_attributes()
        fields = {
            "email": first(attributes, MAIL),
            "first_name": first(attributes, FIRST_NAME),
            "last_name": first(attributes, LAST_NAME),
        }
        return {name: value for name, value in fields.items() if value}
