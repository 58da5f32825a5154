"""The last gate: no file reaches the disk unchecked, whichever code stores it.

Forms check first, so that the words stand beside the field. What comes in another way (Wagtail's multiple
upload keeps a file that waits for its title; an import) is checked here.
"""

from typing import Any

from django.core.files.base import File
from django.db.models import FileField
from django.db.models.fields.files import FieldFile
from wagtail.images.models import WagtailImageField, WagtailImageFieldFile

from partners.media.storage import DocumentStorage
from partners.media.uploads import CheckedFile, checked_document, checked_picture

Told = tuple[str, str, list[Any], dict[str, Any]]


class PictureFile(WagtailImageFieldFile):
    """A stored picture."""

    def save(self, name: str, content: File[Any], save: bool = True) -> None:  # as Django has it
        """Check, paint anew, store under a name of ours. Raises RefusedFileError."""
        checked = content if isinstance(content, CheckedFile) else checked_picture(File(content, name))
        super().save(checked.name, checked, save=save)


class DocumentFile(FieldFile):
    """A stored document."""

    def save(self, name: str, content: File[Any], save: bool = True) -> None:  # as Django has it
        """Check, store under a name of ours. Raises RefusedFileError."""
        checked = content if isinstance(content, CheckedFile) else checked_document(File(content, name))
        super().save(str(checked.name), checked, save=save)


class PictureField(WagtailImageField):
    """A file field that stores only checked pictures. The database cannot tell it from Wagtail's."""

    attr_class = PictureFile

    def deconstruct(self) -> Told:
        """Be Wagtail's field in migrations."""
        name, _, args, kwargs = super().deconstruct()
        return name, "wagtail.images.models.WagtailImageField", args, kwargs


class DocumentField(FileField):
    """A file field that stores only checked documents. The database cannot tell it from Django's."""

    attr_class = DocumentFile

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "storage": DocumentStorage()})

    def deconstruct(self) -> Told:
        """Be Django's field in migrations."""
        name, _, args, kwargs = super().deconstruct()
        kwargs.pop("storage", None)
        return name, "django.db.models.FileField", list(args), dict(kwargs)
