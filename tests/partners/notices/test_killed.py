"""A run that is killed in the middle leaves no half letter: the next one writes what is missing, once."""

import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection
from django.db.models import F

from partners.mail.models import Letter
from partners.notices.models import Category, Digest, Notice
from tests.factories import UserFactory
from tests.partners.notices.telling import say
from tests.partners.places.editions.test_killed import database_url

pytestmark = [
    pytest.mark.both,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("copied_database"),
]
ROOT = Path(__file__).parents[3]
PEOPLE = 8
FOR_EACH_PERSON = 12  # statements, at least
MOMENTS = 2


def send_and_die(statements):
    """Let another process write the letters, and die after so many statements; return its exit code."""
    environment = {
        **os.environ,
        "DATABASE_URL": database_url(),
        "DJANGO_SETTINGS_MODULE": "portal.settings.test",
    }
    connection.close()
    command = [sys.executable, "-m", "tests.partners.notices.killed_process", str(statements)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=False)
    return done.returncode


def check_nothing_is_half_done():
    """Each letter has its day, and each notice waits or is in one of them."""
    assert Letter.objects.count() == Digest.objects.count()
    assert not Notice.objects.filter(waits=True).exclude(digest=None).exists()
    assert not Notice.objects.filter(waits=False, digest=None).exists()
    assert not Notice.objects.exclude(digest=None).exclude(digest__person=F("person")).exists()


def test_a_run_that_is_killed_at_whatever_moment_loses_and_doubles_nothing():
    people = [UserFactory() for _ in range(PEOPLE)]
    for number in range(2):
        say(*people, key=str(number), category=Category.FRESHNESS)
    chance = random.Random()
    done = 0
    for _ in range(MOMENTS):
        moment = chance.randrange(1, FOR_EACH_PERSON * 2)
        assert send_and_die(moment) == -signal.SIGKILL, moment
        check_nothing_is_half_done()
        assert Letter.objects.count() >= done
        done = Letter.objects.count()
    assert send_and_die(100_000) == 0
    check_nothing_is_half_done()
    assert Letter.objects.count() == PEOPLE
    assert not Notice.objects.waiting().exists()
