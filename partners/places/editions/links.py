"""Links to places that ended, where the tables of an edition say nothing about them."""

from collections import defaultdict
from collections.abc import Collection, Mapping

from partners.chunks import chunks
from partners.places.models import Place, PlaceLink


def follow_links(*, ended: Collection[int], loaded: Collection[int], certain: Mapping[int, int]) -> set[int]:
    """Bring links to ended places to what holds today; return the places whose own links changed.

    - A place of today that the tables tell about has new parents: its links to ended ones go.
    - Any other place of today follows a parent that went to one successor as a whole.
    - A place that ended keeps its links and gains those to certain successors of its parents, so that what
      names it is still found in the wider place of today.
    """
    over = set(Place.objects.filter(ended_on__isnull=False).values_list("pk", flat=True))
    gone: dict[int, int] = {}  # link → the place that it is a link of
    to_follow: dict[int, dict[int, float]] = defaultdict(dict)
    for chunk in chunks(ended):
        for link in PlaceLink.objects.filter(parent__in=chunk):
            is_over = link.child_id in over
            told = link.child_id in loaded and not is_over
            if not told and link.parent_id in certain:
                to_follow[link.child_id][link.parent_id] = link.share
            if told or (not is_over and link.parent_id in certain):
                gone[link.pk] = link.child_id
    gained = gain(to_follow, certain)
    for chunk in chunks(gone):
        PlaceLink.objects.filter(pk__in=chunk).delete()
    return {*gone.values(), *gained}


def gain(to_follow: Mapping[int, Mapping[int, float]], certain: Mapping[int, int]) -> set[int]:
    """Link places to the successors of their parents; return those that were not yet."""
    have: dict[tuple[int, int], float] = {}
    for chunk in chunks(to_follow):
        rows = PlaceLink.objects.filter(child__in=chunk).values_list("child", "parent", "share")
        have |= {(child, parent): share for child, parent, share in rows}
    new = [
        PlaceLink(child_id=child, parent_id=parent, share=share)
        for child, shares in to_follow.items()
        for parent, share in successors_for(child, shares, certain).items()
        if have.get((child, parent), 0) < share
    ]
    PlaceLink.objects.bulk_create(
        new,
        batch_size=500,
        update_conflicts=True,
        unique_fields=["child", "parent"],
        update_fields=["share"],
    )
    return {link.child_id for link in new}


def successors_for(child: int, shares: Mapping[int, float], certain: Mapping[int, int]) -> dict[int, float]:
    """Return the shares of a place in the successors of its parents: what lay in several is added up."""
    gained: dict[int, float] = defaultdict(float)
    for parent, share in shares.items():
        if certain[parent] != child:
            gained[certain[parent]] = min(1.0, round(gained[certain[parent]] + share, 6))
    return dict(gained)
