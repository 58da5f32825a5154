"""The demonstration, prepared once, served by a process for each module, and a browser to visit it."""

import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from tests.search.conftest import delete_indices, elasticsearch_url

__all__ = ["elasticsearch_url"]

ROOT = Path(__file__).parents[2]
SETTINGS = "portal.settings.demonstration"
SERVER_OPTIONS = ["--threads=8", "--log-level=warning", "--no-control-socket"]
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
CHROMIUM_OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


# Journeys that search: these also run on a site that answers from Elasticsearch. ALL_ON_ELASTICSEARCH=1 asks
# for all journeys there, and none on the embedded engine.
SEARCHING = {"test_charity", "test_facet_find", "test_officers_search", "test_postcode_in_search",
             "test_search_suggest"}  # fmt: skip
ON_ELASTICSEARCH = pytest.param("elasticsearch", marks=pytest.mark.elasticsearch)
# What the processes of a site are told beyond the rest, by the site's folder.
TOLD: dict[Path, dict[str, str]] = {}


def pytest_generate_tests(metafunc):
    """Say which engines a journey's site answers from."""
    if "search_engine" in metafunc.fixturenames:
        engines = ["embedded"]
        if os.environ.get("ALL_ON_ELASTICSEARCH") == "1":
            engines = [ON_ELASTICSEARCH]
        elif metafunc.module.__name__.rpartition(".")[2] in SEARCHING:
            engines.append(ON_ELASTICSEARCH)
        metafunc.parametrize("search_engine", engines, scope="module")


# First, because xdist reads the groups in the same hook.
@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Mark everything here as a journey; one process runs them all: it prepares the demonstration once."""
    for item in items:
        if Path(item.fspath).is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))


def environment(var, site_url="http://localhost"):
    """The environment of a process that works on the demonstration kept in `var`."""
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return {
        **kept,
        "DJANGO_SETTINGS_MODULE": SETTINGS,
        "VAR_DIR": str(var),
        "PYTHONPATH": str(ROOT),
        "SITE_URL": site_url,
        **TOLD.get(var, {}),
    }


def manage(var, *arguments):
    """Run a command of manage.py on the demonstration in `var` and return what it printed."""
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment(var),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="session")
def prepared(tmp_path_factory):
    """The folder of a demonstration that nobody has touched."""
    var = tmp_path_factory.mktemp("demonstration")
    manage(var, "demo", "--no-server")
    return var


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(address, process):
    """Return when the server answers. Fails after 30 seconds or when the process ends."""
    for _ in range(300):
        assert process.poll() is None, "The server stopped."
        try:
            with urllib.request.urlopen(address, timeout=1):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    pytest.fail("The server did not answer within 30 seconds.")


@pytest.fixture(scope="module")
def var(prepared, search_engine, request, tmp_path_factory):
    """A copy of the demonstration's folder, for one module."""
    copy = tmp_path_factory.mktemp("site") / "var"
    shutil.copytree(prepared, copy)
    if search_engine == "embedded":
        yield copy
        return
    url, prefix = request.getfixturevalue("elasticsearch_url"), f"journeys-{secrets.token_hex(6)}"
    TOLD[copy] = {"ELASTICSEARCH_URL": url, "ELASTICSEARCH_PREFIX": prefix}
    manage(copy, "search_index", "--engine", "elasticsearch")
    yield copy
    delete_indices(url, prefix)


@pytest.fixture(scope="module")
def site_url(var):
    """The address of a server that serves that copy."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    server = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "portal.wsgi", f"--bind=127.0.0.1:{port}", *SERVER_OPTIONS],
        cwd=ROOT,
        env=environment(var, address),
    )
    try:
        wait_for(f"{address}/health/live", server)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=20)


@pytest.fixture(scope="session")
def chromium():
    """One browser for the whole run."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_OPTIONS)
        yield browser
        browser.close()


@pytest.fixture
def visitor(chromium, site_url):
    """Open a page as somebody new. Options go to the browser context: width, JavaScript, colours."""
    contexts = []

    def open_page(*, width=1280, height=900, **options):
        context = chromium.new_context(
            viewport={"width": width, "height": height}, **{"base_url": site_url, **options}
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def sign_in(visitor):
    """Open a page as one of the demonstration's people, second factor included."""

    def as_person(email, **options):
        page = visitor(**options)
        page.goto("/demonstration/people/?next=/admin/")
        row = page.locator("form", has=page.locator(f'[name="email"][value="{email}"]'))
        row.get_by_role("button", name="Sign in").click()
        page.wait_for_url("**/admin/")
        return page

    return as_person
