"""Sending a download while it is written: so many at once, and a line in the log for each when it is over."""

import logging
from collections.abc import Iterator
from threading import BoundedSemaphore
from time import monotonic

from partners.audit.context import current_request_id
from search.exports.service import Export

logger = logging.getLogger(__name__)

# A process has a few threads, and a slow reader holds one for as long as it takes. Some must stay free.
LONG_AT_ONCE = 2
# What has no more rows than this is short: it is written at once.
SHORT = 500
turns = BoundedSemaphore(LONG_AT_ONCE)


class TooManyError(Exception):
    """Enough long downloads are on their way."""


class Download:
    """The parts of a file. However it ends, whoever reads it calls `close`. May raise TooManyError."""

    def __init__(self, parts: Iterator[bytes], export: Export, form: str) -> None:
        self.has_turn = export.total > SHORT
        if self.has_turn and not turns.acquire(blocking=False):
            raise TooManyError
        self.parts = parts
        self.export = export
        self.form = form
        self.size = 0
        self.state = "cut"
        self.started = monotonic()
        self.request_id = current_request_id()
        self.is_open = True

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        try:
            part = next(self.parts)
        except StopIteration:
            self.state = "complete"
            raise
        self.size += len(part)
        return part

    def close(self) -> None:
        """Let the next one have the turn, and write the line."""
        if not self.is_open:
            return
        self.is_open = False
        if self.has_turn:
            turns.release()
        log(self)


def log(download: Download) -> None:
    """Say what was taken, but not who took it or which words they typed: these may be about somebody."""
    request = download.export.request
    logger.info(
        "Download of search results: form=%s state=%s found=%s bytes=%s seconds=%.2f words=%s filters=%s "
        "request=%s",
        download.form,
        download.state,
        download.export.total,
        download.size,
        monotonic() - download.started,
        "yes" if request.text else "no",
        ",".join(request.chosen_facets) or "none",
        download.request_id,
    )
