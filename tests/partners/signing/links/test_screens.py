"""The editors' side of links for signing: who finds it, what it says, and taking one back."""

import pytest

from partners.members.models import MailDomain
from partners.signing.links.models import SignatureLink
from partners.signing.links.services import Outcome
from tests.partners.signing.links.linking import ADDRESS, asked

pytestmark = [
    pytest.mark.signoff,
    pytest.mark.django_db,
    pytest.mark.usefixtures("site", "letters_go_out"),
]


@pytest.fixture
def link():
    return asked()


def address_of(link, rest=""):
    return f"/admin/signing/pages/{link.page.pk}/links/{rest}"


def sign_in(client, link, partner, role="approvers"):
    client.force_login(getattr(link.together, role)[partner.pk])


def test_an_approver_sends_one_and_sees_what_became_of_it(client, link):
    sign_in(client, link, link.partner)
    typed = {"partner": link.partner.pk, "address": "kit@ship-canal.example"}
    assert client.post(address_of(link), typed).status_code == 302
    html = client.get(address_of(link)).content.decode()
    assert "kit@ship-canal.example" in html
    assert ADDRESS in html
    link.sign(link.opened())
    html = client.get(address_of(link)).content.decode()
    assert "by Wren Low, chief executive" in html
    assert ADDRESS not in html


def test_a_refusal_stands_beside_the_address_which_stays(client, link):
    sign_in(client, link, link.partner)
    typed = {"partner": link.partner.pk, "address": "info@ship-canal.example"}
    html = client.post(address_of(link), typed).content.decode()
    assert "several people read" in html
    assert 'value="info@ship-canal.example"' in html
    assert client.post(address_of(link), typed | {"shared_confirmed": "on"}).status_code == 302


def test_without_a_mail_domain_it_says_what_to_do(client, link):
    MailDomain.objects.all().delete()
    sign_in(client, link, link.partner)
    html = client.get(address_of(link)).content.decode()
    assert "Ship Canal Health has no mail domain here" in html
    assert "Send a link" not in html


def test_others_do_not_get_in(client, link):
    council = link.together.partners[0]
    sign_in(client, link, link.partner, "writers")
    assert client.get(address_of(link))["Location"] == "/admin/"
    sign_in(client, link, council)
    assert ADDRESS not in client.get(address_of(link)).content.decode()
    typed = {"partner": link.partner.pk, "address": "kit@ship-canal.example"}
    client.post(address_of(link), typed)
    assert client.post(address_of(link, f"{link.link.pk}/take-back/"))["Location"] == "/admin/"
    assert SignatureLink.objects.get().outcome == ""


def test_one_is_taken_back(client, link):
    sign_in(client, link, link.partner)
    for _ in range(2):
        assert client.post(address_of(link, f"{link.link.pk}/take-back/")).status_code == 302
    assert link.link.outcome == Outcome.TAKEN_BACK
    assert "Taken back" in client.get(address_of(link)).content.decode()
