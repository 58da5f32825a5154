"""Our own image and document models, so that later fields need no swap of the model."""

from django.db import models
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image


class CustomImage(AbstractImage):
    """A picture, with a description for people who cannot see it."""

    admin_form_fields = Image.admin_form_fields


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

    admin_form_fields = Document.admin_form_fields
