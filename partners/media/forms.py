"""The forms of every upload in the admin: alone, several at once, in a chooser, in exchange for another."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.files.uploadedfile import UploadedFile
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from partners.media.refusals import not_that_kind
from partners.media.uploads import CheckedFile, checked_document, checked_picture


def checked(form: Any, check: Callable[[File[Any]], CheckedFile]) -> Any:
    """Return the file of a form, checked when it was just sent. Raises RefusedFileError."""
    file = form.cleaned_data.get("file")
    return check(file) if isinstance(file, UploadedFile) else file


class PictureUpload(WagtailImageField):
    """Wagtail's field, which some broken pictures bring down."""

    def to_python(self, data: Any) -> Any:
        """Return the file with Wagtail's notes on it. Raises ValidationError."""
        try:
            return super().to_python(data)
        except ValidationError:
            raise
        # Whatever comes up in the libraries below for files that are cut or made up.
        except Exception as problem:
            raise not_that_kind("picture") from problem


class PictureForm(BaseImageForm):
    """Says beside the field why a picture is refused."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if field := self.fields.get("file"):
            self.fields["file"] = PictureUpload(
                label=field.label, required=field.required, widget=field.widget
            )

    def clean_file(self) -> Any:
        """Check the picture and paint it anew."""
        return checked(self, checked_picture)


class DocumentForm(BaseDocumentForm):
    """Says beside the field why a document is refused."""

    def clean_file(self) -> Any:
        """Check the document."""
        return checked(self, checked_document)
