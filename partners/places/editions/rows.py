"""Moving plain rows that point to a place."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import BigIntegerField, Case, F, Value, When

from partners.chunks import CHUNK, chunks
from partners.places.editions.moving import TOGETHER, Moved, Moves, Pair


@dataclass(frozen=True)
class RowRule:
    """Moves the rows of one model; see `moving.moves` for what the fields say."""

    model: type[models.Model]
    field: str
    label: str
    once_per: tuple[str, ...] = ()
    thing: str = ""
    together: bool = False

    @property
    def key(self) -> str:
        """What names the rule in the database: 'proposals.proposal.place'."""
        return f"{self.model._meta.label_lower}.{self.field}"

    @property
    def thing_model(self) -> type[models.Model] | None:
        """The model of the things that people decide about; None when they decide about all together."""
        if self.together:
            return None
        related: Any = self.model._meta.get_field(self.thing).related_model if self.thing else self.model
        return related

    @property
    def takes_several(self) -> bool:
        """Whether a thing may name several places: yes when the rows say so by being once per place."""
        return bool(self.once_per)

    def named(self, places: Collection[int]) -> set[Pair]:
        """Return what names these places."""
        found: set[Pair] = set()
        for chunk in chunks(places):
            rows = self.rows().filter(**{f"{self.field}__in": chunk})
            if self.together:
                keys = rows.values_list(f"{self.field}_id", flat=True).distinct()
                found.update((place, TOGETHER) for place in keys)
            else:
                found.update(rows.values_list(f"{self.field}_id", self.thing_column))
        return found

    def unmovable(self, things: Iterable[int]) -> dict[int, str]:
        """Any row can be moved."""
        return {}

    def summary(self, place: int) -> str:
        """Return in words what moves together from this place: '12 follows'."""
        return f"{self.label}: {self.rows().filter(**{self.field: place}).count():,}"

    def move(self, moves: Moves, only: Collection[Pair] | None = None) -> Moved:
        """Move everything, or only these pairs, to the places that follow. Sends no signals of rows."""
        done = Moved()
        for chunk in chunks(moves):
            if not self.once_per and (only is None or self.together):
                places = [place for place in chunk if only is None or (place, TOGETHER) in only]
                self.move_all(places, moves, done)
                continue
            rows = [
                row
                for row in self.rows().filter(**{f"{self.field}__in": chunk}).order_by("pk")
                if only is None or self.pair(row) in only
            ]
            self.move_rows(rows, moves, done)
        return done

    def move_all(self, places: list[int], moves: Moves, done: Moved) -> None:
        """Move all rows of these places in one statement: there may be millions of rows and no index."""
        done.pairs |= self.named(places)
        ended = f"{self.field}_id"
        cases = [When(**{ended: place}, then=Value(moves[place][0])) for place in places]
        if cases:
            rows = self.rows().filter(**{f"{ended}__in": places})
            done.rows += rows.update(
                **{ended: Case(*cases, default=F(ended), output_field=BigIntegerField())}
            )

    def move_rows(self, rows: list[Any], moves: Moves, done: Moved) -> None:
        """Move these rows; where a row with the successor is there already, only that one stays."""
        taken = self.taken({place for row in rows for place in moves[self.place_of(row)]}, rows)
        changed: list[Any] = []
        copies: list[Any] = []
        surplus: list[Any] = []
        for row in rows:
            done.pairs.add(self.pair(row))
            once = tuple(getattr(row, self.attname(name)) for name in self.once_per)
            free = [place for place in moves[self.place_of(row)] if not once or (*once, place) not in taken]
            taken.update((*once, place) for place in free)
            if free:
                copies.extend(self.copy(row, place) for place in free[1:])
                setattr(row, f"{self.field}_id", free[0])
                changed.append(row)
            else:
                done.duplicates.append(self.describe(row))
                surplus.append(row.pk)
        self.model._base_manager.bulk_update(changed, [self.field], batch_size=CHUNK)
        if copies:  # of a kind of page there are none, and Django would refuse to ask
            self.model._base_manager.bulk_create(copies, batch_size=CHUNK)
        for chunk in chunks(surplus):
            self.model._base_manager.filter(pk__in=chunk).delete()
        done.rows += len(changed)

    def taken(self, places: Collection[int], rows: list[Any]) -> set[tuple[Any, ...]]:
        """Return what is there already for these places: the fields of `once_per`, then the place."""
        if not self.once_per:
            return set()
        columns = [self.attname(name) for name in self.once_per]
        first = columns[0]
        found: set[tuple[Any, ...]] = set()
        for chunk in chunks({getattr(row, first) for row in rows}):
            there = self.rows().filter(**{f"{first}__in": chunk, f"{self.field}__in": places})
            found.update(there.values_list(*columns, f"{self.field}_id"))
        return found

    def rows(self) -> Any:
        """Return all rows, whatever the model's own manager leaves out."""
        return self.model._base_manager.order_by()

    def pair(self, row: Any) -> Pair:
        """Return the ended place and the thing of a row."""
        return self.place_of(row), TOGETHER if self.together else getattr(row, self.thing_column)

    def place_of(self, row: Any) -> int:
        """Return the key of the place that a row names."""
        place: int = getattr(row, f"{self.field}_id")
        return place

    def copy(self, row: Any, place: int) -> Any:
        """Return a new row that says the same about another place."""
        values = {each.attname: getattr(row, each.attname) for each in self.model._meta.local_concrete_fields}
        values.pop(self.model._meta.pk.attname)
        return self.model(**(values | {f"{self.field}_id": place}))

    def describe(self, row: Any) -> str:
        """Return what a person knows a row by."""
        return f"{self.label}: {getattr(row, self.thing) if self.thing else row}"

    @property
    def thing_column(self) -> str:
        """The column with the key of the thing."""
        return self.attname(self.thing) if self.thing else "pk"

    def attname(self, name: str) -> str:
        """Return the name of a field's column: 'page_id' for a relation."""
        column: str = getattr(self.model._meta.get_field(name), "attname", name)
        return column
