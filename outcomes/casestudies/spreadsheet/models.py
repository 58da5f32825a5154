"""Sheets that people uploaded, between the dry run and the import."""

from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models

from partners.agencies.models import Partner

KEPT = timedelta(days=1)


class SheetUploadQuerySet(models.QuerySet["SheetUpload"]):
    """Questions about uploaded sheets."""

    def overdue(self, at: datetime) -> Self:
        """Those that are to be deleted, imported or not."""
        return self.filter(uploaded_at__lt=at - KEPT)


class SheetUpload(models.Model):
    """A sheet as it was read, so that what is imported is what was shown.

    Only who uploaded it may see it. It loses its content when it is imported, and goes after a day or with
    the account.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="+")
    file_name = models.CharField(max_length=100)
    uploaded_at = models.DateTimeField()
    content = models.JSONField(default=dict, help_text="Headings and rows, as they were read.")
    imported_at = models.DateTimeField(null=True, blank=True)
    result = models.JSONField(default=list, help_text="Row, page, and whether it is new: what was imported.")

    objects = SheetUploadQuerySet.as_manager()

    class Meta:
        ordering = ["-uploaded_at", "-pk"]

    def __str__(self) -> str:
        # No names: this stands in logs and error pages.
        return f"Sheet {self.pk}"
