"""Asking a virus scanner. When one is set and does not answer, nothing is stored."""

import logging
import socket
import struct
from typing import BinaryIO

from django.conf import settings
from django.utils.module_loading import import_string

from partners.media.refusals import RefusedFileError

log = logging.getLogger(__name__)
PIECE = 64 * 1024  # bytes
PATIENCE = 20  # seconds
CLEAN = b"stream: OK"
INFECTED = RefusedFileError("The virus scanner refused this file. It was not stored.", code="infected")
NO_ANSWER = RefusedFileError(
    "Files cannot be checked for viruses at the moment, so yours was not stored. Try again later.",
    code="no_scanner",
)


def scan(file: BinaryIO) -> None:
    """Raise RefusedFileError unless the scanner, if one is set, finds the file clean."""
    if not settings.UPLOAD_SCANNER:
        return
    file.seek(0)
    try:
        is_clean = import_string(settings.UPLOAD_SCANNER)(file)
    # Whatever goes wrong in a scanner: a file that was not checked is not stored.
    except Exception as problem:
        log.error("The virus scanner did not answer: %s", problem)
        raise NO_ANSWER from problem
    if is_clean is not True:
        raise INFECTED


def clamd(file: BinaryIO) -> bool:
    """Ask ClamAV's daemon at CLAMD_ADDRESS: a path of a socket, or host:port. Raises OSError, ValueError."""
    with connected(settings.CLAMD_ADDRESS) as talk:
        talk.sendall(b"zINSTREAM\0")
        while piece := file.read(PIECE):
            talk.sendall(struct.pack("!L", len(piece)) + piece)
        talk.sendall(struct.pack("!L", 0))
        answer = b""
        while part := talk.recv(1024):
            answer += part
    answer = answer.strip(b"\0\n ")
    if answer != CLEAN and not answer.endswith(b"FOUND"):
        raise ValueError(f"clamd answered {answer[:100]!r}")
    return answer == CLEAN


def connected(address: str) -> socket.socket:
    """Return a connection. Raises OSError and ValueError."""
    if address.startswith("/"):
        talk = socket.socket(socket.AF_UNIX)
        talk.settimeout(PATIENCE)
        try:
            talk.connect(address)
        except OSError:
            talk.close()
            raise
        return talk
    host, _, port = address.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=PATIENCE)
