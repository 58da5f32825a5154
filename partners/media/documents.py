"""Whether a document is what its name says."""

import re
from typing import BinaryIO

from partners.media.archives import check_archive
from partners.media.kinds import CSV, PDF, TEXT, Kind
from partners.media.refusals import RefusedFileError, not_that_kind

HEAD = 4096  # bytes
TAIL = 2048
# A browser takes text that starts like this for a page, whatever its name says.
LOOKS_LIKE_A_PAGE = re.compile(
    rb"\s*<(!doctype|html|head|body|script|style|svg|iframe|img|a|div|p|h\d|table|title|b|br|font|\?xml|!--)",
    re.IGNORECASE,
)
STARTS_OF_PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"{\\rtf", b"PK\x03\x04", b"%PDF", b"%!PS")
UNPRINTABLE = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
RUNS = re.compile(rb"/(JavaScript|JS|Launch|EmbeddedFile|RichMedia|XFA)(?![A-Za-z])")
PDF_RUNS = RefusedFileError(
    "This PDF holds a program, a form that runs scripts, or another file inside it. Print it to a new PDF,"
    " and upload that.",
    code="macros",
)


def check_document(file: BinaryIO, kind: Kind, size: int) -> None:
    """Raise RefusedFileError unless the content is of this kind and runs nothing."""
    if kind is PDF:
        check_pdf(file)
    elif kind in (CSV, TEXT):
        check_text(file, kind)
    else:
        check_archive(file, kind, size)


def check_pdf(file: BinaryIO) -> None:
    """Raise RefusedFileError unless this is one PDF, from its first byte to its last."""
    file.seek(0)
    content = file.read()
    end = content[-TAIL:].rpartition(b"%%EOF")
    if not re.match(rb"%PDF-[12]\.\d", content) or not end[1] or end[2].strip(b"\r\n\0 \t"):
        raise not_that_kind(PDF.name)
    # Names may be written with codes for letters: '/J#61vaScript'.
    plain = re.sub(rb"#([0-9A-Fa-f]{2})", lambda code: bytes([int(code[1], 16)]), content)
    if RUNS.search(plain):
        raise PDF_RUNS


def check_text(file: BinaryIO, kind: Kind) -> None:
    """Raise RefusedFileError unless this is text, and text that no browser takes for a page."""
    file.seek(0)
    content = file.read()
    head = content[:HEAD].removeprefix(b"\xef\xbb\xbf")
    if LOOKS_LIKE_A_PAGE.match(head) or head.startswith(STARTS_OF_PROGRAMS):
        raise not_that_kind(kind.name)
    if UNPRINTABLE.search(decoded(content, kind)):
        raise not_that_kind(kind.name)


def decoded(content: bytes, kind: Kind) -> str:
    """Return the text, in Unicode or as older Windows programs write it. Raises RefusedFileError."""
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise not_that_kind(kind.name)
