"""Nothing that was recorded can be changed or deleted: not with the ORM, not with plain SQL."""

import pytest
from django.db import DatabaseError, connection, transaction

from partners.audit.models import AuditHead, AuditPerson, AuditRow, PermanentRowError
from partners.audit.triggers import install_triggers, missing_triggers, names, remove_triggers
from tests.factories import UserFactory
from tests.partners.audit.chains import note, sql

pytestmark = [pytest.mark.django_db, pytest.mark.both]

STATEMENTS = {
    "edit": "UPDATE audit_auditrow SET action = 'x'",
    "edit one": "UPDATE audit_auditrow SET object_label = 'x' WHERE sequence = 1",
    "delete": "DELETE FROM audit_auditrow",
    "delete the last": "DELETE FROM audit_auditrow WHERE sequence = 2",
    "rename": "UPDATE audit_auditperson SET label = 'Somebody else'",
    "new salt": "UPDATE audit_auditperson SET salt = 'x'",
    "delete people": "DELETE FROM audit_auditperson",
    "head back": "UPDATE audit_audithead SET sequence = 1",
    "head far": "UPDATE audit_audithead SET sequence = 9",
    "head gone": "DELETE FROM audit_audithead",
}
ONLY_ON = {
    "sqlite": {
        "replace": "INSERT OR REPLACE INTO audit_auditrow SELECT * FROM audit_auditrow",
        "replace the head": "INSERT OR REPLACE INTO audit_audithead SELECT * FROM audit_audithead",
        "replace people": "INSERT OR REPLACE INTO audit_auditperson SELECT * FROM audit_auditperson",
    },
    "postgresql": {
        "empty": "TRUNCATE audit_auditrow",
        "empty all": "TRUNCATE audit_audithead, audit_auditperson, audit_auditrow",
        "upsert": (
            "INSERT INTO audit_auditrow SELECT * FROM audit_auditrow"
            " ON CONFLICT (sequence) DO UPDATE SET action = 'x'"
        ),
    },
}
STATEMENTS |= ONLY_ON[connection.vendor]


def everything():
    return [list(model.objects.order_by("pk").values()) for model in (AuditRow, AuditPerson, AuditHead)]


@pytest.fixture
def rows():
    written = [note(by=UserFactory()), note()]
    # PostgreSQL would refuse to empty a table of which some relations wait to be checked.
    connection.check_constraints()
    return written


@pytest.mark.parametrize("name", STATEMENTS)
def test_the_database_refuses(rows, name):
    before = everything()
    with pytest.raises(DatabaseError, match="cannot be changed"), transaction.atomic():
        sql(STATEMENTS[name])
    assert everything() == before


@pytest.mark.parametrize(
    "attempt",
    [
        lambda row: AuditRow.objects.update(action="x"),
        lambda row: AuditRow.objects.filter(pk=row.pk).delete(),
        lambda row: row.delete(),
        lambda row: row.save(),
        lambda row: AuditRow.objects.get(pk=row.pk).save(),
    ],
    ids=["update", "delete many", "delete one", "save again", "save what was read"],
)
def test_our_own_code_is_refused_before_that(rows, attempt):
    before = everything()
    with pytest.raises(PermanentRowError):
        attempt(rows[0])
    assert everything() == before


def test_bulk_update_is_refused_too(rows):
    rows[0].action = "x"
    with pytest.raises((DatabaseError, PermanentRowError)), transaction.atomic():
        AuditRow.objects.bulk_update(rows, ["action"])
    assert AuditRow.objects.get(sequence=1).action == "audit.exported"


def test_the_guards_are_there_after_migrate_and_their_absence_is_seen():
    assert missing_triggers(using="default") == []
    remove_triggers(using="default")
    assert missing_triggers(using="default") == sorted(names(connection.vendor))
    install_triggers(using="default")
    install_triggers(using="default")
    assert missing_triggers(using="default") == []
