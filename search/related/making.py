"""Working out which pages a page is like, from the index that every site has, whichever engine answers."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from time import monotonic

from django.db import transaction

from outcomes.casestudies.models import CaseStudy
from outcomes.selectors import KINDS
from search.documents import Document, split_key
from search.engines import EngineUnavailableError
from search.engines.choice import similar
from search.lookups import Lookups
from search.models import RelatedItem, RelatedNote
from search.pages import PageSource

# More than are shown: some may be hidden by then.
KEPT = 12
# So many of each kind of list are worked out anew when something new is like them.
SPREAD = 20
CHUNK = 20
ALL_KINDS = tuple(kind.kind for kind in KINDS)
WORKED = (CaseStudy.kind,)
OTHERS = tuple(kind for kind in ALL_KINDS if kind not in WORKED)


def refresh(
    seconds: float, show: Callable[[int], object] = lambda done: None, *, at_once: int = CHUNK
) -> int:
    """Work off the notes, new pages first, until none is left or the time is over; return how many pages.

    `at_once` so many are worked out before the clock is looked at. What cannot be worked out while there is
    no index stays noted.
    """
    start, done = monotonic(), 0
    while monotonic() - start < seconds:
        notes = list(RelatedNote.objects.order_by("-spreads", "pk")[:at_once])
        if not notes:
            break
        try:
            done += work_off(notes)
        except EngineUnavailableError:
            break
        show(done)
    return done


def work_off(notes: Sequence[RelatedNote]) -> int:
    """Work out what these are about, and take the notes away. Raises EngineUnavailableError."""
    spreading = {note.page_id for note in notes if note.spreads}
    built = PageSource().build(dict.fromkeys(note.page_id for note in notes), Lookups())
    items = [item for document in built.documents.values() for item in items_of(document)]
    affected = {
        page_id
        for page_id in spreading & built.documents.keys()
        for page_id in touched(built.documents[page_id])
    } - built.documents.keys()
    with transaction.atomic():
        RelatedItem.objects.filter(page_id__in={note.page_id for note in notes}).delete()
        RelatedItem.objects.bulk_create(items)
        RelatedNote.objects.filter(pk__in=[note.pk for note in notes]).delete()
        RelatedNote.objects.bulk_create([RelatedNote(page_id=page_id) for page_id in sorted(affected)])
    return len(built.documents)


def touched(document: Document) -> Iterator[int]:
    """Yield the pages that a new one may be like enough to be shown with."""
    for kinds in (OTHERS, WORKED):
        for key in similar().similar(document, kinds, SPREAD, nearby=True):
            yield split_key(key)[1]


def items_of(document: Document) -> Iterator[RelatedItem]:
    """Yield what a page is like. For what worked elsewhere, where and by whom says nothing."""
    if document.kind in WORKED:
        yield from ranked(document, similar().similar(document, ALL_KINDS, KEPT, nearby=True))
        return
    yield from ranked(document, similar().similar(document, OTHERS, KEPT, nearby=True))
    worked = similar().similar(document, WORKED, KEPT, nearby=False)
    yield from ranked(document, worked, is_elsewhere=True)


def ranked(document: Document, keys: Iterable[str], *, is_elsewhere: bool = False) -> Iterator[RelatedItem]:
    """Yield the rows for these, in order."""
    for rank, key in enumerate(keys):
        yield RelatedItem(
            page_id=document.object_id, other_id=split_key(key)[1], rank=rank, is_elsewhere=is_elsewhere
        )
