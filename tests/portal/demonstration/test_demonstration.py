"""The demonstration's accounts, mail page and the check that keeps it away from real sites."""

import pytest
from django.core.mail import EmailMessage
from django.core.management import CommandError, call_command

from partners.agencies.models import Membership, Partner
from partners.people.models import User
from portal.demonstration.accounts import ACCOUNTS, make_accounts
from portal.demonstration.checks import demonstration_is_not_for_production
from portal.demonstration.mail import KEPT, DatabaseBackend
from portal.demonstration.models import DemonstrationMail
from tests.factories import PartnerFactory


def message(subject="Please confirm", body="Follow http://testserver/proposals/confirm/x/ now"):
    return EmailMessage(subject, body, "from@example.org", ["to@example.org"])


@pytest.mark.django_db
def test_mail_is_shown_with_links_and_without_markup(client, site):
    DatabaseBackend().send_messages([message(body="<script>alert(1)</script> http://testserver/a")])
    html = client.get("/demonstration/mail/").content.decode()
    assert "<script>alert" not in html
    assert 'href="http://testserver/a"' in html


@pytest.mark.django_db
def test_only_the_newest_mail_is_kept():
    DatabaseBackend().send_messages([message(subject=str(number)) for number in range(KEPT + 5)])
    assert DemonstrationMail.objects.count() == KEPT


@pytest.mark.django_db
def test_accounts_are_made_once_and_keep_what_people_changed(site):
    for slug in {account.partner for account in ACCOUNTS}:
        PartnerFactory(slug=slug)
    make_accounts()
    User.objects.filter(email=ACCOUNTS[0].email).update(first_name="Changed")
    make_accounts()
    assert User.objects.get(email=ACCOUNTS[0].email).first_name == "Changed"
    assert Membership.objects.count() == len(ACCOUNTS)
    assert Partner.objects.count() == len({account.partner for account in ACCOUNTS})


def test_the_page_names_every_account(client, site):
    html = client.get("/demonstration/").content.decode()
    assert all(account.email in html for account in ACCOUNTS)


def test_it_is_refused_for_production(settings):
    settings.DEMONSTRATION = True
    assert [error.id for error in demonstration_is_not_for_production()] == ["demonstration.E001"]
    settings.DEMONSTRATION = False
    assert demonstration_is_not_for_production() == []


def test_the_command_works_only_on_the_demonstration(settings):
    settings.DEMONSTRATION = False
    with pytest.raises(CommandError, match="not the demonstration"):
        call_command("demo", "--no-server")


def test_a_taken_port_is_said_at_once():
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(CommandError, match=f"Port {port} is taken"):
            call_command("demo", "--port", str(port))
