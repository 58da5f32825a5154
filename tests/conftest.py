"""What all tests share."""

import os
import sqlite3
from contextlib import contextmanager
from types import SimpleNamespace

import pytest

# Playwright keeps an event loop running in the test's thread; Django's guard would refuse the database there.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture(autouse=True)
def empty_cache(settings):
    """Start each test without what another one cached."""
    from django.core.cache import cache

    cache.clear()


@pytest.fixture(autouse=True)
def place_names(monkeypatch):
    """Read the names of places anew in each test, and in its own thread: another would see no test's data."""
    from partners.places.vocabulary import keeper

    keeper.forget()
    monkeypatch.setattr(keeper, "aside", lambda work: work())


@pytest.fixture(autouse=True)
def second_factor_shown(monkeypatch):
    """Whom a test signs in by force has shown a second factor. Tests of signing in use the forms."""
    from django.test import Client

    from portal.accounts.second_factor import GIVEN

    force_login = Client.force_login

    def with_second_factor(client, user, backend=None):
        force_login(client, user, backend)
        session = client.session
        session[GIVEN] = user.pk
        session.save()

    monkeypatch.setattr(Client, "force_login", with_second_factor)


@pytest.fixture
def letters_go_out(monkeypatch):
    """Send each letter as soon as it is written: the transaction of a test is never committed."""
    from partners.mail import services

    at_once = SimpleNamespace(on_commit=lambda send, robust=False: send())
    monkeypatch.setattr(services, "transaction", at_once)


@pytest.fixture(scope="session")
def recorded_site(django_db_setup, django_db_blocker):
    """What `manage.py setup_site` does in an empty database, which takes it a third of a second."""
    from portal.operations.services import set_up_site
    from tests.recorded import Recorded

    with django_db_blocker.unblock():
        return Recorded(set_up_site)


@pytest.fixture
def site(db, recorded_site):
    """A site as `manage.py setup_site` leaves it: home page, lists, information pages, themes."""
    from django.db import connection

    from portal.operations.services import set_up_site

    # Where commits are real, so is what follows them.
    if not (connection.in_atomic_block and recorded_site.replay()):
        set_up_site()


@pytest.fixture(autouse=True)
def audit_can_be_emptied(request):
    """Take the guards off the audit before a test with real commits is emptied; that puts them back."""
    marker = request.node.get_closest_marker("django_db")
    if marker is None or not marker.kwargs.get("transaction"):
        yield
        return
    # What is emptied afterwards must not be the database that all other tests start from.
    assert "copied_database" in request.fixturenames, "Ask for the fixture 'copied_database'."
    request.getfixturevalue("transactional_db")
    yield
    from partners.audit.triggers import remove_triggers

    remove_triggers(using="default")


# Of class scope, which is once for each plain test, so that it is there before pytest-django's own fixtures:
# what they empty after the test is the copy.
@pytest.fixture(scope="class")
def copied_database(django_db_setup, django_db_blocker, tmp_path_factory):
    """A copy of the test database in which commits are real, so that threads meet; thrown away afterwards."""
    from django.db import connections

    shared = connections["default"]
    copy = sqlite_copy if shared.vendor == "sqlite" else server_copy
    with django_db_blocker.unblock(), copy(shared, tmp_path_factory.mktemp("database")) as name:
        own_name, shared.settings_dict["NAME"] = shared.settings_dict["NAME"], name
        connections["default"] = connections.create_connection("default")
        yield
        connections["default"].close()
        connections["default"] = shared
        shared.settings_dict["NAME"] = own_name


@contextmanager
def sqlite_copy(shared, folder):
    """Copy to a file: in memory, a second writer is refused instead of waiting.

    It keeps a write-ahead log from the start: of many connections that ask for one first, some are refused.
    """
    shared.ensure_connection()
    target = sqlite3.connect(folder / "copy.sqlite3")
    shared.connection.backup(target)
    target.execute("PRAGMA journal_mode=WAL")
    target.close()
    yield str(folder / "copy.sqlite3")


@contextmanager
def server_copy(shared, folder):
    """Copy on the server, which needs the original to be left alone for a moment."""
    shared.close()
    shared.creation.clone_test_db("copy", verbosity=0, autoclobber=True)
    yield shared.creation.get_test_db_clone_settings("copy")["NAME"]
    shared.creation.destroy_test_db(suffix="copy", verbosity=0)
