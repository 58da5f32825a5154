"""Letters: mail that is stored with what it tells of, and sent once that is committed."""

from datetime import datetime
from typing import Self

from django.db import models
from django.utils import timezone


class LetterQuerySet(models.QuerySet["Letter"]):
    """Questions about letters."""

    def due(self, at: datetime) -> Self:
        """Letters that should be sent now."""
        return self.filter(due_at__lte=at, begun_at=None, set_aside_at=None)

    def given_up(self) -> Self:
        """Letters that the mail server will not take."""
        return self.exclude(set_aside_at=None)

    def unfinished(self, before: datetime) -> Self:
        """Letters whose sending began before this and never ended: nobody knows whether they arrived."""
        return self.filter(begun_at__lt=before, sent_at=None)


class Letter(models.Model):
    """One mail to one address. Once it is sent, only its key and the times are kept.

    The key names the event and the reader. It is unique, so an event that is noted twice is told once.
    """

    key = models.CharField(max_length=200, unique=True)
    to = models.EmailField("address", blank=True)
    subject = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    stop_url = models.CharField("address that stops letters like it", max_length=500, blank=True)
    written_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now)
    begun_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    set_aside_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=500, blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=models.Q(begun_at=None, set_aside_at=None),
                name="letters_that_wait",
            )
        ]

    def __str__(self) -> str:
        return self.key
