"""What some work changes in a database, kept as SQL to do the same again in a hundredth of the time."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

Rows = dict[Any, str]


@dataclass(frozen=True)
class Table:
    """A table of the database."""

    name: str
    key: str
    columns: tuple[str, ...]

    @property
    def quoted(self) -> str:
        """Its name in SQL."""
        return quoted(self.name)

    @property
    def listed(self) -> str:
        """Its columns in SQL."""
        return ", ".join(map(quoted, self.columns))

    def rows(self) -> Rows:
        """Return key → the values of its row, as literals."""
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {quoted(self.key)}, {self.literals()} FROM {self.quoted}")
            return dict(cursor.fetchall())

    def literals(self) -> str:
        """Return the expression for the values of a row as one text."""
        if connection.vendor == "sqlite":
            return " || ', ' || ".join(f"quote({quoted(name)})" for name in self.columns)
        values = (f"quote_nullable({quoted(name)}::text)" for name in self.columns)
        return f"concat_ws(', ', {', '.join(values)})"

    def measure(self) -> str:
        """Return the query for what tells whether something was added to the table or taken from it."""
        return f"SELECT count(*), max({quoted(self.key)}) FROM {self.quoted}"


def quoted(name: str) -> str:
    """Return a name in SQL."""
    return connection.ops.quote_name(name)


def tables() -> Iterator[Table]:
    """Yield all tables whose rows have one key, but for those that SQLite's text index keeps by itself."""
    with connection.cursor() as cursor:
        for name in connection.introspection.table_names(cursor):
            key = connection.introspection.get_primary_key_column(cursor, name)
            if key and "_fts" not in name:
                cursor.execute(f"SELECT * FROM {quoted(name)} LIMIT 0")
                yield Table(name, key, tuple(column[0] for column in cursor.description))


class Recorded:
    """What some work did in a database that was as it is before any test."""

    def __init__(self, work: Callable[[], Any]) -> None:
        """Do the work, keep what it changes, and undo it."""
        every = list(tables())
        with transaction.atomic():
            before = {table: table.rows() for table in every}
            work()
            self.changed = {table: (before[table], table.rows()) for table in every}
            transaction.set_rollback(True)
        self.changed = {table: both for table, both in self.changed.items() if both[0] != both[1]}
        self.statements = [sql for table, both in self.changed.items() for sql in differences(table, *both)]
        self.measured = self.measure()

    def measure(self) -> list[Any]:
        """Return what tells whether the tables that the work changes are as they were."""
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(table.measure() for table in self.changed))
            return cursor.fetchall()

    def replay(self) -> bool:
        """Do the same again; nothing where the tables are not as they were. Return whether it was done."""
        if self.measure() != self.measured:
            return False
        with connection.cursor() as cursor:
            for sql in self.statements:
                cursor.execute(sql)
        return True


def differences(table: Table, before: Rows, after: Rows) -> Iterator[str]:
    """Yield the SQL that makes a table with these rows one with those."""
    for key in before.keys() - after.keys():
        yield f"DELETE FROM {table.quoted} WHERE {quoted(table.key)} = {literal(key)}"
    for key in before.keys() & after.keys():
        if before[key] != after[key]:
            where = f"{quoted(table.key)} = {literal(key)}"
            yield f"UPDATE {table.quoted} SET ({table.listed}) = ({after[key]}) WHERE {where}"
    if new := [f"({values})" for key, values in after.items() if key not in before]:
        yield f"INSERT INTO {table.quoted} ({table.listed}) VALUES {', '.join(new)}"


def literal(key: Any) -> str:
    """Return a key in SQL. Raises TypeError for one that is neither a number nor a text."""
    if isinstance(key, int):
        return str(key)
    if isinstance(key, str):
        return "'" + key.replace("'", "''") + "'"
    raise TypeError(f"A key that is neither a number nor a text: {key!r}")
