"""The database itself refuses to change what a partner once said, whichever program asks.

Put (back) in place after every `migrate`: on SQLite a migration that alters a table drops its triggers. Who
saved it may be forgotten, and a version goes with its page.
"""

from collections.abc import Iterator
from typing import Any

from django.db import connections

from partners.parts.models import PartVersion

TABLE = PartVersion._meta.db_table
REFUSAL = "versions of a part cannot be changed"
NAME = "part_version_update"
KEPT = ("id", "page_id", "partner_id", "content", "digest", "saved_at")
FUNCTION = f"""
    CREATE OR REPLACE FUNCTION part_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        RAISE EXCEPTION '{REFUSAL}';
    END $$"""


def install_triggers(*, using: str, **_: Any) -> None:
    """Put the trigger in place, or leave it as it is."""
    connection = connections[using]
    if TABLE not in connection.introspection.table_names():
        return
    with connection.cursor() as cursor:
        for statement in statements(connection.vendor):
            cursor.execute(statement)


def statements(vendor: str) -> Iterator[str]:
    """Yield the statements for one kind of database."""
    columns = ", ".join(KEPT)
    if vendor == "postgresql":
        yield FUNCTION
        yield f"DROP TRIGGER IF EXISTS {NAME} ON {TABLE}"
        yield (
            f"CREATE TRIGGER {NAME} BEFORE UPDATE OF {columns} ON {TABLE} "
            "FOR EACH ROW EXECUTE FUNCTION part_refuse()"
        )
    else:
        yield f"DROP TRIGGER IF EXISTS {NAME}"
        yield (
            f"CREATE TRIGGER {NAME} BEFORE UPDATE OF {columns} ON {TABLE} "
            f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        )
