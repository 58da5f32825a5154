"""What a partner gets when it gets its first member."""

from typing import Any

from django.db import transaction
from django.db.models.signals import post_save
from wagtail.models import Collection

from partners.agencies.models import Membership, Partner


def make_collection(instance: Membership, created: bool, raw: bool = False, **kwargs: Any) -> None:
    """Give the partner a collection of its own for pictures and documents, unless it has one."""
    if created and not raw and instance.partner.collection_id is None:
        collection_of(instance.partner)


@transaction.atomic
def collection_of(partner: Partner) -> Collection:
    """Return the partner's collection, made when it has none."""
    Partner.objects.select_for_update().get(pk=partner.pk)
    partner.refresh_from_db(fields=["collection"])
    if partner.collection is None:
        root = Collection.get_first_root_node() or Collection.add_root(name="Root")
        partner.collection = root.add_child(instance=Collection(name=partner.name))
        partner.save(update_fields=["collection"])
    return partner.collection


def connect() -> None:
    """Listen."""
    post_save.connect(make_collection, sender=Membership, dispatch_uid="agencies.make_collection")
