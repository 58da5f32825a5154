"""Sending letters: each once, tried again where the mail server surely did not take it.

A server that breaks off in the middle may have taken the letter or not. Such a letter is not sent again by
itself, because nothing may arrive twice; `manage.py send_letters` shows it, and sends it again when told to.
"""

import logging
import smtplib
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from partners.mail.last_look import may_go
from partners.mail.models import Letter, LetterQuerySet

logger = logging.getLogger(__name__)

MINUTE = timedelta(minutes=1)
# How long to wait after each failure; after the last one a letter is set aside.
PAUSES = [MINUTE, 5 * MINUTE, 30 * MINUTE, 120 * MINUTE, 720 * MINUTE, 1440 * MINUTE]
KEPT = timedelta(days=30)
# By then a sending that began has ended, or its process is gone.
LONGEST = 10 * MINUTE
EMPTY = dict.fromkeys(("to", "subject", "text", "html", "stop_url", "problem"), "")
NEVER = (smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused)
NOT_TAKEN = (*NEVER, smtplib.SMTPResponseException, smtplib.SMTPNotSupportedError)
UNREACHABLE = (smtplib.SMTPException, OSError)


@dataclass
class Outcome:
    """What came of sending. `problem` says why the mail server cannot be reached."""

    sent: int = 0
    failed: int = 0
    problem: str = ""


def forget_old(*, at: datetime) -> int:
    """Empty what could not be sent for so long that nobody will send it any more. Return how many."""
    old = Letter.objects.filter(written_at__lt=at - KEPT, sent_at=None)
    return old.exclude(to="").update(set_aside_at=at, **EMPTY)


def send_due(letters: LetterQuerySet, *, at: datetime) -> Outcome:
    """Send those of these letters that are due; whoever begins one is the only one to send it.

    One that a last look finds to be wrong by now goes away unsent. Stops at the first letter for which the
    mail server cannot be reached.
    """
    outcome = Outcome()
    for key in letters.due(at).values_list("pk", flat=True):
        if outcome.problem:
            break
        if begin(key, at):
            letter = Letter.objects.get(pk=key)
            if may_go(letter):
                send(letter, at, outcome)
            else:
                letter.delete()
    return outcome


def begin(key: int, at: datetime) -> bool:
    """Take a letter, so that nobody else sends it. False when somebody else did."""
    return Letter.objects.due(at).filter(pk=key).update(begun_at=at) == 1


def send(letter: Letter, at: datetime, outcome: Outcome) -> None:
    """Hand a letter that was begun to the mail server, and note what came of it."""
    connection = get_connection()
    try:
        connection.open()
    except UNREACHABLE as error:
        outcome.problem = f"The mail server cannot be reached: {error}"
        return try_later(letter, at, error, outcome)
    try:
        connection.send_messages([message_of(letter)])
    except NOT_TAKEN as error:
        return try_later(letter, at, error, outcome)
    except UNREACHABLE as error:
        logger.exception("It is not known whether letter %s arrived.", letter.pk)
        Letter.objects.filter(pk=letter.pk).update(problem=str(error)[:500])
        outcome.failed += 1
    else:
        Letter.objects.filter(pk=letter.pk).update(sent_at=at, **EMPTY)
        outcome.sent += 1
    finally:
        close(connection)


def close(connection: BaseEmailBackend) -> None:
    """Hang up. What goes wrong then is too late to matter."""
    with suppress(*UNREACHABLE):
        connection.close()


def message_of(letter: Letter) -> EmailMultiAlternatives:
    """Return the mail: its text, and the same in HTML where there is one.

    Mail programs offer a button for letters that can be stopped, which posts to that address (RFC 8058).
    """
    message = EmailMultiAlternatives(subject=letter.subject, body=letter.text, to=[letter.to])
    if letter.stop_url:
        message.extra_headers["List-Unsubscribe"] = f"<{letter.stop_url}>"
        message.extra_headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    if letter.html:
        message.attach_alternative(letter.html, "text/html")
    return message


def try_later(letter: Letter, at: datetime, error: Exception, outcome: Outcome) -> None:
    """Note a failure, and when to try again; never again if the server refuses the address."""
    logger.warning("Letter %s was not taken by the mail server: %s", letter.pk, type(error).__name__)
    outcome.failed += 1
    is_last = isinstance(error, NEVER) or letter.tries >= len(PAUSES)
    Letter.objects.filter(pk=letter.pk).update(
        begun_at=None,
        tries=letter.tries + 1,
        problem=str(error)[:500],
        due_at=letter.due_at if is_last else at + PAUSES[letter.tries],
        set_aside_at=at if is_last else None,
    )
