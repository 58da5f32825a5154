"""For the tests: quick hashing, mail kept in memory, tasks at once, an index of its own for each process."""

import os
import tempfile
from pathlib import Path

from portal.settings.base import *  # noqa: F403  # a settings file takes over all of its base
from portal.settings.base import INSTALLED_APPS

DEBUG = False
DEMONSTRATION = True
SECRET_KEY = "tests-only-not-a-secret"  # noqa: S105  # guards nothing
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
INSTALLED_APPS = ["portal.demonstration", *INSTALLED_APPS]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
VAR_DIR = Path(tempfile.gettempdir()) / f"commonweal-tests-{os.getuid()}-{os.getpid()}"
MEDIA_ROOT = VAR_DIR / "media"
DOCUMENTS_ROOT = VAR_DIR / "documents"
SEARCH_INDEX_DIR = VAR_DIR / "search"
ELASTICSEARCH_URL = ""  # tests that ask a server set it themselves
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
