"""Two districts with a ward each, and who answers proposals in the first."""

import sqlite3
from contextlib import contextmanager

import pytest
from django.db import connections

from tests.outcomes.proposals.factories import make_ground


@pytest.fixture
def ground(db):
    """Region over two districts, each with a ward; a council that convenes the first, and its approver."""
    return make_ground()


# Of class scope, which is once for each plain test, so that it is there before pytest-django's own fixtures:
# what they empty after the test is the copy.
@pytest.fixture(scope="class")
def copied_database(django_db_setup, django_db_blocker, tmp_path_factory):
    """A copy of the test database in which commits are real, so that threads meet; thrown away afterwards."""
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
    """Copy to a file: in memory, a second writer is refused instead of waiting."""
    shared.ensure_connection()
    target = sqlite3.connect(folder / "copy.sqlite3")
    shared.connection.backup(target)
    target.close()
    yield str(folder / "copy.sqlite3")


@contextmanager
def server_copy(shared, folder):
    """Copy on the server, which needs the original to be left alone for a moment."""
    shared.close()
    shared.creation.clone_test_db("copy", verbosity=0, autoclobber=True)
    yield shared.creation.get_test_db_clone_settings("copy")["NAME"]
    shared.creation.destroy_test_db(suffix="copy", verbosity=0)
