"""As a site runs, with the database and the index of one benchmark: tasks are left to a worker."""

import os
from pathlib import Path

from portal.settings.test import *  # noqa: F403  # a settings file takes over all of its base

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
SEARCH_INDEX_DIR = Path(os.environ["BENCH_FOLDER"]) / "search"
ELASTICSEARCH_URL = os.environ.get("BENCH_ELASTICSEARCH_URL", "")
ELASTICSEARCH_PREFIX = os.environ.get("BENCH_ELASTICSEARCH_PREFIX", "bench")
