"""One link used many times at once, and links that were tampered with: one signature, or none."""

import string
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from partners.audit.models import AuditRow
from partners.signing.links import services as links
from partners.signing.links.deciding import NoCodeError
from partners.signing.links.models import SignatureLink
from partners.signing.links.services import CodeRefusedError, LinkRefusedError
from partners.signing.models import Decision, Publication, SignOff
from tests import threads
from tests.partners.signing.links.linking import ADDRESS, FORM, NOW, Asked, Browser, asked

pytestmark = [pytest.mark.both, pytest.mark.signoff, pytest.mark.usefixtures("site"), pytest.mark.idempotent]
TOLD = (LinkRefusedError, NoCodeError, CodeRefusedError)
LETTERS = string.ascii_letters + string.digits + "-_"
real = pytest.mark.django_db(transaction=True)


@real
@pytest.mark.usefixtures("copied_database")
def test_twenty_posts_of_the_same_signature_are_one():
    link = asked()
    link.together.decide(link.together.partners[0], NOW)
    with time_machine.travel(NOW, tick=False):
        browser = Browser(link)
        browser.type_code()
        token = browser.look().content.decode().split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
        cookies = {name: cookie.value for name, cookie in browser.cookies.items()}

        def post(number):
            client = Client(enforce_csrf_checks=True)
            client.cookies.load(cookies)
            return client.post(f"{link.address}decide/", FORM | {"csrfmiddlewaretoken": token}).status_code

        found = threads.at_once(post, times=20)
    assert set(found) == {303}
    assert SignOff.objects.filter(partner=link.partner).count() == 1
    assert Publication.objects.count() == 1
    assert AuditRow.objects.filter(action="page.signed", partner_key=link.partner.pk).count() == 1


@real
@pytest.mark.usefixtures("copied_database")
def test_of_twenty_different_decisions_one_counts():
    link = asked()
    browser = link.opened()

    def decide(number):
        if number % 2:
            return link.sign(browser, signatory=f"Somebody {number}")
        return link.sign(browser, decision=Decision.DECLINED, words=f"Reason {number}.")

    found = threads.at_once(decide, times=20, told=TOLD)
    assert sum(isinstance(each, SignOff) for each in found) == 1
    assert SignOff.objects.count() == 1


@real
@pytest.mark.usefixtures("copied_database")
def test_wrong_codes_at_once_are_all_counted():
    link = asked()
    wrong = f"{(int(link.code()) + 1) % 10**6:06}"

    def guess(number):
        return links.open_by_code(token=link.token, code=wrong, at=NOW)

    found = threads.at_once(guess, times=12, told=TOLD)
    assert not any(isinstance(each, str) for each in found)
    assert (link.link.wrong_codes, link.link.outcome) == (links.MOST_WRONG_CODES, links.Outcome.TRIES)


@real
@pytest.mark.usefixtures("copied_database")
def test_signing_while_the_text_changes_never_signs_other_words():
    for number in range(3):
        link = asked(address=f"wren@canal{number}.example")
        browser = link.opened()

        def act(number, link=link, browser=browser):
            return link.sign(browser) if number % 2 else link.together.write(summary=f"Words {number}.")

        threads.at_once(act, times=2, told=TOLD)
        made = SignOff.objects.filter(page=link.page.pk).first()
        assert made is None or made.lapsed_at is not None
        assert not Publication.objects.filter(page=link.page.pk).exists()


@real
@pytest.mark.usefixtures("copied_database")
def test_asked_at_once_one_link_is_open():
    link = asked()
    found = threads.at_once(lambda number: send_again(link), times=6)
    assert SignatureLink.objects.open().count() == 1
    assert len(found) == 6


def send_again(link):
    """Send a link to the same address."""
    approver = link.together.approvers[link.partner.pk]
    return links.send(page=link.page, partner=link.partner, address=ADDRESS, by=approver, at=NOW)


# Tampered with


@pytest.fixture
def opened(db, letters_go_out):
    link = asked()
    return link, link.opened()


def is_refused(action):
    """Whether an attempt is told no, whatever for."""
    try:
        action()
    except TOLD:
        return True
    return False


def test_a_token_with_any_character_changed_opens_nothing(opened):
    link, browser = opened
    for place, letter in enumerate(link.token):
        other = LETTERS[(LETTERS.index(letter) + 1) % len(LETTERS)]
        tampered = Asked(link.together, link.token[:place] + other + link.token[place + 1 :])
        assert is_refused(lambda tampered=tampered: tampered.sign(browser))
        assert is_refused(lambda tampered=tampered: tampered.code())
    assert not SignOff.objects.exists()


# All tries are at one link, as a burglar's would be.
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_is_changed_nothing_is_accepted(tampering, data):
    """Token, browser's secret and code, cut, lengthened, swapped, or in another alphabet."""
    link, browser, code = tampering
    token = data.draw(changed(link.token) | st.just(link.token), label="token")
    secret = data.draw(changed(browser) | st.text(max_size=80), label="browser")
    guess = data.draw(st.text(max_size=8).filter(lambda text: text != code), label="code")
    tried = Asked(link.together, token)
    SignatureLink.objects.update(wrong_codes=0, refusals=0)
    assert is_refused(lambda: tried.sign(secret))
    if token != link.token:
        assert is_refused(lambda: tried.sign(browser))
        assert is_refused(lambda: links.open_by_code(token=token, code=code, at=NOW))
    assert is_refused(lambda: links.open_by_code(token=token, code=guess, at=NOW))
    assert not SignOff.objects.exists()


@pytest.fixture
def tampering(db, letters_go_out):
    link = asked()
    browser = link.opened()
    return link, browser, link.code(NOW + timedelta(minutes=1))


def changed(secret):
    """Strings near a secret: with a character changed, cut, doubled, swapped or in another case."""
    places = st.integers(0, len(secret) - 1)
    near = st.one_of(
        st.tuples(places, st.characters()).map(lambda way: secret[: way[0]] + way[1] + secret[way[0] + 1 :]),
        places.map(lambda place: secret[:place]),
        places.map(lambda place: secret[: place + 1] + secret[place:]),
        places.map(lambda place: secret[place:] + secret[:place]),
        st.sampled_from([secret.upper(), secret.lower(), f" {secret}", f"{secret}\0", f"{secret}="]),
    )
    return near.filter(lambda text: text != secret)
