"""The database itself refuses to change or delete what was recorded, whichever program asks.

Put (back) in place after every `migrate`: on SQLite a migration that alters a table drops its triggers.
A person who owns the database can take the triggers away; `manage.py audit_verify` then says so.
"""

from collections.abc import Iterator
from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from partners.audit.models import AuditHead, AuditPerson, AuditRow

REFUSAL = "audit rows cannot be changed or deleted"
# The head moves by exactly one row at a time; people may lose their name and nothing else.
GUARDS: dict[str, tuple[str, str, str]] = {
    "audit_row_update": (AuditRow._meta.db_table, "UPDATE", "TRUE"),
    "audit_row_delete": (AuditRow._meta.db_table, "DELETE", "TRUE"),
    "audit_person_update": (
        AuditPerson._meta.db_table,
        "UPDATE",
        "NEW.id <> OLD.id OR (NEW.label <> OLD.label AND NEW.label <> '')"
        " OR (NEW.salt <> OLD.salt AND NEW.salt <> '')",
    ),
    "audit_person_delete": (AuditPerson._meta.db_table, "DELETE", "TRUE"),
    "audit_head_update": (AuditHead._meta.db_table, "UPDATE", "NEW.sequence <> OLD.sequence + 1"),
    "audit_head_delete": (AuditHead._meta.db_table, "DELETE", "TRUE"),
}
# On SQLite 'INSERT OR REPLACE' deletes what is in its way without a word to the triggers above.
REPLACED = {
    f"{table}_replace": (table, "INSERT", f"NEW.{key} IN (SELECT {key} FROM {table})")  # noqa: S608  # our own names
    for table, key in (
        (AuditRow._meta.db_table, "sequence"),
        (AuditPerson._meta.db_table, "id"),
        (AuditHead._meta.db_table, "id"),
    )
}
ON_SQLITE = GUARDS | REPLACED
TRUNCATES = {f"{table}_truncate": table for table, _, _ in GUARDS.values()}

FUNCTION = f"""
    CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        RAISE EXCEPTION '{REFUSAL}';
    END $$"""


def install_triggers(*, using: str, **_: Any) -> None:
    """Put the triggers in place, or leave them as they are."""
    connection = connections[using]
    if AuditHead._meta.db_table not in connection.introspection.table_names():
        return
    run(connection, [*removals(connection.vendor), *creations(connection.vendor)])


def remove_triggers(*, using: str) -> None:
    """Take the triggers away: for tests, and for whoever empties a whole database on purpose."""
    run(connections[using], removals(connections[using].vendor))


def missing_triggers(*, using: str) -> list[str]:
    """Return the names of the triggers that are not in place."""
    connection = connections[using]
    query = (
        "SELECT tgname FROM pg_trigger WHERE tgenabled IN ('O', 'A')"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        there = {name for (name,) in cursor.fetchall()}
    return sorted(set(names(connection.vendor)) - there)


def names(vendor: str) -> list[str]:
    """Return the names of all triggers for one kind of database."""
    return [*GUARDS, *TRUNCATES] if vendor == "postgresql" else [*ON_SQLITE]


def run(connection: BaseDatabaseWrapper, statements: list[str] | Iterator[str]) -> None:
    """Run statements that have no parameters."""
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def removals(vendor: str) -> list[str]:
    """Return the statements that take the triggers away."""
    if vendor != "postgresql":
        return [f"DROP TRIGGER IF EXISTS {name}" for name in ON_SQLITE]
    tables = {name: table for name, (table, _, _) in GUARDS.items()} | TRUNCATES
    return [f"DROP TRIGGER IF EXISTS {name} ON {table}" for name, table in tables.items()]


def creations(vendor: str) -> Iterator[str]:
    """Yield the statements that put the triggers in place."""
    if vendor == "postgresql":
        yield FUNCTION
        refuse = "EXECUTE FUNCTION audit_refuse()"
        for name, (table, event, when) in GUARDS.items():
            yield f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW WHEN ({when}) {refuse}"
        for name, table in TRUNCATES.items():
            yield f"CREATE TRIGGER {name} BEFORE TRUNCATE ON {table} FOR EACH STATEMENT {refuse}"
    else:
        refuse = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        for name, (table, event, when) in ON_SQLITE.items():
            yield f"CREATE TRIGGER {name} BEFORE {event} ON {table} WHEN {when} {refuse}"
