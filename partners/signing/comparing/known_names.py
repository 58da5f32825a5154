"""Names in place of keys: what a text refers to, as readers know it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from django.db.models import Model
from wagtail.models import Page

NOT_PUBLIC = "a page that is not public"
GONE = "something that is not here any more"
LONGEST_KEY = 18  # digits that a database holds in a whole number


class Named(NamedTuple):
    """Something that a text refers to by its key."""

    model: type[Model]
    key: int


Piece = str | Named
Paragraph = list[Piece]


def named(model: type[Model], key: Any) -> Piece:
    """Return a reference to this row, or words where the key is none."""
    words = str(key)
    return Named(model, int(words)) if words.isdecimal() and len(words) <= LONGEST_KEY else GONE


def names_of(paragraphs: Iterable[Paragraph]) -> dict[Named, str]:
    """Return the name of all that these paragraphs refer to; one query for each kind of thing."""
    wanted: dict[type[Model], set[int]] = defaultdict(set)
    for piece in (piece for paragraph in paragraphs for piece in paragraph):
        if isinstance(piece, Named):
            wanted[piece.model].add(piece.key)
    return {
        Named(model, key): name
        for model, keys in wanted.items()
        for key, name in names_by_key(model, keys).items()
    }


def names_by_key(model: type[Model], keys: set[int]) -> Mapping[int, str]:
    """Return names for keys; of pages only those that everybody may read, because titles of drafts tell."""
    if issubclass(model, Page):
        readable = Page.objects.filter(pk__in=keys).live().public()
        return {**dict.fromkeys(keys, NOT_PUBLIC), **dict(readable.values_list("pk", "title"))}
    found = model._default_manager.in_bulk(list(keys))
    return {key: str(found.get(key, GONE)) for key in keys}


def in_words(paragraphs: Iterable[Paragraph], names: Mapping[Named, str]) -> list[str]:
    """Return paragraphs as plain text, without those that say nothing."""
    texts = ("".join(names[p] if isinstance(p, Named) else p for p in paragraph) for paragraph in paragraphs)
    return [text.strip() for text in texts if text.strip()]
