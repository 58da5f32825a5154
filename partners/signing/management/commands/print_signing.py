"""`manage.py print_signing`: how a page is signed, as docs/signing.md and its picture."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from partners.signing.picture import signing_picture
from partners.signing.printed import signing_page


class Command(BaseCommand):
    """Print the page, or the picture, from the table of states and events."""

    help = "Print how a page is signed, for docs/signing.md; with --picture for docs/signing.svg."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take which of the two, or a wish to write both."""
        parser.add_argument("--picture", action="store_true", help="print the picture (SVG) instead")
        parser.add_argument("--write", action="store_true", help="write both files into docs/")

    def handle(self, *args: Any, picture: bool, write: bool, **options: Any) -> None:
        """Print or write."""
        if write:
            docs = Path(settings.BASE_DIR) / "docs"
            (docs / "signing.md").write_text(signing_page(), encoding="utf-8")
            (docs / "signing.svg").write_text(signing_picture(), encoding="utf-8")
        else:
            self.stdout.write(signing_picture() if picture else signing_page(), ending="")
