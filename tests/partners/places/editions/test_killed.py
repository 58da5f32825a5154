"""A load that is killed in the middle, and people who decide at the same moment: on a real database."""

import io
import os
import random
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from threading import Barrier

import pytest
from django.core.management import call_command
from django.db import connection

from partners.places.editions.questions import decide
from partners.places.models import PlaceEdition, PlaceQuestion
from tests.factories import UserFactory
from tests.partners.places.editions.factories import SPLIT, place
from tests.partners.places.editions.test_moving import names

pytestmark = [
    pytest.mark.both,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("copied_database"),
]
ROOT = Path(__file__).parents[4]
MOMENTS = 2
TIMES = 12
NOW = datetime(2026, 5, 4, 9, tzinfo=UTC)


def database_url():
    """The address of the database that this test has for itself."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    address, _, rest = os.environ["DATABASE_URL"].partition("?")
    return f"{address.rpartition('/')[0]}/{name}?{rest}"


def load_and_die(directory, lines):
    """Let another process load the edition, and die after so many lines; return its exit code."""
    command = [sys.executable, "-m", "tests.partners.places.editions.killed_process", directory, lines]
    environment = {
        **os.environ,
        "DATABASE_URL": database_url(),
        "DJANGO_SETTINGS_MODULE": "portal.settings.test",
    }
    done = subprocess.run(
        [str(part) for part in command], cwd=ROOT, env=environment, capture_output=True, check=False
    )
    return done.returncode


def lines_before_the_commit(directory):
    """The number of lines that a load writes while its transaction is open."""
    said = io.StringIO()
    call_command("load_places", directory, edition="2026-05", dry_run=True, stdout=said)
    return said.getvalue().splitlines().index("Edition 2026-05, from 1 May 2026")


def test_a_load_that_is_killed_changes_nothing_at_whatever_moment(delivery, content, everything):
    directory = delivery.write()
    lines = lines_before_the_commit(directory)
    before = everything()
    chance = random.Random()
    moments = [0, *chance.sample(range(1, lines - 1), MOMENTS), lines - 1]
    for moment in moments:
        connection.close()
        assert load_and_die(directory, moment) == -signal.SIGKILL, moment
        assert everything() == before, moment
    connection.close()
    assert load_and_die(directory, 10_000) == 0
    assert PlaceEdition.objects.get().name == "2026-05"
    assert names(content.in_both) == ["North Vale"]


def test_one_of_many_who_decide_at_once_is_heard(delivery, content):
    delivery.load("2026-05")
    people = [UserFactory() for _ in range(TIMES)]
    heirs = [place(code) for code in SPLIT]
    (question,) = PlaceQuestion.objects.filter(label="In Abbey")
    start = Barrier(TIMES, timeout=30)

    def run(number):
        try:
            start.wait()
            done, _ = decide(questions=[question], to=[heirs[number % len(heirs)]], by=people[number], at=NOW)
            return bool(done)
        finally:
            connection.close()

    with ThreadPoolExecutor(TIMES) as pool:
        heard = list(pool.map(run, range(TIMES)))
    assert heard.count(True) == 1
    winner = heard.index(True)
    question.refresh_from_db()
    assert question.decided_by == people[winner]
    assert names(content.in_abbey) == [heirs[winner % len(heirs)].name]
