"""`manage.py demo`: everything that a person needs to look around, then the server."""

import os
import shutil
import socket
import subprocess
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from partners.agencies.models import Partner
from partners.places.models import Place, PostcodeDistrict
from partners.progress import progress
from portal.demonstration.accounts import ACCOUNTS, OPERATOR, PASSWORD, make_accounts
from portal.demonstration.content import PageMaker, make_partners
from portal.demonstration.groups import make_contacts, make_registrations
from portal.demonstration.neighbourhoods import make_neighbourhoods
from portal.demonstration.page_checks import make_checks
from portal.demonstration.proposals import make_proposals
from portal.demonstration.scenes import make_scenes


class Command(BaseCommand):
    """Prepare the demonstration and serve it. A second start changes nothing that a person edited."""

    help = "Prepare the demonstration (database, places, partners, content, search index) and serve it."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take a port, a wish to start afresh, and a wish not to serve."""
        parser.add_argument("--port", type=int, default=8000, help="where to serve (default: 8000)")
        parser.add_argument("--reset", action="store_true", help="throw the demonstration's data away first")
        parser.add_argument("--no-server", action="store_true", help="prepare only")

    def handle(self, *args: Any, port: int, reset: bool, no_server: bool, **options: Any) -> None:
        """Prepare what is missing, say where to look, serve."""
        if not getattr(settings, "DEMONSTRATION", False):
            raise CommandError(
                "This is not the demonstration. Use: DJANGO_SETTINGS_MODULE=portal.settings.demonstration"
            )
        if not no_server:
            self.check_port_is_free(port)
        if reset:
            self.throw_away()
        self.prepare()
        self.welcome(port)
        if not no_server:
            self.serve(port)

    @property
    def done(self) -> Path:
        """The file that says that all content was made once, so that what people deleted stays deleted."""
        return Path(settings.VAR_DIR) / "demonstration-made"

    def check_port_is_free(self, port: int) -> None:
        """Say at once, and not after the preparations, when another program listens there."""
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError as problem:
                raise CommandError(
                    f"Port {port} is taken. Choose another: make demo PORT={port + 1}"
                ) from problem

    def throw_away(self) -> None:
        """Delete the demonstration's database and search index."""
        database = connections["default"]
        if database.vendor != "sqlite":
            raise CommandError(
                "Only a demonstration on SQLite can be reset. Drop and create your database instead."
            )
        name = str(database.settings_dict["NAME"])
        for suffix in ("", "-wal", "-shm"):
            Path(name + suffix).unlink(missing_ok=True)
        self.done.unlink(missing_ok=True)
        shutil.rmtree(settings.SEARCH_INDEX_DIR, ignore_errors=True)

    def prepare(self) -> None:
        """Bring database, places, partners, content and index to where they should be."""
        Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
        call_command("migrate", verbosity=0)
        if not Place.objects.exists():
            call_command("load_places", stdout=self.stdout)
        if not PostcodeDistrict.objects.exists():
            call_command("load_postcodes", stdout=self.stdout)
        if not Partner.objects.filter(is_demonstration=False).exists():
            call_command("load_partners", stdout=self.stdout)
        call_command("setup_site", stdout=self.stdout)
        if not self.done.exists():
            make_partners()
            make_accounts()
            make_contacts()
            make_neighbourhoods()
            for action in progress(PageMaker().todo(), "Demonstration content", stream=self.stdout):
                action()
            make_checks()
            make_scenes()
            make_proposals()
            make_registrations()
            call_command("search_index", stdout=self.stdout)
            self.done.touch()
        else:
            call_command("search_index", if_missing=True, stdout=self.stdout)

    def welcome(self, port: int) -> None:
        """Say where to look and who can sign in."""
        self.stdout.write(f"\nCommonweal is ready: http://localhost:{port}/\n")
        self.stdout.write(
            f"  Editors sign in at http://localhost:{port}/admin/ with the password '{PASSWORD}':"
        )
        for account in ACCOUNTS:
            self.stdout.write(f"    {account.email:36} {account.what_for}")
        self.stdout.write(f"    {OPERATOR:36} runs the site")
        self.stdout.write(f"  Mail that would have been sent: http://localhost:{port}/demonstration/mail/")
        self.stdout.write("  Stop with Ctrl+C.\n")
        self.stdout.flush()

    def serve(self, port: int) -> None:
        """Become the server."""
        connections.close_all()
        os.environ["SITE_URL"] = f"http://localhost:{port}"
        # Dates, reminders and letters come by themselves here too; it ends when the server does.
        clock = [sys.executable, "manage.py", "clock", f"--until={os.getpid()}"]
        subprocess.Popen(clock, cwd=settings.BASE_DIR)  # noqa: S603  # the arguments are our own
        gunicorn = [sys.executable, "-m", "gunicorn", "portal.wsgi", f"--bind=127.0.0.1:{port}"]
        options = ["--workers=1", "--threads=8", "--log-level=warning", "--no-control-socket"]
        os.execv(sys.executable, [*gunicorn, *options])  # noqa: S606  # the arguments are our own
