"""Keeping links for signing out of our logs: Django writes the address of each request that it refuses."""

import logging
import re

WRITE_ADDRESSES = ("django.request", "django.security.csrf")
TOKEN = re.compile(r"/sign/[^/\s]+")


def without_tokens(record: logging.LogRecord) -> bool:
    """Take the tokens out of a record; it stays in the log."""
    if isinstance(record.args, tuple):
        record.args = tuple(
            TOKEN.sub("/sign/…", each) if isinstance(each, str) else each for each in record.args
        )
    return True


def connect() -> None:
    """Listen."""
    for name in WRITE_ADDRESSES:
        logging.getLogger(name).addFilter(without_tokens)
