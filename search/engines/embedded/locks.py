"""Locks between processes that the operating system takes back when their holder dies."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from search.engines import EngineBusyError

PAUSE = 0.02


@contextmanager
def locked(path: Path, wait: float, *, shared: bool = False) -> Iterator[None]:
    """Hold the lock of this file. Raises EngineBusyError after `wait` seconds.

    Two threads of one process exclude each other as well: each opens the file for itself.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_CREAT | os.O_RDWR, 0o644)
    try:
        take(handle, fcntl.LOCK_SH if shared else fcntl.LOCK_EX, time.monotonic() + wait, path)
        yield
    finally:
        os.close(handle)


def take(handle: int, kind: int, until: float, path: Path) -> None:
    """Take the lock, trying again until the moment given. Raises EngineBusyError."""
    while True:
        try:
            return fcntl.flock(handle, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= until:
                raise EngineBusyError(f"{path.name} is held by another process.") from None
            time.sleep(PAUSE)


def is_locked(path: Path) -> bool:
    """Whether somebody holds the lock of this file."""
    try:
        with locked(path, wait=0, shared=True):
            return False
    except EngineBusyError:
        return True
