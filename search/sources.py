"""The sources of documents, by name.

To add a kind of page, add its texts in `pages.py`; to add something that is not a page, write a source
and name it here.
"""

from collections.abc import Collection, Iterable

from search.documents import Source, key_of, split_key
from search.pages import PageSource
from search.proposals import ProposalSource

# Engines number the sources by their place in this list, so new ones go to its end.
ALL: tuple[Source, ...] = (PageSource(), ProposalSource())
# Databases take only so many values in one query.
CHUNK = 500
SOURCES: dict[str, Source] = {source.name: source for source in ALL}


def visible_keys(keys: Collection[str]) -> set[str]:
    """Return which of these the public may see at this moment: one query for each source and 500 keys."""
    return {
        key_of(name, object_id)
        for name, ids in grouped(keys).items()
        for start in range(0, len(ids), CHUNK)
        for object_id in SOURCES[name].visible(ids[start : start + CHUNK])
    }


def grouped(keys: Iterable[str]) -> dict[str, list[int]]:
    """Return the ids in these keys by source."""
    groups: dict[str, list[int]] = {}
    for key in keys:
        source, object_id = split_key(key)
        groups.setdefault(source, []).append(object_id)
    return groups
