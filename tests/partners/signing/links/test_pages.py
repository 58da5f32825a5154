"""The pages under /sign/: what they tell to whom, and that looking changes nothing."""

import logging
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client

from partners.audit.models import AuditRow
from partners.members.models import MailDomain
from partners.signing.links import services as links
from partners.signing.links.logs import connect
from partners.signing.links.models import SignatureLink
from partners.signing.models import Publication, SignOff
from tests.partners.signing.links.linking import ADDRESS, FORM, NOW, Asked, Browser, asked, last_code, send
from tests.partners.signing.together import a_page_together

pytestmark = [
    pytest.mark.signoff,
    pytest.mark.django_db,
    pytest.mark.usefixtures("site", "letters_go_out"),
]


@pytest.fixture(autouse=True)
def clock():
    """The day on which the link is sent; tests move it."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def link():
    together = a_page_together("Mersey Bank Council", "Ship Canal Health", title="Kettle mornings")
    council, trust = together.partners
    together.say(trust, {"statement": "We lend the hall."}, NOW)
    together.say(council, {"statement": "We pay for the tea."}, NOW)
    return asked(together=together, message="Please look at the figures.", due_on=NOW.date())


@pytest.fixture
def browser(link):
    return Browser(link)


def state():
    """Everything that looking could change."""
    links_now = list(SignatureLink.objects.values())
    return links_now, SignOff.objects.count(), AuditRow.objects.count(), len(mail.outbox)


def test_whoever_has_the_link_alone_reads_no_word_of_the_page(browser):
    html = browser.look().content.decode()
    assert "You are asked to sign a page for Ship Canal Health" in html
    assert "Send me a code" in html
    for word in ("Kettle", "We lend the hall", "What it is about", "figures", "Mersey Bank", ADDRESS):
        assert word not in html


def test_looking_changes_nothing_however_often(browser, link):
    before = state()
    for path in ("", "code/", "enter/", "decide/", "text/"):
        for method in (browser.get, browser.head):
            assert method(f"{link.address}{path}").status_code in (200, 303)
    assert state() == before


def test_looking_at_a_link_that_works_no_more_changes_nothing_either(browser, link, clock):
    clock.move_to(NOW + links.VALID_FOR)
    before = state()
    assert browser.look().status_code == 410
    assert state() == before
    assert link.link.address == ADDRESS


def test_the_whole_way_with_a_code(browser, link):
    assert browser.press("code/").status_code == 303
    assert "It works for 15 minutes" in browser.look().content.decode()
    assert browser.press("enter/", code=last_code()).status_code == 303
    html = browser.look().content.decode()
    assert "Sign “Kettle mornings”" in html
    assert browser.press("decide/", **FORM).status_code == 303
    assert "Your decision is kept" in browser.look().content.decode()
    made = SignOff.objects.get()
    assert (made.partner, made.signatory) == (link.partner, "Wren Low, chief executive")


def test_who_typed_the_code_reads_all_that_is_signed_and_whose_it_is(browser):
    browser.type_code()
    html = browser.look().content.decode()
    assert "What Ship Canal Health says for itself" in html
    assert html.index("We lend the hall.") < html.index("The text that all partners sign")
    assert html.index("What the other partners say") < html.index("We pay for the tea.")
    assert "What it is about in a sentence." in html
    assert "Mersey Bank Council writes: Please look at the figures." in html
    assert "Please decide by 2 November 2026" in html
    assert "What changed since" not in html


def test_who_signed_before_reads_what_changed(link):
    together = link.together
    together.all_sign(NOW)
    together.write(summary="What it is about in two sentences.")
    again = asked(together=together)
    browser = Browser(again)
    browser.type_code()
    html = browser.look().content.decode()
    assert "What changed since Ship Canal Health last signed" in html
    assert "<ins>" in html
    assert "portal/css/compare.css" in html


def test_the_page_as_it_would_stand_on_the_site(browser, link):
    assert browser.get(f"{link.address}text/").status_code == 303
    browser.type_code()
    answer = browser.get(f"{link.address}text/")
    assert answer.status_code == 200
    assert "Kettle mornings" in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"
    assert Client().get(link.page.url).status_code == 404


def test_in_another_browser_the_link_is_as_good_as_new(browser, link):
    browser.type_code()
    other = Browser(link)
    html = other.look().content.decode()
    assert "Kettle" not in html
    answer = other.press("decide/", **FORM)
    assert (answer.status_code, answer["Location"]) == (303, link.address)
    assert not SignOff.objects.exists()
    assert AuditRow.objects.filter(action="link.refused", changed={"why": "no code"}).count() == 1


def test_the_cookie_of_one_link_opens_no_other(browser, link):
    browser.type_code()
    other = Asked(link.together, send(link.together, "kit@ship-canal.example"))
    stranger = Browser(other)
    stranger.cookies["signature"] = browser.cookies["signature"].value
    assert "Kettle" not in stranger.look().content.decode()
    stranger.press("decide/", **FORM)
    assert not SignOff.objects.exists()


def test_the_cookie_is_for_this_link_this_browser_and_a_few_hours(browser, link, clock, settings):
    settings.SESSION_COOKIE_SECURE = True
    browser.type_code()
    cookie = browser.cookies["signature"]
    assert (cookie["path"], cookie["samesite"]) == (link.address, "Lax")
    assert cookie["httponly"]
    assert cookie["secure"]
    settings.SESSION_COOKIE_SECURE = False
    clock.shift(timedelta(hours=4, seconds=1))
    assert "Kettle" not in browser.look().content.decode()


@pytest.mark.parametrize("path", ["", "code/", "enter/", "text/", "decide/"])
@pytest.mark.parametrize("method", ["get", "post", "put", "delete"])
def test_no_answer_is_kept_indexed_or_tells_the_link_elsewhere(browser, link, path, method):
    for address in (f"{link.address}{path}", f"/sign/made-up/{path}"):
        client = Client()
        answer = getattr(client, method)(address)
        assert answer["Cache-Control"] == "no-store"
        assert answer["X-Robots-Tag"] == "noindex, nofollow"
        assert answer["Referrer-Policy"] == "strict-origin"


def test_a_form_from_elsewhere_is_refused(link):
    before = state()
    stranger = Client(enforce_csrf_checks=True)
    for path in ("code/", "enter/", "decide/"):
        assert stranger.post(f"{link.address}{path}", FORM).status_code == 403
    assert state() == before


def test_what_is_missing_is_asked_for_beside_the_field_and_what_was_typed_stays(browser):
    browser.type_code()
    html = browser.press("decide/", decision="declined", name="Wren Low").content.decode()
    for sentence in ("Say why. The reason is public.", "Write what you are there."):
        assert sentence in html
    assert 'value="Wren Low"' in html
    assert not SignOff.objects.exists()


def test_a_wrong_code_says_so_beside_the_field(browser, link):
    browser.press("code/")
    wrong = f"{(int(last_code()) + 1) % 10**6:06}"
    assert "not the code that we sent" in browser.press("enter/", code=wrong).content.decode()
    assert "six figures" in browser.press("enter/", code="12345").content.decode()
    assert link.link.wrong_codes == 1
    spaced = f"{last_code()[:3]} {last_code()[3:]}"
    assert browser.press("enter/", code=spaced).status_code == 303


def test_codes_asked_for_too_fast(browser):
    browser.press("code/")
    answer = browser.press("code/")
    assert answer.status_code == 429
    assert "wait a minute" in answer.content.decode()


def test_afterwards_it_says_when_it_was_used_and_nothing_else(browser, link, clock):
    browser.type_code()
    browser.press("decide/", **FORM)
    clock.shift(timedelta(days=1))
    html = Browser(link).look().content.decode()
    assert "It was used on 2 November 2026" in html
    for word in ("Kettle", "Wren", "Signed", "Approved", "Mersey Bank"):
        assert word not in html
    for path in ("code/", "enter/", "decide/"):
        Client().post(f"{link.address}{path}", FORM | {"code": "000000"})
    assert SignOff.objects.count() == 1


def test_a_double_click_is_thanked_twice_and_counts_once(browser, link):
    browser.type_code()
    page = browser.look().content.decode()
    token = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    for _ in range(2):
        answer = browser.post(f"{link.address}decide/", FORM | {"csrfmiddlewaretoken": token})
        assert answer.status_code == 303
    assert "Your decision is kept" in browser.look().content.decode()
    assert SignOff.objects.count() == 1


def test_text_that_changed_while_it_was_read_is_not_signed(browser, link):
    browser.type_code()
    page = browser.look().content.decode()
    token = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    link.together.write(summary="Other words.")
    answer = browser.post(f"{link.address}decide/", FORM | {"csrfmiddlewaretoken": token})
    assert answer.status_code == 410
    html = answer.content.decode()
    assert "were changed since it was sent" in html
    assert "Ask Ship Canal Health, which sent it, for a new one" in html
    assert not SignOff.objects.exists()


def test_a_link_that_was_made_up_is_told_from_none_that_ended(link):
    for token in ("made-up", link.token[:-1], link.token + "x", link.token.swapcase()):
        answer = Client().get(f"/sign/{token}/")
        assert answer.status_code == 410
        assert "This link does not work" in answer.content.decode()


def test_no_log_holds_a_token(link, caplog):
    connect()
    with caplog.at_level(logging.DEBUG):
        Client(enforce_csrf_checks=True).post(f"{link.address}decide/", FORM)
        Client().put(link.address)
        Client().get(f"{link.address}nowhere/")
        link.together.write(summary="Other words.")
        Client().get(link.address)
    assert "/sign/…" in caplog.text
    assert link.token not in caplog.text


def test_the_last_signature_leads_to_the_page(browser, link):
    link.together.decide(link.together.partners[0], NOW)
    browser.type_code()
    browser.press("decide/", **FORM)
    html = browser.look().content.decode()
    assert Publication.objects.count() == 1
    link.page.refresh_from_db()
    assert link.page.url in html


def test_the_same_queries_for_any_number_of_partners(link, django_assert_max_num_queries):
    names = [f"Partner {number} of many" for number in range(8)]
    together = a_page_together("Many Council", "Canal Charity", *names, title="Of many")
    for partner in together.partners:
        together.say(partner, {"statement": "We help."}, NOW)
    MailDomain.objects.create(partner=together.partners[1], domain="charity.example")
    together.submit(NOW, message="Please sign.", due_on=NOW.date())
    many = Asked(together, send(together, "kit@charity.example"))
    counted = []
    for each in (link, many):
        browser = Browser(each)
        browser.type_code()
        browser.look()
        with django_assert_max_num_queries(40) as found:
            assert "says for itself" in browser.look().content.decode()
        counted.append(len(found))
    assert counted[0] == counted[1]
