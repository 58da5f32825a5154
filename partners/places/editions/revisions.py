"""Places that versions of pages name, inside the text that Wagtail keeps of each version.

Publishing a version writes what it says. So every version that can still be published without a person who
looks at it (the newest, the live one, scheduled ones and those in a workflow) must name the successor of
a place that ended, or its next publication would bring the ended place back.
"""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet
from django.db.models.fields.json import KeyTransform
from wagtail.models import Page, Revision, TaskState

from partners.places.editions.moving import Moves

TAGS = "place_tags"
BATCH = 200
IN_PROGRESS = (TaskState.STATUS_IN_PROGRESS, TaskState.STATUS_REJECTED)


class Named(NamedTuple):
    """What one version of a page says of its places; None when it cannot be read."""

    revision: int
    page: int
    places: list[int] | None


def publishable() -> QuerySet[Any]:
    """Return the versions of pages that may still be published as they are."""
    pages = Page.objects.order_by()
    return (
        Revision.objects.filter(base_content_type=ContentType.objects.get_for_model(Page))
        .filter(
            Q(pk__in=pages.values("latest_revision"))
            | Q(pk__in=pages.values("live_revision"))
            | Q(approved_go_live_at__isnull=False)
            | Q(pk__in=TaskState.objects.filter(status__in=IN_PROGRESS).values("revision"))
        )
        .order_by("pk")
    )


def named_in_versions(field: str = TAGS) -> Iterator[Named]:
    """Yield what each such version says in one field, without reading the rest of its text."""
    tags = KeyTransform(field, "content")
    rows = publishable().annotate(tags=tags).values_list("pk", "object_id", "tags")
    for revision, page, said in rows.iterator():
        yield Named(revision, int(page), places_in(said))


def places_in(tags: Any) -> list[int] | None:
    """Return the keys of the places in the rows of a version, or of its one place; None for what is none."""
    if tags is None:
        return []
    try:
        if isinstance(tags, int):
            return [tags]
        return [int(row["place"]) for row in tags if row["place"] is not None]
    except (TypeError, KeyError, ValueError):
        return None


def move_in_versions(revisions: Iterable[int], moves: Moves, field: str = TAGS) -> int:
    """Let these versions name the places that follow; return how many were changed."""
    changed = []
    for revision in Revision.objects.filter(pk__in=revisions).iterator():
        said = moved(revision.content[field], moves)
        if said != revision.content[field]:
            revision.content = {**revision.content, field: said}
            changed.append(revision)
    Revision.objects.bulk_update(changed, ["content"], batch_size=BATCH)
    return len(changed)


def moved(said: Any, moves: Moves) -> Any:
    """Return what a version says in a field, rows or one place, with the places that follow."""
    if isinstance(said, list):
        return moved_tags(said, moves)
    return moves[said][0] if said in moves else said


def moved_tags(tags: list[dict[str, Any]], moves: Moves) -> list[dict[str, Any]]:
    """Return the rows with the places that follow, each place once; a row keeps its key.

    As in the database: what names the successor already stays, and a second row that would name it goes.
    """
    taken = {row["place"] for row in tags if row["place"] not in moves}
    kept = []
    for row in tags:
        if row["place"] not in moves:
            kept.append(row)
            continue
        free = [place for place in moves[row["place"]] if place not in taken]
        taken.update(free)
        kept += [{**row, "place": place} for place in free[:1]]
        kept += [{**row, "pk": None, "place": place} for place in free[1:]]
    return kept
