"""For work on the code: errors in full, mail on the terminal, tasks at once."""

from portal.settings.base import *  # noqa: F403  # a settings file takes over all of its base

DEBUG = True
SECRET_KEY = "development-only-not-a-secret"  # noqa: S105  # never used outside a developer's machine
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
