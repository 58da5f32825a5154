"""Writing letters. They go out after the transaction that they are written in is committed."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string

from partners.mail.models import Letter
from partners.mail.tasks import send_letter


def post(
    *, key: str, to: str, subject: str, template: str, context: dict[str, Any], stop_url: str = ""
) -> None:
    """Write a letter from the templates `<template>.txt` and `<template>.html`, unless its key was used.

    Call it in the transaction of what it tells of. The key names the event and the reader, such as
    `proposal-12-confirm`; it must hold no address, because keys are kept. A post to `stop_url` alone, by
    nobody who is signed in, stops letters like it.
    """
    store(key, to, *contents(subject, template, context), stop_url)


def contents(subject: str, template: str, context: dict[str, Any]) -> tuple[str, str, str]:
    """Return subject, text and HTML of a letter from such templates. A subject is one line."""
    context = {"site_name": settings.WAGTAIL_SITE_NAME, "subject": subject, **context}
    text = render_to_string(f"{template}.txt", context).strip() + "\n"
    return one_line(subject), text, render_to_string(f"{template}.html", context)


def post_message(*, key: str, message: EmailMultiAlternatives) -> None:
    """Write a letter for each reader of a message that somebody else composed, unless its key was used."""
    for number, address in enumerate(message.recipients()):
        html = first_html(message.alternatives)
        store(f"{key}-{number}", address, str(message.subject), str(message.body), html)


def store(key: str, to: str, subject: str, text: str, html: str, stop_url: str = "") -> None:
    """Store a letter and have it sent after the commit. A subject is one line."""
    letter, is_new = Letter.objects.get_or_create(
        key=key,
        defaults={"to": to, "subject": one_line(subject), "text": text, "html": html, "stop_url": stop_url},
    )
    if is_new:
        transaction.on_commit(partial(send_letter.enqueue, letter.pk), robust=True)


def one_line(subject: str) -> str:
    """Return a subject as a mail's head can hold it."""
    return " ".join(subject.split())[:200]


def first_html(alternatives: Sequence[Any]) -> str:
    """Return the HTML of a message, empty when it has none."""
    return next((str(content) for content, kind in alternatives if kind == "text/html"), "")
