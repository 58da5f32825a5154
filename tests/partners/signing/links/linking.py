"""A page that waits for a partner whose signatory has no account, and what that person does."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from html.parser import HTMLParser

from django.core import mail
from django.test import Client

from partners.mail.models import Letter
from partners.members.models import MailDomain
from partners.signing.decisions import Answer
from partners.signing.links import services as links
from partners.signing.links.deciding import decide_by_link
from partners.signing.links.models import SignatureLink
from partners.signing.models import Decision
from tests.partners.signing.together import a_page_together

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
ADDRESS = "wren@ship-canal.example"
SIGNATORY = "Wren Low, chief executive"
LINK = re.compile(r"/sign/([\w-]+)/")
CODE = re.compile(r"^(\d{6})$", re.MULTILINE)
FORM = {"decision": "approved", "words": "", "name": "Wren Low", "office": "chief executive"}


@dataclass
class Asked:
    """A page, its partners, and the link that one of them was sent."""

    together: object
    token: str

    @property
    def page(self):
        return self.together.page

    @property
    def partner(self):
        return self.together.partners[1]

    @property
    def link(self):
        """The link as it is now."""
        return SignatureLink.objects.get(token_digest=links.digest_of(self.token))

    @property
    def address(self):
        """Where the link leads."""
        return f"/sign/{self.token}/"

    def code(self, at=NOW):
        """Have a code sent, and read it in the letter."""
        links.send_code(token=self.token, at=at)
        return last_code()

    def opened(self, at=NOW):
        """Type the code. Returns the secret of the browser."""
        return links.open_by_code(token=self.token, code=self.code(at), at=at)

    def sign(self, browser, at=NOW, decision=Decision.APPROVED, words="", signatory=SIGNATORY):
        """Decide for the partner."""
        answer = Answer(decision, words)
        return decide_by_link(token=self.token, browser=browser, answer=answer, signatory=signatory, at=at)


def asked(at=NOW, address=ADDRESS, together=None, **submitted):
    """A page that a council has with a trust, submitted; somebody of the trust is sent a link."""
    together = together or a_page_together("Mersey Bank Council", "Ship Canal Health")
    domain = address.partition("@")[2]
    MailDomain.objects.get_or_create(partner=together.partners[1], domain=domain)
    together.submit(at, **submitted)
    return Asked(together, send(together, address, at))


def send(together, address=ADDRESS, at=NOW, by=None):
    """An approver of the second partner sends a link. Returns its token."""
    trust = together.partners[1]
    links.send(
        page=together.page, partner=trust, address=address, by=by or together.approvers[trust.pk], at=at
    )
    return last_token()


def last_token():
    """The token in the newest letter with a link."""
    return next(found[1] for found in map(LINK.search, reversed(letters())) if found)


def last_code():
    """The code in the newest letter."""
    return CODE.search(letters()[-1])[1]


def letters():
    """The texts of all letters, the oldest first: those that went out, and those that wait."""
    waiting = Letter.objects.exclude(text="").order_by("pk").values_list("text", flat=True)
    return [*(each.body for each in mail.outbox), *waiting]


class Browser(Client):
    """A browser without an account, which checks forms as a real one has to send them."""

    def __init__(self, asked):
        super().__init__(enforce_csrf_checks=True)
        self.asked = asked

    def look(self):
        """Open the link."""
        return self.get(self.asked.address)

    def press(self, path="", **typed):
        """Send the form at this address below the link, with the token that the page carried."""
        found = CsrfToken()
        found.feed(self.look().content.decode())
        typed |= {"csrfmiddlewaretoken": found.value}
        return self.post(f"{self.asked.address}{path}", typed)

    def type_code(self):
        """Ask for a code, read it in the letter, and type it."""
        self.press("code/")
        return self.press("enter/", code=last_code())


class CsrfToken(HTMLParser):
    """Reads the token of the first form of a link's page."""

    value = ""

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        if found.get("name") == "csrfmiddlewaretoken":
            self.value = found["value"]
