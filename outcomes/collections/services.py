"""Making, changing, handing on and deleting a list: each verb checks, and writes in one transaction."""

import secrets
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction

from outcomes.collections import rules
from outcomes.collections.models import Collection, Keeper
from partners.agencies.acting import partner_of
from partners.audit.services import record
from partners.people.models import User

TOKEN_BYTES = 24


@dataclass(frozen=True)
class Details:
    """What a list says about itself."""

    title: str
    description: str = ""
    keeper: str = Keeper.ME
    shows_name: bool = False


class ChangedMeanwhileError(Exception):
    """Somebody else saved the same words since they were read. `now` is what stands there now."""

    def __init__(self, now: object) -> None:
        super().__init__("Somebody else changed this in the meantime.")
        self.now = now


@transaction.atomic
def make(*, details: Details, form_key: UUID, by: User, at: datetime) -> Collection:
    """Make a list for the partner that somebody acts for. A form sent twice makes one. Raises NotAllowed."""
    User.objects.select_for_update().get(pk=by.pk)
    if made := Collection.objects.filter(form_key=form_key, owner=by).first():
        return made
    rules.check_may_make(by, at)
    if Collection.objects.filter(form_key=form_key).exists():
        form_key = uuid4()
    partner = partner_of(by)
    kept = details.keeper if partner else Keeper.ME
    facts = {**asdict(details), "keeper": kept}
    collection = Collection.objects.create(
        **facts, owner=by, partner=partner, form_key=form_key, made_at=at, changed_at=at
    )
    note("collection.made", collection, by, at)
    return collection


@transaction.atomic
def change(*, collection: Collection, details: Details, based_on: int, by: User, at: datetime) -> Collection:
    """Store what a list says about itself. Raises ChangedMeanwhileError.

    A list that its maker gave to the partner stays the partner's, and only its maker's name can be shown.
    """
    held = locked(collection)
    if held.version != based_on:
        raise ChangedMeanwhileError(held)
    was_of_partner = held.is_of_partner
    held.title, held.description = details.title, details.description
    if held.owner_id == by.pk:
        held.shows_name = details.shows_name
        if held.partner_id and not was_of_partner:
            held.keeper = details.keeper
    held.version += 1
    held.changed_at = at
    held.save()
    if held.is_of_partner and not was_of_partner:
        note("collection.made", held, by, at)
    return held


@transaction.atomic
def share(*, collection: Collection, by: User, at: datetime) -> Collection:
    """Give a list a link by which everybody reads it who has it; asked again, it keeps the one it has."""
    held = locked(collection)
    return held if held.token else with_new_link(held, by, at)


@transaction.atomic
def renew_link(*, collection: Collection, by: User, at: datetime) -> Collection:
    """Give a list another link. The old one leads nowhere from now on."""
    return with_new_link(locked(collection), by, at)


@transaction.atomic
def stop_sharing(*, collection: Collection, by: User, at: datetime) -> Collection:
    """Take the link away, so that only those read a list who may change it."""
    held = locked(collection)
    if held.token:
        held.token = None
        held.save(update_fields=["token"])
        note("collection.unshared", held, by, at)
    return held


@transaction.atomic
def delete(*, collection: Collection, by: User, at: datetime) -> None:
    """Delete a list with its notes. Raises NotAllowed."""
    held = locked(collection)
    rules.check_may_delete(by, held)
    note("collection.deleted", held, by, at)
    held.delete()


def with_new_link(held: Collection, by: User, at: datetime) -> Collection:
    """Return a list that is locked, with a link that nobody can guess."""
    held.token = secrets.token_urlsafe(TOKEN_BYTES)
    held.save(update_fields=["token"])
    note("collection.shared", held, by, at)
    return held


def note(action: str, collection: Collection, by: User, at: datetime) -> None:
    """Put on record what happened to a list of a partner. What somebody gathers alone is not."""
    if collection.is_of_partner:
        record(action=action, by=by, for_partner=collection.partner, on=collection, at=at)


def locked(collection: Collection) -> Collection:
    """Return the list as it is now, held until the transaction ends. Raises Collection.DoesNotExist."""
    held = Collection.objects.select_for_update(of=["self"])
    return held.select_related("owner", "partner").get(pk=collection.pk)
