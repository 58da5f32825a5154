"""Locks between processes, also on different machines: on PostgreSQL the database keeps them.

On SQLite all processes are on one machine, and the operating system keeps them. Either takes a lock back when
its holder dies or loses its connection.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from zlib import crc32

from django.db import connection

from search.engines import EngineBusyError
from search.engines.embedded.locks import is_locked, locked

PAUSE = 0.05
# What PostgreSQL files our locks under.
CLASS = 0x5EA2C4
HELD = "SELECT EXISTS (SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND classid = %s AND objid = %s)"


class Lease:
    """One lock. The threads of a process exclude each other as well."""

    def __init__(self, folder: Path, name: str) -> None:
        self.path = folder / f"{name}.lock"
        self.number = crc32(name.encode()) >> 1

    @contextmanager
    def held(self, wait: float) -> Iterator[None]:
        """Hold the lock. Raises EngineBusyError after `wait` seconds."""
        until = time.monotonic() + wait
        with locked(self.path, wait):
            if connection.vendor != "postgresql":
                yield
                return
            self.take(until)
            try:
                yield
            finally:
                self.ask("SELECT pg_advisory_unlock(%s, %s)")

    def take(self, until: float) -> None:
        """Take the lock of the database, trying again until the moment given."""
        while not self.ask("SELECT pg_try_advisory_lock(%s, %s)"):
            if time.monotonic() >= until:
                raise EngineBusyError(f"{self.path.stem} is held by another process.")
            time.sleep(PAUSE)

    def is_held(self) -> bool:
        """Whether anybody holds the lock."""
        return is_locked(self.path) or (connection.vendor == "postgresql" and self.ask(HELD))

    def ask(self, sql: str) -> bool:
        """Return what the database says of this lock."""
        with connection.cursor() as cursor:
            cursor.execute(sql, [CLASS, self.number])
            return bool(cursor.fetchone()[0])
