"""What every uploaded file goes through, whichever way it comes in, before it is stored."""

import secrets
from pathlib import PurePath
from typing import Any, BinaryIO, cast

from django.core.files.base import ContentFile, File

from partners.media.documents import check_document
from partners.media.kinds import DOCUMENTS, LARGEST_FILE, PICTURES, Kind, endings, kind_of
from partners.media.pictures import painted_anew
from partners.media.refusals import RefusedFileError
from partners.media.scanning import scan


class CheckedFile(ContentFile[bytes]):
    """A file that was checked, with a name that we made up."""


def checked_picture(file: File[Any]) -> CheckedFile:
    """Return the picture, painted anew. Raises RefusedFileError."""
    kind = checked_kind(file, PICTURES)
    scan(opened(file))
    return CheckedFile(painted_anew(opened(file), kind), name=made_up_name(kind))


def checked_document(file: File[Any]) -> CheckedFile:
    """Return the document as it came. Raises RefusedFileError."""
    kind = checked_kind(file, DOCUMENTS)
    check_document(opened(file), kind, int(file.size))
    scan(opened(file))
    content = opened(file)
    content.seek(0)
    return CheckedFile(content.read(), name=made_up_name(kind))


def checked_kind(file: File[Any], kinds: tuple[Kind, ...]) -> Kind:
    """Return the kind that the name says. Raises RefusedFileError for other names and sizes."""
    kind = kind_of(PurePath(file.name or "").name, kinds)
    if kind is None:
        allowed = ", ".join(endings(kinds))
        raise RefusedFileError(
            f"Files of this kind cannot be uploaded. Use one of: {allowed}.", code="ending"
        )
    if not file.size:
        raise RefusedFileError("This file is empty.", code="empty")
    if file.size > LARGEST_FILE:
        raise RefusedFileError(
            f"This file is larger than {LARGEST_FILE // 1024**2} MB. Make it smaller and try again.",
            code="too_large",
        )
    return kind


def opened(file: File[Any]) -> BinaryIO:
    """Return the content of a file, open for reading bytes."""
    file.open("rb")
    return cast(BinaryIO, file.file)


def made_up_name(kind: Kind) -> str:
    """Return a name that says nothing and cannot be guessed."""
    return f"{secrets.token_hex(16)}.{kind.endings[0]}"
