"""Help somebody who has lost their phone, their passkeys and their recovery codes."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from partners.people.models import User
from portal.accounts.second_factor import forget_second_factors
from portal.accounts.sessions import end_all


class Command(BaseCommand):
    """Takes away all second factors of one person and signs them out everywhere."""

    help = "Take away a person's second factors when all are lost. Make sure first that it is really them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the person's mail address."""
        parser.add_argument("email")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        """Take them away. Raises CommandError when nobody has that address."""
        try:
            user = User.objects.get_by_natural_key(options["email"])
        except User.DoesNotExist as error:
            raise CommandError(f"Nobody signs in with {options['email']}.") from error
        factors, places = forget_second_factors(user), end_all(user)
        self.stdout.write(f"{user}: {factors} taken away, signed out in {places} places.")
