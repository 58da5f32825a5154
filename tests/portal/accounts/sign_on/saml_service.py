"""A SAML service: reads our question, answers with a signed assertion. It can be told to misbehave."""

import base64
import zlib
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509.oid import NameOID
from lxml import etree
from onelogin.saml2.utils import OneLogin_Saml2_Utils

from tests.portal.accounts.sign_on.oidc_service import new_key

PERSISTENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent"
ANSWER = """<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol"
 xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"
 ID="{response_id}" Version="2.0" IssueInstant="{now}"{destination}{response_to}>
<saml:Issuer>{issuer}</saml:Issuer>
<samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>
{assertion}
</samlp:Response>"""
ASSERTION = """<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"
 ID="{assertion_id}" Version="2.0" IssueInstant="{now}">
<saml:Issuer>{issuer}</saml:Issuer>
<saml:Subject><saml:NameID Format="{format}">{subject}</saml:NameID>
<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">
<saml:SubjectConfirmationData NotOnOrAfter="{until}"{recipient}{confirms}/>
</saml:SubjectConfirmation></saml:Subject>
<saml:Conditions NotBefore="{since}" NotOnOrAfter="{until}">{audience}</saml:Conditions>
<saml:AuthnStatement AuthnInstant="{now}" SessionIndex="{assertion_id}"><saml:AuthnContext>
<saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:Password</saml:AuthnContextClassRef>
</saml:AuthnContext></saml:AuthnStatement>
<saml:AttributeStatement><saml:Attribute Name="mail">
<saml:AttributeValue>{email}</saml:AttributeValue></saml:Attribute></saml:AttributeStatement>
</saml:Assertion>"""


def instant(moment):
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def certificate_for(key):
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "service.example")])
    start = datetime.now(UTC) - timedelta(days=1)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=3650))
    )
    return made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM).decode()


KEY = new_key()
AUDIENCE = "<saml:AudienceRestriction><saml:Audience>{}</saml:Audience></saml:AudienceRestriction>"


class SAMLService:
    """The service. `change` replaces parts of the next answers."""

    def __init__(self):
        self.entity = "https://service.example/saml"
        self.sign_on_url = "https://service.example/sign-on"
        self.key = KEY
        self.certificate = certificate_for(KEY)
        self.subject, self.email = "subject-1", "pat@example.org"
        self.change = {}
        self.row = None

    def question(self, address):
        """Read the question in the address that we send people to: its number, and where the answer goes."""
        packed = base64.b64decode(parse_qs(urlsplit(address).query)["SAMLRequest"][0])
        request = etree.fromstring(zlib.decompress(packed, -15))
        return request.get("ID"), request.get("AssertionConsumerServiceURL")

    def parts(self, number, acs):
        now = datetime.now(UTC)
        entity = acs.replace("/acs/", "/metadata/")
        return {
            "response_id": f"r{uuid4().hex}",
            "assertion_id": f"a{uuid4().hex}",
            "now": instant(now),
            "since": instant(now - timedelta(minutes=1)),
            "until": instant(now + timedelta(minutes=5)),
            "issuer": self.entity,
            "subject": self.subject,
            "email": self.email,
            "format": PERSISTENT,
            "destination": f' Destination="{acs}"',
            "response_to": f' InResponseTo="{number}"',
            "recipient": f' Recipient="{acs}"',
            "confirms": f' InResponseTo="{number}"',
            "audience": AUDIENCE.format(entity),
            **self.change,
        }

    def answer(self, number, acs, key=None, certificate=None):
        """Return a signed answer, as the form on the service's page sends it."""
        parts = self.parts(number, acs)
        assertion = self.signed(ASSERTION.format(**parts), key or self.key, certificate or self.certificate)
        return self.packed(ANSWER.format(**parts, assertion=assertion))

    def unsigned(self, number, acs):
        parts = self.parts(number, acs)
        return self.packed(ANSWER.format(**parts, assertion=ASSERTION.format(**parts)))

    def signed(self, assertion, key, certificate):
        private = key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.TraditionalOpenSSL,
            serialization.NoEncryption(),
        ).decode()
        done = OneLogin_Saml2_Utils.add_sign(assertion, private, certificate)
        return done.decode() if isinstance(done, bytes) else done

    def packed(self, xml):
        return base64.b64encode(xml.encode()).decode()
