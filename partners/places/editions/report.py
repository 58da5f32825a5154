"""What loading an edition did, for a terminal."""

from collections.abc import Iterable, Iterator

from django.utils.formats import date_format

from partners.places.editions.loading import Outcome
from partners.places.models import ChangeKind, PlaceQuestion

SHOWN = 10
HEADINGS = {
    ChangeKind.ADDED: "Added",
    ChangeKind.ENDED: "Ended",
    ChangeKind.RETURNED: "Returned",
    ChangeKind.RENAMED: "Renamed (the old name still finds it)",
    ChangeKind.RECODED: "New code (the old code still finds it)",
    ChangeKind.MERGED: "Merged",
    ChangeKind.SPLIT: "Split",
}


def report_lines(outcome: Outcome, *, shown: int | None = SHOWN) -> Iterator[str]:
    """Yield the report, line by line. Of each list at most `shown` items are there; None shows all."""
    edition = outcome.edition
    yield f"Edition {edition.name}, from {date_format(edition.starts_on, 'j F Y')}"
    if not outcome.changed_something:
        yield f"Nothing changed: it was loaded on {date_format(edition.loaded_at, 'j F Y')}."
    for name, difference in outcome.tables.items():
        yield f"{name}: {difference}."
    for kind, heading in HEADINGS.items():
        words = [change.words for change in outcome.changes if change.kind == kind]
        yield from listed(heading, words, shown)
    things = outcome.carried.things
    yield f"Moved to successors: {things.total():,}"
    yield from (f"  {label}: {count:,}" for label, count in sorted(things.items()))
    yield from listed("Had the successor already, so not named twice", outcome.carried.duplicates, shown)
    yield from listed("To be decided in the admin (Reports)", map(asked, outcome.carried.still_open), shown)


def listed(heading: str, words: Iterable[str], shown: int | None) -> Iterator[str]:
    """Yield a heading with the number of items, and the items."""
    items = list(words)
    yield f"{heading}: {len(items):,}"
    yield from (f"  {item}" for item in items[:shown])
    if shown is not None and len(items) > shown:
        yield f"  and {len(items) - shown:,} more (--verbosity 2 shows all)"


def asked(question: PlaceQuestion) -> str:
    """Return what a question is about."""
    return f"{question.place.label} ({question.place.code}): {question.label}. {question.note}."
