"""Guessing is slowed for everybody together: per address, per account, across threads and processes."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client

from partners.people.models import User
from portal.accounts.limits import USERS, shared
from portal.accounts.models import SharedCount
from tests.factories import PASSWORD
from tests.portal.accounts.conftest import is_signed_in

ROOT = Path(__file__).parents[3]
TRIES = 200
MOST_PER_MINUTE = 10


@pytest.fixture
def checks(monkeypatch):
    """Count how often a password is compared with somebody's, or hashed for nobody."""
    seen = []
    check, set_password = User.check_password, User.set_password
    monkeypatch.setattr(User, "check_password", lambda u, p: seen.append(p) or check(u, p))
    monkeypatch.setattr(User, "set_password", lambda u, p: seen.append(p) or set_password(u, p))
    return seen


def forwarded(number, count):
    """Headers of somebody who makes up a new address each time; the last `count` are our own proxies'."""
    real = ["198.51.100.7", *["10.0.0.1"] * (count - 1)] if count else []
    return {"X-Forwarded-For": ", ".join([f"203.0.113.{number % 250}", *real])}


@pytest.mark.django_db
@pytest.mark.parametrize("proxies", [0, 1, 2])
def test_two_hundred_guesses_at_many_accounts_reach_the_check_ten_times(
    client, person, sign_in, checks, settings, proxies
):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    for number in range(TRIES):
        client.post(
            "/account/login/",
            {"login": f"person{number}@example.org", "password": f"guess {number}"},
            headers=forwarded(number, proxies),
        )
    assert 0 < len(checks) <= MOST_PER_MINUTE
    client.post(
        "/account/login/", {"login": person.email, "password": PASSWORD}, headers=forwarded(TRIES, proxies)
    )
    assert not is_signed_in(client)
    assert len(checks) <= MOST_PER_MINUTE


@pytest.mark.django_db
def test_guesses_at_one_account_from_many_addresses_are_stopped_and_the_right_one_refused(
    client, person, checks
):
    for number in range(TRIES):
        client.post(
            "/account/login/",
            {"login": person.email, "password": f"guess {number}"},
            REMOTE_ADDR=f"198.51.{number // 250}.{number % 250}",
        )
    assert 0 < len(checks) <= 5
    answer = client.post(
        "/account/login/", {"login": person.email, "password": PASSWORD}, REMOTE_ADDR="192.0.2.1"
    )
    assert b"too many attempts" in answer.content
    assert not is_signed_in(client)


@pytest.mark.django_db
def test_the_right_password_counts_again_after_a_while(client, person, sign_in, time_machine):
    time_machine.move_to("2026-03-04T09:00:00Z", tick=False)
    for number in range(6):
        sign_in(person, f"guess {number}")
    sign_in(person)
    assert not is_signed_in(client)
    time_machine.shift(301)
    sign_in(person)
    assert is_signed_in(client)


@pytest.mark.django_db
def test_signing_in_rightly_is_not_counted(client, person, sign_in):
    for _ in range(MOST_PER_MINUTE + 2):
        sign_in(person)
        assert is_signed_in(client)
        client.post("/account/logout/")


@pytest.mark.django_db
def test_addresses_of_one_home_count_as_one(client, site, checks):
    for number in range(50):
        client.post(
            "/account/login/",
            {"login": f"person{number}@example.org", "password": "guess"},
            REMOTE_ADDR=f"2001:db8:1:2:{number:x}::1",
        )
    assert len(checks) <= MOST_PER_MINUTE


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/account/password/reset/", "/account/signup/"])
def test_asking_for_mail_is_limited_too(client, site, address, mailoutbox):
    for number in range(40):
        client.post(
            address,
            {
                "email": f"person{number}@example.org",
                "first_name": "Pat",
                "last_name": "Lee",
                "password1": "a quite different phrase",
            },
        )
        client.session.flush()
        client.cookies.clear()
    assert 0 < len(mailoutbox) <= 20


@pytest.mark.django_db
def test_a_page_says_so(client, site):
    for number in range(31):
        answer = client.post("/account/login/", {"login": f"p{number}@example.org", "password": "x"})
    assert answer.status_code == 429
    assert b"That was a lot at once" in answer.content


def test_all_that_allauth_counts_is_shared():
    from importlib import import_module

    assert [import_module(name).cache for name in USERS] == [shared] * len(USERS)
    assert caches["limits"] is not caches["default"]


@pytest.mark.django_db
def test_the_table_holds_neither_network_nor_mail_addresses(client, site):
    client.post("/account/login/", {"login": "pat@example.org", "password": "x"}, REMOTE_ADDR="198.51.100.7")
    kept = str(list(SharedCount.objects.values_list("key", "value")))
    assert SharedCount.objects.exists()
    assert "198.51" not in kept
    assert "example" not in kept


@pytest.mark.both
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("copied_database")
def test_twenty_at_once_get_one_place():
    start = Barrier(20, timeout=20)

    def take(number):
        try:
            start.wait()
            return shared.add("one place", number, 60)
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as pool:
        assert sorted(pool.map(take, range(20))) == [False] * 19 + [True]


@pytest.mark.both
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("copied_database")
def test_twenty_guesses_at_once_reach_the_check_ten_times_at_most(checks):
    start = Barrier(20, timeout=30)

    def guess(number):
        try:
            start.wait()
            return (
                Client()
                .post("/account/login/", {"login": f"person{number}@example.org", "password": "guess"})
                .status_code
            )
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(guess, range(20)))
    assert set(answers) <= {200, 429}
    assert 0 < len(checks) <= MOST_PER_MINUTE


@pytest.mark.django_db
def test_a_count_runs_out_and_is_cleared(time_machine):
    time_machine.move_to("2026-03-04T09:00:00Z", tick=False)
    assert shared.add("key", 1, 60)
    assert not shared.add("key", 2, 60)
    assert shared.get("key") == 1
    time_machine.shift(61)
    assert shared.get("key", "none") == "none"
    assert shared.add("key", 3, 60)
    assert shared.delete("key")
    assert not shared.delete("key")


OTHER_PROCESS = """
import django
django.setup()
from django.test import Client

def guess(name):
    visitor = Client(SERVER_NAME="localhost")
    return visitor.post("/account/login/", {"login": f"{name}@example.org", "password": "guess"})

print([b"too many" in guess(number).content for number in range(8)].count(True))
"""


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("copied_database")
@pytest.mark.skipif(connection.vendor != "sqlite", reason="names the copied database by its file")
def test_two_processes_count_together():
    """Eight guesses in one process and eight in another: of the second's, two reach the check."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "portal.settings.test",
        "DATABASE_URL": f"sqlite:///{connection.settings_dict['NAME']}",
        "PYTHONPATH": str(ROOT),
    }

    def stopped():
        done = subprocess.run(
            [sys.executable, "-c", OTHER_PROCESS],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    assert [stopped(), stopped()] == ["0", "6"]
