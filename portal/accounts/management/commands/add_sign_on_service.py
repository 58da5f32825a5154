"""Let the people of a partner sign in here as they do at work."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from partners.agencies.models import Partner
from portal.accounts.sign_on.services import add_service


class Command(BaseCommand):
    """Adds or changes one service; says which addresses the other side needs."""

    help = (
        "Add a partner's own sign-on service (OpenID Connect or SAML), or change it. See docs/signing-in.md."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what the partner's technical people hand over."""
        parser.add_argument("kind", choices=["oidc", "saml"])
        parser.add_argument("partner", help="the partner's name in the address of its page")
        parser.add_argument("slug", help="a short name for our addresses, such as leeds-council")
        parser.add_argument("--issuer", required=True, help="issuer or entity ID, letter for letter")
        parser.add_argument("--client-id", default="", help="OpenID Connect: our number there")
        parser.add_argument(
            "--secret-file", type=Path, help="OpenID Connect: a file that holds our secret there"
        )
        parser.add_argument("--sign-on-url", default="", help="SAML: where people are sent")
        parser.add_argument("--certificate-file", type=Path, help="SAML: the certificate of its signatures")

    def handle(self, *args: Any, **options: Any) -> None:
        """Add the service. Raises CommandError when something is missing or wrong."""
        try:
            partner = Partner.objects.get(slug=options["partner"])
        except Partner.DoesNotExist as error:
            raise CommandError(f"There is no partner {options['partner']}.") from error
        is_oidc = options["kind"] == "oidc"
        kind, app, addresses = self.oidc(options) if is_oidc else self.saml(options)
        try:
            service = add_service(
                partner=partner,
                kind=kind,
                slug=options["slug"],
                issuer=options["issuer"],
                app=app,
                addresses=addresses,
            )
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        view = "openid_connect_callback" if is_oidc else "saml_metadata"
        self.stdout.write(f"{service} is ready. Tell the other side: {reverse(view, args=[options['slug']])}")

    def oidc(self, options: dict[str, Any]) -> tuple[str, dict[str, Any], list[str]]:
        """Return kind, app and addresses of an OpenID Connect service. Raises CommandError."""
        if not options["client_id"] or not options["secret_file"]:
            raise CommandError("OpenID Connect needs --client-id and --secret-file.")
        app = {
            "client_id": options["client_id"],
            "secret": read(options["secret_file"]),
            "settings": {"server_url": options["issuer"].rstrip("/")},
        }
        return "openid_connect", app, [options["issuer"]]

    def saml(self, options: dict[str, Any]) -> tuple[str, dict[str, Any], list[str]]:
        """Return kind, app and addresses of a SAML service. Raises CommandError."""
        if not options["sign_on_url"] or not options["certificate_file"]:
            raise CommandError("SAML needs --sign-on-url and --certificate-file.")
        settings = {"sign_on_url": options["sign_on_url"], "certificate": read(options["certificate_file"])}
        return "saml", {"client_id": options["slug"], "settings": settings}, [options["sign_on_url"]]


def read(file: Path) -> str:
    """Return what a file holds. Raises CommandError when it cannot be read."""
    try:
        return file.read_text().strip()
    except OSError as error:
        raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
