"""One press signs in as somebody who is made up: in the demonstration, and nowhere else."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from partners.people.models import User
from portal.demonstration.accounts import ACCOUNTS, OPERATOR, confirm_address
from portal.demonstration.checks import demonstration_is_not_in_production
from tests.factories import PASSWORD, UserFactory

ROOT = Path(__file__).parents[3]
PEOPLE = [account.email for account in ACCOUNTS] + [OPERATOR]


@pytest.fixture
def people(site):
    for email in PEOPLE:
        user = User.objects.create_user(email, PASSWORD, is_superuser=email == OPERATOR)
        confirm_address(user)


@pytest.mark.django_db
@pytest.mark.parametrize("email", PEOPLE)
def test_each_is_offered_and_one_press_signs_in_second_factor_included(client, people, email):
    assert f'value="{email}"' in client.get("/demonstration/people/").content.decode()
    client.post("/demonstration/people/sign-in/", {"email": email, "next": "/account/"})
    assert email in client.get("/account/").content.decode()
    assert b"Set up an authenticator app" in client.get("/account/2fa/app/").content


@pytest.mark.django_db
@pytest.mark.parametrize("email", ["real@example.org", "", "operator@commonweal.example "])
def test_nobody_else_is_signed_in(client, site, email):
    UserFactory(email="real@example.org", is_superuser=True)
    assert client.post("/demonstration/people/sign-in/", {"email": email}).status_code == 404
    assert "_auth_user_id" not in client.session


@pytest.mark.django_db
def test_a_link_alone_signs_nobody_in(client, people):
    assert client.get("/demonstration/people/sign-in/").status_code == 405


def start(tmp_path, settings_text):
    """Start the site as a server would, with settings of our own; return what it says."""
    module = tmp_path / "mixed_settings.py"
    module.write_text(settings_text)
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "mixed_settings",
        "PYTHONPATH": f"{tmp_path}:{ROOT}",
        "VAR_DIR": str(tmp_path),
        "SECRET_KEY": "k9" * 30,
        "ALLOWED_HOSTS": "commonweal.example",
        "EMAIL_URL": "smtp://localhost:25",
    }
    return subprocess.run(
        [sys.executable, "-c", "import portal.wsgi"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


PRODUCTION = "from portal.settings.production import *\n"
INSTALLED = "INSTALLED_APPS = ['portal.demonstration', *INSTALLED_APPS]\n"


@pytest.mark.parametrize(
    "more",
    [INSTALLED, f"{INSTALLED}DEMONSTRATION = True\n", f"{INSTALLED}DEMONSTRATION = True\nDEBUG = True\n"],
)
def test_production_does_not_start_with_it(tmp_path, more):
    done = start(tmp_path, PRODUCTION + more)
    assert done.returncode != 0
    assert "lets anybody sign in as anybody" in done.stderr


def test_production_starts_without_it_and_has_no_such_address(tmp_path):
    done = start(tmp_path, PRODUCTION)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("production", "demonstration", "errors"), [(1, 1, ["demonstration.E002"]), (1, 0, []), (0, 1, [])]
)
def test_a_check_names_the_mixture(settings, production, demonstration, errors):
    settings.PRODUCTION, settings.DEMONSTRATION = bool(production), bool(demonstration)
    assert [error.id for error in demonstration_is_not_in_production()] == errors
