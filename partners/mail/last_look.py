"""A last look at letters whose facts may have changed while they waited.

A letter can wait for a day when the mail server does not answer. Who writes such letters says here, when the
site starts, how to tell by then whether one is still right.
"""

from collections.abc import Callable

from partners.mail.models import Letter

# Says whether a letter may go. It may first save other words for it.
Look = Callable[[Letter], bool]
_looks: dict[str, Look] = {}


def before(prefix: str, look: Look) -> None:
    """Have letters looked at just before they are sent whose keys begin so."""
    _looks[prefix] = look


def may_go(letter: Letter) -> bool:
    """Whether a letter should still be sent."""
    return all(look(letter) for prefix, look in _looks.items() if letter.key.startswith(prefix))
