"""Putting case studies into a list, in order and with notes, and taking them out again."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from outcomes.casestudies.models import CaseStudy
from outcomes.collections import rules
from outcomes.collections.models import MOST_ITEMS, CollectedItem, Collection
from outcomes.collections.services import ChangedMeanwhileError, locked
from partners.people.models import User
from partners.policy.refusals import NotAllowed


@dataclass(frozen=True)
class Removed:
    """What was taken out of a list, kept by whoever did it so that they can put it back."""

    page_id: int
    note: str
    position: int


def published(page_id: int) -> CaseStudy | None:
    """Return the case study if everybody may read it."""
    return CaseStudy.objects.live().public().defer("body").filter(pk=page_id).first()


@transaction.atomic
def add(
    *, collection: Collection, page_id: int, by: User, at: datetime, note: str = "", position: int = 0
) -> tuple[CollectedItem, bool]:
    """Put a published case study at the end of a list, or at a position. Return it, and whether it is new.

    What is in the list already stays as it is, with its note. Raises NotAllowed.
    """
    held = locked(collection)
    if there := held.items.filter(page=page_id).first():
        return there, False
    study = published(page_id)
    if study is None:
        raise NotAllowed(rules.NOT_PUBLISHED)
    if held.items.count() >= MOST_ITEMS:
        raise NotAllowed(rules.FULL)
    last = held.items.aggregate(last=Max("position"))["last"] or 0
    item = CollectedItem.objects.create(
        collection=held, page=study, note=note, position=last + 1, added_by=by, added_at=at
    )
    if position:
        put_in_order(held, item, position)
    touch(held, at)
    return item, True


@transaction.atomic
def write_note(*, item: CollectedItem, note: str, based_on: int, at: datetime) -> CollectedItem:
    """Store a note. Raises ChangedMeanwhileError, and CollectedItem.DoesNotExist for what was removed."""
    held = locked(item.collection)
    now: CollectedItem = held.items.get(pk=item.pk)
    if now.note == note:
        return now
    if now.version != based_on:
        raise ChangedMeanwhileError(now)
    now.note, now.version = note, now.version + 1
    now.save(update_fields=["note", "version"])
    touch(held, at)
    return now


@transaction.atomic
def move(*, item: CollectedItem, to: int, at: datetime) -> int:
    """Put an item at a position, the first being 1; beyond the ends is at the end. Return where it stands."""
    held = locked(item.collection)
    position = put_in_order(held, item, to)
    touch(held, at)
    return position


@transaction.atomic
def step(*, item: CollectedItem, by: int, at: datetime) -> int:
    """Move an item up (-1) or down (1) from where it stands now. Return where it stands then."""
    held = locked(item.collection)
    position = put_in_order(held, item, place_of(held, item) + by)
    touch(held, at)
    return position


@transaction.atomic
def remove(*, item: CollectedItem, at: datetime) -> Removed:
    """Take an item out of its list. Return what is needed to put it back."""
    held = locked(item.collection)
    now: CollectedItem = held.items.get(pk=item.pk)
    removed = Removed(now.page_id, now.note, place_of(held, now))
    now.delete()
    touch(held, at)
    return removed


def place_of(held: Collection, item: CollectedItem) -> int:
    """Return where an item stands, from 1. Raises CollectedItem.DoesNotExist for what was removed."""
    keys = list(held.items.values_list("pk", flat=True))
    if item.pk not in keys:
        raise CollectedItem.DoesNotExist
    return keys.index(item.pk) + 1


def put_in_order(held: Collection, item: CollectedItem, to: int) -> int:
    """Number the items of a list that is locked anew, with one of them at a position. Return that."""
    items = list(held.items.all())
    moved = items.pop(place_of(held, item) - 1)
    index = min(max(to, 1), len(items) + 1) - 1
    items.insert(index, moved)
    for position, each in enumerate(items, 1):
        each.position = position
    CollectedItem.objects.bulk_update(items, ["position"])
    return index + 1


def touch(held: Collection, at: datetime) -> None:
    """Note when a list was changed. What it says about itself is the same, so its version is."""
    held.changed_at = at
    held.save(update_fields=["changed_at"])
