"""Whether answers take as long for mail addresses with an account as for those without: run it by hand.

    python -m bench.same_time

Fifty tries of each form, the two kinds of address by turns, with the hashing of passwords that is in use and
through the whole site but the network. What counts is the ratio of the medians in one run.
"""

import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from bench.measure import machine
from bench.start import start_django

TRIES = 50
MOST = 0.10
PASSWORD = "correct horse battery"  # noqa: S105  # of accounts that are thrown away


def forms(email: str) -> dict[str, tuple[str, dict[str, str]]]:
    """Return what is sent, by form."""
    person = {"first_name": "Pat", "last_name": "Lee", "password1": "a quite different phrase"}
    return {
        "log-in": ("/account/login/", {"login": email, "password": "wrong"}),
        "new password": ("/account/password/reset/", {"email": email}),
        "sign-up": ("/account/signup/", {"email": email, **person}),
    }


def make_people() -> Iterator[str]:
    """Make an account for each try, so that no limit or earlier try gets in the way; yield the addresses."""
    from allauth.account.models import EmailAddress

    from partners.people.models import User

    for number in range(TRIES):
        email = f"known{number}@example.org"
        user = User.objects.create_user(email=email, password=PASSWORD)
        EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
        yield email


def timed(form: str, email: str, number: int) -> float:
    """Send a form as a new visitor from a network address of its own. Returns seconds."""
    from django.test import Client

    address, data = forms(email)[form]
    visitor: Any = Client(REMOTE_ADDR=f"10.{number // 250}.{number % 250}.1")
    started = time.perf_counter()
    visitor.post(address, data)
    return time.perf_counter() - started


def measure(form: str, known: list[str]) -> tuple[float, float]:
    """Return the medians for known and unknown addresses, in seconds; whoever is first changes each time."""
    times: dict[bool, list[float]] = {True: [], False: []}
    for number, email in enumerate(known):
        pair = [(True, email), (False, f"unknown-{form.replace(' ', '-')}-{number}@example.org")]
        for is_known, address in pair if number % 2 else reversed(pair):
            times[is_known].append(timed(form, address, 2 * number + is_known))
    return median(times[True]), median(times[False])


def main() -> None:
    """Measure and print."""
    with TemporaryDirectory() as folder:
        start_django(Path(folder))
        from django.conf import settings

        from portal.operations.services import set_up_site
        from portal.settings import base

        settings.PASSWORD_HASHERS = base.PASSWORD_HASHERS
        set_up_site()
        known = list(make_people())
        print(machine())
        for form in forms(""):
            for email in ("warm-up@example.org", known[0]):
                timed(form, email, 9_000)
            with_account, without = measure(form, known)
            apart = abs(with_account - without) / max(with_account, without)
            verdict = "within" if apart <= MOST else "NOT within"
            print(
                f"{form:14} with an account {with_account * 1e3:6.1f} ms, without {without * 1e3:6.1f} ms, "
                f"{apart:.1%} apart, {verdict} {MOST:.0%}"
            )


if __name__ == "__main__":
    main()
