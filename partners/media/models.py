"""Our own image and document models, so that later fields need no swap of the model."""

from django.db import models
from django.utils.text import slugify
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image, get_upload_to

from partners.media.fields import DocumentField, PictureField
from partners.media.kinds import DOCUMENTS, kind_of

LONGEST_NAME = 80


def without_tags(names: tuple[str, ...]) -> tuple[str, ...]:
    """Return the fields of a form but tags: Wagtail offers everybody's to everybody."""
    return tuple(name for name in names if name != "tags")


class CustomImage(AbstractImage):
    """A picture, with a description for people who cannot see it."""

    file = PictureField("file", upload_to=get_upload_to, width_field="width", height_field="height")

    admin_form_fields = without_tags(Image.admin_form_fields)


class Rendition(AbstractRendition):
    """A picture in one size."""

    image = models.ForeignKey(CustomImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="one_rendition_per_image_and_size"
            )
        ]


class CustomDocument(AbstractDocument):
    """A file that readers may download."""

    file = DocumentField("file", upload_to="documents")

    admin_form_fields = without_tags(Document.admin_form_fields)

    @property
    def filename(self) -> str:
        """The name under which readers get it: after its title. The one on disk says nothing."""
        ending = str(self.file.name).rpartition(".")[2].lower()
        return f"{slugify(self.title)[:LONGEST_NAME].strip('-') or 'document'}.{ending}"

    @property
    def content_type(self) -> str:
        """What browsers are told that it is: only ever one of the kinds that may be uploaded."""
        kind = kind_of(self.filename, DOCUMENTS)
        return kind.content_type if kind else "application/octet-stream"
