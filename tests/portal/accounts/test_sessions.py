"""Sessions: a new key, an end for staff, seen and ended by their owner, ended at once with the account."""

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from portal.accounts import sessions
from portal.accounts.models import OpenSession
from tests.factories import PASSWORD
from tests.portal.accounts.conftest import is_signed_in

pytestmark = pytest.mark.django_db
MINUTE = 60
HOUR = 60 * MINUTE


@pytest.fixture
def clock(time_machine):
    time_machine.move_to("2026-03-04T09:00:00Z", tick=False)
    return time_machine


def test_the_key_changes_at_signing_in(client, person, sign_in):
    client.get("/account/login/")
    client.get("/account/2fa/passkeys/login/", headers={"Accept": "application/json"})
    before = client.session.session_key
    sign_in(person)
    assert client.session.session_key != before
    assert not Session.objects.filter(session_key=before).exists()


def test_staff_are_signed_out_after_half_an_hour_of_nothing(client, editor, sign_in, clock):
    sign_in(editor)
    clock.shift(29 * MINUTE)
    assert is_signed_in(client)
    clock.shift(30 * MINUTE)
    answer = client.get("/account/name/?a=b")
    assert answer.url == "/account/login/?next=%2Faccount%2Fname%2F%3Fa%3Db"
    assert b"You were signed out" in client.get(answer.url).content
    assert not is_signed_in(client)


def test_staff_are_signed_out_after_twelve_hours_whatever_they_did(client, editor, sign_in, clock):
    sign_in(editor)
    for _ in range(47):
        clock.shift(15 * MINUTE)
        assert is_signed_in(client)
    clock.shift(15 * MINUTE)
    assert not is_signed_in(client)


def test_others_stay(client, person, sign_in, clock):
    sign_in(person)
    clock.shift(13 * HOUR)
    assert is_signed_in(client)


def test_a_page_that_asks_by_itself_keeps_nobody_signed_in(client, editor, sign_in, clock):
    sign_in(editor)
    ping = "/admin/editing-sessions/ping/wagtailcore/page/1/1/"
    for _ in range(6):
        clock.shift(6 * MINUTE)
        client.post(ping)
    assert not is_signed_in(client)


def test_the_list_shows_where_and_since_when(client, editor, sign_in, clock):
    sign_in(editor, by=Client(headers={"User-Agent": "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0"}))
    clock.shift(5 * MINUTE)
    sign_in(editor)
    page = client.get("/account/sessions/").content.decode()
    assert "Firefox on Windows" in page
    assert "4 March 2026, 09:00" in page
    assert "Here, now." in page


def test_one_is_ended_by_its_owner(client, editor, sign_in):
    other = Client()
    sign_in(editor, by=other)
    sign_in(editor)
    row = OpenSession.objects.exclude(session_key=client.session.session_key).get()
    client.post("/account/sessions/end/", {"session": row.pk})
    assert not is_signed_in(other)
    assert is_signed_in(client)


def test_all_others_are_ended_by_their_owner(client, editor, sign_in):
    others = [Client(), Client()]
    for browser in (*others, client):
        sign_in(editor, by=browser)
    assert b"Signed out in 2 other places." in client.post("/account/sessions/end/", follow=True).content
    assert [is_signed_in(browser) for browser in (*others, client)] == [False, False, True]


@pytest.mark.parametrize("chosen", ["theirs", "0", "x", "-1"])
def test_nobody_ends_somebody_elses(client, editor, person, sign_in, chosen):
    other = Client()
    sign_in(person, by=other)
    sign_in(editor)
    row = OpenSession.objects.get(user=person)
    answer = client.post("/account/sessions/end/", {"session": row.pk if chosen == "theirs" else chosen})
    assert answer.status_code == 404
    assert is_signed_in(other)


def disable(user):
    user.is_active = False
    user.save()


def leave(user):
    user.memberships.get().delete()


def remove(user):
    user.delete()


@pytest.mark.parametrize("what", [disable, leave, remove])
def test_no_request_is_served_after_an_end(client, editor, sign_in, what):
    browsers = [client, Client()]
    for browser in browsers:
        sign_in(editor, by=browser)
    keys = [browser.session.session_key for browser in browsers]
    what(editor)
    assert not any(is_signed_in(browser) for browser in browsers)
    assert what is remove or not Session.objects.filter(session_key__in=keys).exists()


def test_changing_the_password_ends_the_others_and_not_this_one(client, editor, sign_in):
    other = Client()
    sign_in(editor, by=other)
    sign_in(editor)
    new = "a quite different phrase"
    client.post("/account/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert is_signed_in(client)
    assert not is_signed_in(other)
    assert client.get("/account/sessions/").content.count(b"Here, now.") == 1


def test_signing_out_is_a_press_of_a_button_and_forgets_the_place(client, editor, sign_in):
    sign_in(editor)
    client.get("/account/logout/")
    assert is_signed_in(client)
    client.post("/account/logout/")
    assert not is_signed_in(client)
    assert not OpenSession.objects.exists()


def test_signing_in_on_top_of_somebody_else_leaves_nothing_of_theirs(client, editor, person, sign_in):
    sign_in(editor)
    key = client.session.session_key
    client.post("/account/logout/")
    sign_in(person)
    assert not Session.objects.filter(session_key=key).exists()
    assert OpenSession.objects.get().user == person


def test_a_session_that_ran_out_is_not_listed(client, editor, sign_in):
    sign_in(editor)
    OpenSession.objects.create(
        user=editor,
        session_key="gone",
        browser="Gone",
        started_at="2026-03-04T09:00Z",
        seen_at="2026-03-04T09:00Z",
    )
    assert sessions.sessions_of(editor).count() == 1


@pytest.mark.parametrize(
    ("agent", "browser"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/156.0 Safari/537.36 Edg/156.0", "Edge on Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0) Version/19.0 Mobile Safari/604.1", "Safari on iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64) Chrome/156.0 Safari/537.36", "Chrome on Linux"),
        ("curl/8", "A browser"),
        ("", "A browser"),
    ],
)
def test_a_browser_is_named_as_its_owner_would(rf, agent, browser):
    assert sessions.browser_of(rf.get("/", headers={"User-Agent": agent})) == browser


def test_visitors_cost_nothing(client, site, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = client.get("/health/live")
    assert "Cookie" not in answer.get("Vary", "")
