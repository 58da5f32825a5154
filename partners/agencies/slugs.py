"""The last part of a partner's address."""

from itertools import chain

from partners.agencies.directory import numbered
from partners.agencies.models import RESERVED_SLUG, Partner

LONGEST_STEM = 110


def free_slug(stem: str) -> str:
    """Return the stem or, where another partner or a page of ours has it, the stem with a number."""
    stem = stem[:LONGEST_STEM] or "partner"
    taken = set(
        chain([RESERVED_SLUG], Partner.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    )
    return next(slug for slug in numbered(stem) if slug not in taken)
