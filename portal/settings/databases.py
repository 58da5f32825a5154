"""How the database address becomes Django's DATABASES entry."""

from typing import Any

# WAL lets readers go on while one process writes; IMMEDIATE takes the write lock when a transaction
# starts, so that two writers queue instead of failing half way.
SQLITE_OPTIONS: dict[str, Any] = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA temp_store=MEMORY; PRAGMA mmap_size=0;"
    ),
}


def with_safe_sqlite(database: dict[str, Any]) -> dict[str, Any]:
    """Return the entry, with write-ahead logging and early write locks when it is SQLite."""
    if "sqlite" not in database["ENGINE"]:
        return {**database, "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
    return {**database, "OPTIONS": {**database.get("OPTIONS", {}), **SQLITE_OPTIONS}}
