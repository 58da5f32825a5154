"""Wagtail's own list of what refers to what, which hears nothing of rows that are changed in bulk."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from django.contrib.contenttypes.models import ContentType
from wagtail.models import ReferenceIndex

from partners.chunks import chunks
from partners.places.models import Place


def refresh_references(places: Collection[int]) -> None:
    """Read anew what the things refer to that, by Wagtail's list, refer to one of these places."""
    found: dict[int, set[str]] = defaultdict(set)
    for chunk in chunks(places):
        listed = ReferenceIndex.objects.filter(
            to_content_type=ContentType.objects.get_for_model(Place), to_object_id__in=map(str, chunk)
        )
        for content_type, object_id in listed.values_list("content_type", "object_id"):
            found[content_type].add(object_id)
    for content_type, object_ids in found.items():
        model: Any = ContentType.objects.get_for_id(content_type).model_class()
        if model is None:
            continue
        for chunk in chunks(object_ids):
            # A page's own kind knows all that it refers to; the list names that kind.
            for thing in model._base_manager.filter(pk__in=chunk):
                ReferenceIndex.create_or_update_for_object(thing)
