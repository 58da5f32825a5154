"""What the search index has still to take in."""

from django.db import models
from django.db.models.functions import Now


class Subject(models.TextChoices):
    """What a row of the outbox is about. The last four stand for many things that show up in searches."""

    PAGE = "page", "One page"
    PROPOSAL = "proposal", "One proposal"
    BRANCH = "branch", "A page and all below it"
    PARTNER = "partner", "All that a partner has a part in"
    THEME = "theme", "All that carries a theme"
    PLACE = "place", "All that is about a place or lies within it"


class SearchOutbox(models.Model):
    """A note, written in the same transaction as a change, that something must be indexed anew.

    A row says only what to look at again, never what to write: whoever works it off reads the thing as it
    is by then. So rows may come late, twice or in any order. Triggers of the database write rows too
    (`triggers.py`), which is why every other column has a default there.
    """

    subject = models.CharField(max_length=10, choices=Subject)
    object_id = models.PositiveBigIntegerField()
    hides = models.BooleanField(
        "may hide something",
        db_default=False,
        help_text="Until the row is worked off, searches look up whether the thing may still be shown.",
    )
    written_at = models.DateTimeField(db_default=Now())
    retry_at = models.DateTimeField(null=True, help_text="Not before this moment; blank means at once.")
    tries = models.PositiveSmallIntegerField(db_default=0)
    error = models.TextField(db_default="", blank=True)
    set_aside_at = models.DateTimeField(
        null=True, help_text="When it had failed too often to be tried again."
    )
    applied = models.BooleanField(
        db_default=False,
        help_text="In the index already, and kept for the one that is being built beside it.",
    )

    class Meta:
        verbose_name = "note for the search index"
        verbose_name_plural = "notes for the search index"
        indexes = [
            models.Index(fields=["retry_at", "id"], name="search_outbox_due"),
            models.Index(
                fields=["subject", "object_id"], name="search_outbox_hides", condition=models.Q(hides=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.object_id}"
