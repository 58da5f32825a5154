"""Why a file is refused, in words for whoever sent it."""

from django.core.exceptions import ValidationError


class RefusedFileError(ValidationError):
    """The file is not stored; the message says why and what to do."""


def not_that_kind(name: str) -> RefusedFileError:
    """The content is not what the name says."""
    return RefusedFileError(
        f"The end of the file's name says that it is a {name}, but it is not a whole and proper one."
        f" Save it again as a {name} and try once more.",
        code="not_that_kind",
    )
