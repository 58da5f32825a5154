"""The database itself notes whatever may hide something from the public.

Signals miss `queryset.update()`, bulk operations and changes made with other tools. A page that becomes
hidden that way must not be found either, so triggers on the tables of the sources write to the outbox.
They are put (back) in place after every `migrate`: on SQLite a migration that alters a table drops them.
"""

from collections.abc import Iterator
from typing import Any

from django.db import connections

from search.documents import Source
from search.models import SearchOutbox
from search.sources import ALL

OUTBOX = SearchOutbox._meta.db_table

# For each kind of database: what all triggers need first, then those of one source.
SHARED = {
    "postgresql": """
        CREATE OR REPLACE FUNCTION search_note_hidden() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            INSERT INTO {outbox} (subject, object_id, hides)
            VALUES (TG_ARGV[0], CASE TG_OP WHEN 'DELETE' THEN OLD.id ELSE NEW.id END, true);
            RETURN NULL;
        END $$""",
}
TRIGGERS = {
    "postgresql": (
        """
        CREATE OR REPLACE TRIGGER search_{source}_update AFTER UPDATE OF {columns} ON {table} FOR EACH ROW
        WHEN (({old}) IS DISTINCT FROM ({new})) EXECUTE FUNCTION search_note_hidden('{source}')""",
        """
        CREATE OR REPLACE TRIGGER search_{source}_delete AFTER DELETE ON {table} FOR EACH ROW
        EXECUTE FUNCTION search_note_hidden('{source}')""",
    ),
    "sqlite": (
        "DROP TRIGGER IF EXISTS search_{source}_update",
        "DROP TRIGGER IF EXISTS search_{source}_delete",
        """
        CREATE TRIGGER search_{source}_update AFTER UPDATE OF {columns} ON {table} FOR EACH ROW
        WHEN ({old}) IS NOT ({new}) BEGIN
            INSERT INTO {outbox} (subject, object_id, hides) VALUES ('{source}', NEW.id, 1);
        END""",
        """
        CREATE TRIGGER search_{source}_delete AFTER DELETE ON {table} FOR EACH ROW BEGIN
            INSERT INTO {outbox} (subject, object_id, hides) VALUES ('{source}', OLD.id, 1);
        END""",
    ),
}


def install_triggers(*, using: str, **_: Any) -> None:
    """Put the triggers in place, or leave them as they are."""
    connection = connections[using]
    if OUTBOX not in connection.introspection.table_names():
        return
    with connection.cursor() as cursor:
        for statement in statements(connection.vendor):
            cursor.execute(statement)


def statements(vendor: str) -> Iterator[str]:
    """Yield the statements for one kind of database."""
    if vendor in SHARED:
        yield SHARED[vendor].format(outbox=OUTBOX)
    for source in ALL:
        for trigger in TRIGGERS[vendor]:
            yield trigger.format(outbox=OUTBOX, **facts_of(source))


def facts_of(source: Source) -> dict[str, str]:
    """Return what the triggers of one source say."""
    columns = source.visibility_columns
    return {
        "source": source.name,
        "table": source.model._meta.db_table,
        "columns": ", ".join(columns),
        "old": ", ".join(f"OLD.{column}" for column in columns),
        "new": ", ".join(f"NEW.{column}" for column in columns),
    }
