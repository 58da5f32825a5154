"""For `make demo`: one process, no service, mail on a page. Refused for production by a system check."""

import secrets

from portal.settings.base import *  # noqa: F403  # a settings file takes over all of its base
from portal.settings.base import INSTALLED_APPS, VAR_DIR, env

DEBUG = False
DEMONSTRATION = True


def own_secret() -> str:
    """Return this demonstration's secret, made on its first start and kept beside its database."""
    file = VAR_DIR / "demonstration-secret"
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(secrets.token_urlsafe(50))
        file.chmod(0o600)
    return file.read_text()


SECRET_KEY = own_secret()
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
INSTALLED_APPS = ["portal.demonstration", *INSTALLED_APPS]
EMAIL_BACKEND = "portal.demonstration.mail.DatabaseBackend"
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
