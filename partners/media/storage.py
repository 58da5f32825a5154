"""Where documents lie: apart from the pictures, in a folder that no web server shows."""

from typing import Never

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.utils.deconstruct import deconstructible


@deconstructible
class DocumentStorage(FileSystemStorage):
    """Files without an address of their own: they leave the site only through a view that asks who may."""

    def __init__(self) -> None:
        super().__init__(location=settings.DOCUMENTS_ROOT)

    def url(self, name: str | None) -> Never:
        """Raises NotImplementedError, which Wagtail takes to mean that its view serves the file."""
        raise NotImplementedError("Documents have no address but that of the view that serves them.")
