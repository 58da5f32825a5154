"""Loading an edition: its tables, what ended and where it went, and all that moves with it; or nothing."""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db import transaction

from partners.places.editions.carrying import Carried, carry
from partners.places.editions.changing import changes
from partners.places.editions.comparing import (
    Comparison,
    Stored,
    check_not_too_many_end,
    compare,
    stored,
    with_what_is_known,
)
from partners.places.editions.ending import date_codes, end_missing
from partners.places.editions.links import follow_links
from partners.places.editions.naming import Edition, check_may_follow
from partners.places.editions.tracing import parts_of, traced, write_successors
from partners.places.kinds import PlaceKind
from partners.places.models import Place, PlaceChange, PlaceEdition
from partners.places.services import Report, load_tables
from partners.places.signals import places_moved
from partners.places.stored_closure import below, refresh
from partners.places.succession import Succession
from partners.places.tables import PlaceTables
from partners.places.vocabulary import forget_names
from partners.progress import Stream

BATCH = 500


@dataclass
class Outcome:
    """What loading an edition did."""

    edition: PlaceEdition
    tables: Report
    carried: Carried
    changes: list[PlaceChange] = field(default_factory=list)
    is_new: bool = True

    @property
    def changed_something(self) -> bool:
        """Whether anything is different now."""
        tables = any(not difference.is_empty for difference in self.tables.values())
        return bool(self.is_new or tables or self.changes or self.carried.changed_something)

    def count(self) -> Counter[str]:
        """Return how many changes there are of each kind."""
        return Counter(change.kind for change in self.changes)


@transaction.atomic
def load_edition(
    *,
    edition: Edition,
    tables: PlaceTables,
    at: datetime,
    stream: Stream,
    end_many: bool = False,
    dry_run: bool = False,
) -> Outcome:
    """Load an edition of official areas; with `dry_run` everything is done and nothing is kept.

    Raises EditionError, CannotLoadError.
    """
    before = check_may_follow(edition)
    found = compare(tables.places, edition)
    if not end_many:
        check_not_too_many_end(found)
    report, affected = load_areas(found, tables, edition, stream)
    saved = before or PlaceEdition.objects.create(
        name=edition.name, starts_on=edition.starts_on, tables_mark=edition.mark, loaded_at=at
    )
    told = PlaceChange.objects.bulk_create(changes(saved, found), batch_size=BATCH)
    carried = carry(saved, at, stream)
    outcome = Outcome(saved, report, carried, told, is_new=before is None)
    places_moved.send(sender=Place, places=affected | report.affected | carried.places)
    if dry_run:
        transaction.set_rollback(True)
    return outcome


def load_areas(
    found: Comparison, tables: PlaceTables, edition: Edition, stream: Stream
) -> tuple[Report, set[int]]:
    """Load the tables, end what is in none of them, and find out where it went.

    Returns what the tables changed, and the places whose surroundings changed beside that.
    """
    known = stored()
    unexplained = without_successors(found, tables, known)
    parts = parts_of(unexplained if has_small_areas(tables) else [])
    rows = with_what_is_known(tables.places, found, known)
    report = load_tables(replace(tables, places=rows), stream)
    end_missing(found)
    date_codes(found, edition.starts_on)
    keys = dict(Place.objects.order_by().values_list("code", "pk"))
    write_successors(traced(parts, {keys[row.code] for row in rows if row.ended_on is None}))
    over = set(Place.objects.filter(ended_on__isnull=False).values_list("pk", flat=True))
    loaded = {keys[row.code] for row in rows}
    moved = follow_links(ended=over, loaded=loaded, certain=Succession().certain(over))
    affected = below(moved)
    refresh(affected, stream)
    forget_names()
    return report, affected | found.touched


def without_successors(found: Comparison, tables: PlaceTables, known: Stored) -> list[Place]:
    """Return the places that end, and of which neither the tables nor the database name a successor."""
    named = {found.known[row.code] for row in tables.places if row.successors and row.code in found.known}
    return [found.places[key] for key in found.ended if key not in named and key not in known.heirs]


def has_small_areas(tables: PlaceTables) -> bool:
    """Whether the tables tell where small areas lie."""
    return any(row.kind == PlaceKind.LSOA for row in tables.places)
