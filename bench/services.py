"""What a benchmark needs besides this process: a PostgreSQL, and a node of Elasticsearch if there is one."""

import os
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from elasticsearch import Elasticsearch

OPTIONS = "-c listen_addresses='' -c fsync=off -c shared_buffers=256MB"


def missing(what: str, remedy: str) -> None:
    """Say loudly what is not measured."""
    print(f"\n!!! {what} is NOT measured: {remedy}\n", file=sys.stderr, flush=True)


@contextmanager
def postgres() -> Iterator[str]:
    """Give the address of an empty PostgreSQL, or nothing when this machine has none.

    Takes that of DATABASE_URL_POSTGRES, or starts one that nobody else reaches, and throws it away.
    """
    if url := os.environ.get("DATABASE_URL_POSTGRES"):
        yield url
        return
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if not programs:
        missing("PostgreSQL", "install it, or set DATABASE_URL_POSTGRES to an empty database.")
        yield ""
        return
    folder = tempfile.mkdtemp(prefix="commonweal-bench-postgres-")
    try:
        start(programs[-1], folder)
        yield f"postgres://commonweal@/commonweal?host={folder}"
    finally:
        as_owner(f"{programs[-1]}/pg_ctl", "-D", f"{folder}/data", "-m", "immediate", "stop", check=False)
        shutil.rmtree(folder, ignore_errors=True)


def start(programs: Path, folder: str) -> None:
    """Make a cluster in a folder and start it."""
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    as_owner(f"{programs}/initdb", "-D", f"{folder}/data", "-A", "trust", "-U", "commonweal")
    options = f"-k {folder} {OPTIONS}"
    as_owner(
        f"{programs}/pg_ctl", "-D", f"{folder}/data", "-w", "-l", f"{folder}/log", "-o", options, "start"
    )
    as_owner(f"{programs}/createdb", "-h", folder, "-U", "commonweal", "commonweal")


def as_owner(*command: str, check: bool = True) -> None:
    """Run a command as somebody whom PostgreSQL does not refuse: it refuses root."""
    options: Any = {"user": "postgres"} if os.geteuid() == 0 else {}
    subprocess.run(command, check=check, cwd="/", stdout=subprocess.DEVNULL, **options)


@contextmanager
def elasticsearch() -> Iterator[tuple[str, str]]:
    """Give the address of a node and a prefix for indices that are taken away again; or nothing."""
    url, prefix = os.environ.get("TEST_ELASTICSEARCH_URL", ""), f"bench-{secrets.token_hex(4)}"
    if not url:
        missing("Elasticsearch", "set TEST_ELASTICSEARCH_URL to what 'tests/elasticsearch start' prints.")
        yield "", ""
        return
    try:
        yield url, prefix
    finally:
        with Elasticsearch(url) as node, suppress(Exception):
            for index in node.indices.get(index=f"{prefix}*", features="aliases"):
                node.indices.delete(index=index)
