"""Starts Django on a database and an index of its own, in a folder that is thrown away."""

import os
from pathlib import Path

import django


def start_django(folder: Path, database_url: str = "", settings_module: str = "portal.settings.test") -> None:
    """Set Django up on an empty, migrated database: SQLite in this folder, unless an address is given."""
    os.environ["DJANGO_SETTINGS_MODULE"] = settings_module
    os.environ["BENCH_FOLDER"] = str(folder)
    os.environ["DATABASE_URL"] = database_url or f"sqlite:///{folder / 'bench.sqlite3'}"
    django.setup()

    from django.conf import settings
    from django.core.management import call_command

    settings.SEARCH_INDEX_DIR = folder / "search"
    call_command("migrate", verbosity=0)
