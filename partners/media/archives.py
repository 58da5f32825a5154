"""Office files are zip archives: looked through part by part, trusting nothing they say."""

import re
import zipfile
import zlib
from typing import BinaryIO

from partners.media.kinds import (
    EXCEL,
    LARGEST_UNPACKED,
    MOST_PARTS,
    SPREADSHEET,
    TEXT_DOCUMENT,
    WORD,
    Kind,
)
from partners.media.refusals import RefusedFileError, not_that_kind

PIECE = 1024 * 1024  # bytes
END_RECORD = 22  # bytes of a zip's last record, without a comment
# What an archive of each kind must hold.
NEEDED = {
    WORD: ("[Content_Types].xml", "word/document.xml"),
    EXCEL: ("[Content_Types].xml", "xl/workbook.xml"),
    TEXT_DOCUMENT: ("mimetype", "content.xml", "META-INF/manifest.xml"),
    SPREADSHEET: ("mimetype", "content.xml", "META-INF/manifest.xml"),
}
# Programs that would run on the reader's computer, whatever they are called there.
MACRO_PARTS = re.compile(
    r"(^|/)(vbaproject|vbadata|activex|macrosheets|ctrlprops)|^(basic|scripts)/|\.(exe|dll|js|vbs|ps1|bat|hta|scr)$",
    re.IGNORECASE,
)
MACRO_WORDS = re.compile(rb"macroEnabled|vbaProject|application/vnd\.ms-office\.activeX", re.IGNORECASE)
# Parts that are fetched from elsewhere when somebody opens the file; plain links are not among them.
FETCHED = re.compile(
    rb"<Relationship\b(?=[^>]*TargetMode\s*=\s*[\"']External)(?=[^>]*Type\s*=\s*[\"'][^\"']*"
    rb"/(attachedTemplate|oleObject|subDocument|frame|externalLinkPath|package)[\"'])",
    re.IGNORECASE,
)
DOCTYPE = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
MACROS = RefusedFileError(
    "This file holds macros, programs or parts that it fetches from elsewhere. Save it without them and try"
    " again.",
    code="macros",
)
TOO_LARGE_UNPACKED = RefusedFileError(
    f"This file unpacks to more than {LARGEST_UNPACKED // 1024**2} MB, or to more than {MOST_PARTS:,} parts."
    " Make it smaller and try again.",
    code="too_large_unpacked",
)


def check_archive(file: BinaryIO, kind: Kind, size: int) -> None:
    """Raise RefusedFileError unless this is a whole office file of this kind without programs in it."""
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
            check_ends(file, size, kind)
            check_outline(parts, kind)
            left = LARGEST_UNPACKED
            for part in parts:
                left = check_part(archive, part, kind, left)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as problem:
        raise not_that_kind(kind.name) from problem


def check_ends(file: BinaryIO, size: int, kind: Kind) -> None:
    """Raise RefusedFileError when something stands before or behind the archive: two files in one."""
    file.seek(0)
    start = file.read(4)
    file.seek(max(0, size - END_RECORD))
    end = file.read()
    if start != b"PK\x03\x04" or not end.startswith(b"PK\x05\x06") or end[-2:] != b"\0\0":
        raise not_that_kind(kind.name)


def check_outline(parts: list[zipfile.ZipInfo], kind: Kind) -> None:
    """Raise RefusedFileError for what can be seen without unpacking."""
    names = [part.filename for part in parts]
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise TOO_LARGE_UNPACKED
    if any(MACRO_PARTS.search(name) for name in names):
        raise MACROS
    starts_late = min((part.header_offset for part in parts), default=1) != 0
    odd_names = any(name.startswith("/") or ".." in name.split("/") or "\\" in name for name in names)
    is_missing = not set(NEEDED[kind]) <= set(names)
    is_locked = any(part.flag_bits & 1 for part in parts)
    if starts_late or odd_names or is_missing or is_locked or len(set(names)) < len(names):
        raise not_that_kind(kind.name)


def check_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo, kind: Kind, left: int) -> int:
    """Unpack one part, keeping nothing. Returns how many bytes may still come. Raises RefusedFileError."""
    is_text = part.filename.endswith((".xml", ".rels"))
    with archive.open(part) as unpacked:
        first = b""
        while piece := unpacked.read(PIECE):
            left -= len(piece)
            if left < 0:
                raise TOO_LARGE_UNPACKED
            first = first or piece
            if is_text and DOCTYPE.search(piece):
                raise not_that_kind(kind.name)
            if is_text and (MACRO_WORDS.search(piece) or FETCHED.search(piece)):
                raise MACROS
    if part.filename == "mimetype" and first.decode("ascii", "replace") != kind.content_type:
        raise not_that_kind(kind.name)
    return left
