"""What the search indexes have still to take in."""

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
    # One for each engine. A row goes when all engines in use have it, and no new index is being filled.
    in_embedded = models.BooleanField("taken in by the embedded engine", db_default=False)
    in_elasticsearch = models.BooleanField("taken in by Elasticsearch", db_default=False)

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


class IndexState(models.Model):
    """Whether the index of an engine, with what still waits for it, has all there is.

    That ends when rows of the outbox go while the engine is not in use.
    """

    engine = models.CharField(max_length=20, primary_key=True)
    complete = models.BooleanField(default=False)

    class Meta:
        verbose_name = "state of a search index"
        verbose_name_plural = "states of search indexes"

    def __str__(self) -> str:
        return self.engine


class RelatedItem(models.Model):
    """That a page is like another: made in the background, and shown only while the other is public."""

    page_id = models.PositiveBigIntegerField()
    other_id = models.PositiveBigIntegerField()
    rank = models.PositiveSmallIntegerField(help_text="From 0, the most alike first.")
    is_elsewhere = models.BooleanField(
        "is what worked elsewhere", help_text="A case study that is like an objective or a plan."
    )

    class Meta:
        verbose_name = "related page"
        verbose_name_plural = "related pages"
        constraints = [
            models.UniqueConstraint(
                fields=["page_id", "is_elsewhere", "rank"], name="one_related_page_at_a_rank"
            )
        ]

    def __str__(self) -> str:
        return f"{self.page_id} is like {self.other_id}"


class RelatedNote(models.Model):
    """A note that it must be worked out anew which pages a page is like. Made when it was indexed."""

    page_id = models.PositiveBigIntegerField()
    # It is new, so those that it is like may be like it.
    spreads = models.BooleanField(default=False)

    class Meta:
        verbose_name = "note for related pages"
        verbose_name_plural = "notes for related pages"

    def __str__(self) -> str:
        return str(self.page_id)
