"""How a document becomes an entry of the embedded index, and what is read back from one.

One number serves three purposes: `newest` sorts by date, is different for every thing, and says which
thing it is. From its highest bit: 33 bits of seconds since 1970, 28 bits of id, 3 bits of source.
"""

import json
from collections import defaultdict
from datetime import datetime
from typing import Any

from outcomes.casestudies.models import EvidenceStrength
from partners.places.names import folded
from search.codes import mentioned_codes, own_codes
from search.documents import Document, key_of
from search.engines.embedded.schema import PLACE_FIELDS
from search.records import Record
from search.sources import ALL
from search.words import tidy

SOURCE_BITS, ID_BITS, SECOND_BITS = 3, 28, 33
NUMBERS = {source.name: number for number, source in enumerate(ALL)}
# From the weakest; what is not known, or no case study, has none of them.
STRENGTHS = ("", *EvidenceStrength.values)
# Nobody finds what they look for by a fragment from further down than this.
HIGHLIGHTED_LENGTH = 20_000
# So much of a title is kept as a whole. Nobody types more of it to find one.
LONGEST_OPENING = 60
# Beginnings so short, which very many titles share, are kept as well.
SHORT_OPENINGS = range(2, 9)

Entry = dict[str, Any]


def entry(document: Document) -> Entry:
    """Return the fields of a document's entry."""
    title, summary, body = tidy_lines(document.title), tidy_lines(document.summary), tidy_lines(document.body)
    names = [tidy_lines(name) for name in document.names]
    stored = {"key": document.key, "card": document.card, "record": full_record(document)}
    stored["body"] = body[:HIGHLIGHTED_LENGTH]
    texts = [title, *names, summary, body]
    return {
        "key": document.key,
        "text": texts,
        "word": texts,
        "code": list(own_codes(document)),
        "mention": list(mentioned_codes(document)),
        "title": title,
        "title_exact": title,
        "opening": openings_of(title),
        "names": names,
        "names_exact": names,
        "summary": summary,
        "kind": document.kind,
        "theme": list(document.themes),
        "partner": list(document.partners),
        "partner_kind": list(document.partner_kinds),
        "sector": list(document.sectors),
        "effect": [document.effect] if document.effect else [],
        "evidence": [document.evidence] if document.evidence else [],
        "cost": [document.cost] if document.cost else [],
        "status": [document.status] if document.status else [],
        "year": list(document.years),
        **place_fields(document),
        "own_place": list(document.own_places),
        "branch": list(document.branch),
        **({"review_on": document.review_on.toordinal()} if document.review_on else {}),
        "newest": newest(document.date, document.source, document.object_id),
        "strongest": strongest(document),
        "version": document.version,
        "stored": json.dumps(stored, ensure_ascii=False, separators=(",", ":")).encode(),
    }


def full_record(document: Document) -> Record:
    """Return the record with what it shares with the facets."""
    return {
        **document.record,
        "effect": document.effect,
        "evidence": document.evidence,
        "years": document.years,
        "sectors": document.sectors,
        "cost": document.cost,
        "status": document.status,
    }


def opening_of(title: str) -> str:
    """Return how a title begins, in the form in which what somebody types is compared with it."""
    return folded(title)[:LONGEST_OPENING].rstrip()


def openings_of(title: str) -> list[str]:
    """Return the beginnings by which a title is found."""
    whole = opening_of(title)
    return list(dict.fromkeys([*(whole[:length].rstrip() for length in SHORT_OPENINGS), whole]))


def place_fields(document: Document) -> dict[str, list[str]]:
    """Return the places of a document: all of them, and by kind."""
    fields: dict[str, list[str]] = defaultdict(list)
    for place in dict.fromkeys(document.places):
        fields["place"].append(place.code)
        fields[PLACE_FIELDS[place.kind]].append(place.code)
    return fields


def tidy_lines(text: str) -> str:
    """Return a text in the form in which requests are, too, with its lines kept."""
    if text.isascii() and text.isprintable():
        return text  # as most names are
    return "\n".join(map(tidy, text.split("\n")))


def newest(date: datetime | None, source: str, object_id: int) -> int:
    """Return the number that sorts, tells apart and names. Raises ValueError for an id of 29 bits."""
    if not 0 <= object_id < 1 << ID_BITS:
        raise ValueError(f"{key_of(source, object_id)} has an id that the embedded index has no room for.")
    seconds = min(max(int(date.timestamp()), 0), (1 << SECOND_BITS) - 1) if date else 0
    return (seconds << ID_BITS | object_id) << SOURCE_BITS | NUMBERS[source]


def strongest(document: Document) -> int:
    """Return the number that sorts by strength of evidence, in 3 bits, and then as `newest` does."""
    rank = STRENGTHS.index(document.evidence) if document.evidence in STRENGTHS else 0
    return rank << (SECOND_BITS + ID_BITS) | (
        newest(document.date, document.source, document.object_id) >> SOURCE_BITS
    )


def key_in(number: int) -> str:
    """Return the key of the thing that a `newest` number names."""
    source = ALL[number & ((1 << SOURCE_BITS) - 1)]
    return key_of(source.name, (number >> SOURCE_BITS) & ((1 << ID_BITS) - 1))
