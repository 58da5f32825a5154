"""Writing many rows that hold a share for a pair of places. Models one by one would take half a minute."""

from collections.abc import Sequence

from django.db import connection

from partners.places.differences import Difference, in_batches
from partners.places.models import PlaceClosure, PlaceLink, PlaceSuccessor
from partners.progress import Stream

Pair = tuple[int, int]
Model = type[PlaceLink] | type[PlaceClosure] | type[PlaceSuccessor]
ENDS: dict[Model, tuple[str, str]] = {
    PlaceLink: ("child", "parent"),
    PlaceClosure: ("ancestor", "descendant"),
    PlaceSuccessor: ("place", "successor"),
}
UPSERT = """
    INSERT INTO {table} ({one}_id, {other}_id, share) {rows}
    ON CONFLICT ({one}_id, {other}_id) DO UPDATE SET share = excluded.share
"""
DELETE = "DELETE FROM {table} WHERE {one}_id = %s AND {other}_id = %s"
ARRAYS = "SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::float8[])"


def stored_shares(model: Model) -> dict[Pair, float]:
    """Return the share of every pair that the table has."""
    one, other = ENDS[model]
    rows = model._default_manager.order_by().values_list(f"{one}_id", f"{other}_id", "share")
    return {(first, second): share for first, second, share in rows.iterator(chunk_size=10_000)}


def write_shares(
    model: Model, want: dict[Pair, float], found: Difference[Pair], stream: Stream | None
) -> None:
    """Add, correct and remove rows; those corrected keep their ids."""
    label = f"Writing {model._meta.verbose_name_plural}"
    rows = [(*pair, want[pair]) for pair in (*found.added, *found.changed)]
    in_batches(rows, lambda batch: upsert(model, batch), label, stream)
    in_batches(found.removed, lambda batch: remove(model, batch), "Removing", stream)


def upsert(model: Model, rows: Sequence[tuple[int, int, float]]) -> None:
    """Add the rows whose pairs are new, and correct the share of the others."""
    names = names_of(model)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            columns = [list(column) for column in zip(*rows, strict=True)]
            cursor.execute(UPSERT.format(**names, rows=ARRAYS), columns)
        else:
            cursor.executemany(UPSERT.format(**names, rows="VALUES (%s, %s, %s)"), rows)


def remove(model: Model, pairs: Sequence[Pair]) -> None:
    """Remove the rows of these pairs."""
    with connection.cursor() as cursor:
        cursor.executemany(DELETE.format(**names_of(model)), pairs)


def names_of(model: Model) -> dict[str, str]:
    """Return what the table and the columns of its pairs are called."""
    one, other = ENDS[model]
    return {"table": model._meta.db_table, "one": one, "other": other}
