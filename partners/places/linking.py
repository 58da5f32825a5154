"""Changing one link between places at a time, with what follows from it, all or nothing."""

from math import isfinite

from django.db import connection, transaction

from partners.places.models import Place, PlaceLink
from partners.places.stored_closure import below, refresh


class CannotLinkError(Exception):
    """A link cannot be made, changed or removed. The message says why, in words for people."""


@transaction.atomic
def add_link(*, child: Place, parent: Place, share: float = 1.0) -> PlaceLink:
    """State that this share of one place lies inside another. Raises CannotLinkError."""
    check_share(share)
    if child == parent:
        raise CannotLinkError(f"{child} cannot lie inside itself.")
    hold_links()
    if PlaceLink.objects.filter(child=child, parent=parent).exists():
        raise CannotLinkError(f"{child} is linked to {parent} already. Change that link instead.")
    affected = below([child.pk])
    if parent.pk in affected:
        raise CannotLinkError(f"{parent} lies inside {child}. Two places cannot each lie inside the other.")
    link = PlaceLink.objects.create(child=child, parent=parent, share=share)
    refresh(affected)
    return link


@transaction.atomic
def change_link(*, child: Place, parent: Place, share: float) -> PlaceLink:
    """State another share of one place inside another. Raises CannotLinkError."""
    check_share(share)
    hold_links()
    link = known_link(child, parent)
    link.share = share
    link.save(update_fields=["share"])
    refresh(below([child.pk]))
    return link


@transaction.atomic
def remove_link(*, child: Place, parent: Place) -> None:
    """Take a link back. Raises CannotLinkError."""
    hold_links()
    known_link(child, parent).delete()
    refresh(below([child.pk]))


def check_share(share: float) -> None:
    """Raise CannotLinkError unless this is a share of something: more than 0 and at most 1."""
    if not (isfinite(share) and 0 < share <= 1):
        raise CannotLinkError(f"A share is more than 0 and at most 1; {share:g} is not.")


def known_link(child: Place, parent: Place) -> PlaceLink:
    """Return the link between two places. Raises CannotLinkError when there is none."""
    link = PlaceLink.objects.filter(child=child, parent=parent).first()
    if link is None:
        raise CannotLinkError(f"{child} is not linked to {parent}.")
    return link


def hold_links() -> None:
    """Make others who write links wait: two links, each harmless, could close a circle together."""
    # SQLite lets one writer in at a time anyway.
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {PlaceLink._meta.db_table} IN SHARE ROW EXCLUSIVE MODE")
