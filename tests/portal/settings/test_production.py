"""Production settings: clean, and silent about nothing that is missing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
COMPLETE = {
    "SECRET_KEY": "k9" * 30 + "-only-for-this-test-0123456789",
    "ALLOWED_HOSTS": "commonweal.example",
    "EMAIL_URL": "smtp://localhost:25",
}


def check(tmp_path, **environment):
    """Run Django's check for deployment."""
    ours = {*COMPLETE, "DATABASE_URL", "DJANGO_ALLOW_ASYNC_UNSAFE"}
    kept = {name: value for name, value in os.environ.items() if name not in ours}
    return subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env={
            **kept,
            "DJANGO_SETTINGS_MODULE": "portal.settings.production",
            "VAR_DIR": str(tmp_path),
            **environment,
        },
        capture_output=True,
        text=True,
        check=False,
    )


def test_nothing_is_warned_of_and_nothing_silenced(tmp_path):
    done = check(tmp_path, **COMPLETE)
    assert done.returncode == 0, done.stderr
    assert "no issues (0 silenced)" in done.stdout


@pytest.mark.parametrize("name", COMPLETE)
def test_a_missing_setting_stops_the_start_and_is_named(tmp_path, name):
    done = check(tmp_path, **{key: value for key, value in COMPLETE.items() if key != name})
    assert done.returncode != 0
    assert name in done.stderr
