"""Noting which pages were indexed: it must be worked out anew what they are like."""

from collections.abc import Collection

from django.db import transaction

from partners.chunks import CHUNK, chunks
from search.documents import Document, split_key
from search.engines import Batch
from search.models import RelatedItem, RelatedNote
from search.pages import PageSource
from search.written import documents_written


class Noting:
    """A batch that notes, once its changes are in the index, which pages were among them."""

    def __init__(self, batch: Batch) -> None:
        self.batch = batch
        self.written: set[int] = set()
        self.removed: set[int] = set()
        self.keys: list[str] = []

    def put(self, document: Document) -> None:
        """Add a document, or replace the one with its key."""
        self.batch.put(document)
        self.keys.append(document.key)
        if document.source == PageSource.name:
            self.written.add(document.object_id)

    def remove(self, key: str) -> None:
        """Take a document away."""
        self.batch.remove(key)
        source, object_id = split_key(key)
        if source == PageSource.name:
            self.removed.add(object_id)

    def commit(self) -> dict[str, Exception]:
        """Make all changes visible, then note and tell them. Raises EngineUnavailableError."""
        failures = self.batch.commit()
        with transaction.atomic():
            note(self.written)
            forget(self.removed - self.written)
        keys, self.keys = self.keys, []
        self.written, self.removed = set(), set()
        if keys:
            # Whatever goes wrong with whoever hears of it, the index is right.
            documents_written.send_robust(type(self), keys=keys)
        return failures


def note(page_ids: Collection[int]) -> None:
    """Note that these must be worked out anew; with new ones, in time, also those that they are like."""
    for chunk in chunks(page_ids):
        known = set(RelatedItem.objects.filter(page_id__in=chunk).values_list("page_id", flat=True))
        RelatedNote.objects.bulk_create(
            [RelatedNote(page_id=page_id, spreads=page_id not in known) for page_id in chunk]
        )


def forget(page_ids: Collection[int]) -> None:
    """Take away what these are like: they are not public."""
    for chunk in chunks(page_ids):
        RelatedItem.objects.filter(page_id__in=chunk).delete()


def note_everything() -> None:
    """Note all public pages, and nothing else, and forget all others."""
    source, last = PageSource(), 0
    RelatedNote.objects.all().delete()
    RelatedItem.objects.exclude(page_id__in=source.candidates().order_by().values("pk")).delete()
    while ids := source.ids_after(last, CHUNK):
        RelatedNote.objects.bulk_create([RelatedNote(page_id=page_id) for page_id in ids])
        last = ids[-1]


def note_if_nothing_is_known() -> None:
    """Note all public pages of a site that has never worked out what any is like."""
    if not RelatedItem.objects.exists() and not RelatedNote.objects.exists():
        note_everything()
