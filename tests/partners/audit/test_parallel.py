"""Twenty writers at once make one chain: no fork, no gap, no row of what was undone."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, transaction

from partners.audit.chain import START
from partners.audit.models import AuditPerson, AuditRow
from tests.factories import UserFactory
from tests.partners.audit.chains import note
from tests.partners.audit.test_verify import verify

pytestmark = [
    pytest.mark.both,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("copied_database"),
]
WRITERS = 20
ROWS_EACH = 5


class ChangeOfMindError(Exception):
    """Undoes a transaction."""


def write(user, start, number):
    """Write some rows, each in a transaction; every fourth is undone. Returns how many stay."""
    start.wait()
    kept = 0
    try:
        for turn in range(ROWS_EACH):
            try:
                with transaction.atomic():
                    note(by=user, changed={"rows": number * 100 + turn})
                    if (number + turn) % 4 == 0:
                        raise ChangeOfMindError
                    kept += 1
            except ChangeOfMindError:
                pass
    finally:
        connection.close()
    return kept


def test_twenty_writers_make_one_chain():
    user, start = UserFactory(), Barrier(WRITERS, timeout=20)
    with ThreadPoolExecutor(WRITERS) as pool:
        kept = sum(pool.map(lambda number: write(user, start, number), range(WRITERS)))
    rows = list(AuditRow.objects.order_by("sequence"))
    assert kept == WRITERS * ROWS_EACH * 3 // 4
    assert [row.sequence for row in rows] == list(range(1, kept + 1))
    assert [row.previous_hash for row in rows] == [START, *(row.hash for row in rows[:-1])]
    assert AuditPerson.objects.count() == 1
    assert verify()[1] == ""
