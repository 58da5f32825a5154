"""Reading the whole chain again, to see whether anybody changed, removed, added or moved a row."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import QuerySet, Subquery
from django.db.models.functions import Coalesce

from partners.audit.chain import START, digest_of, hash_of
from partners.audit.models import AuditHead, AuditPerson, AuditRow
from partners.audit.seals import Seal

BATCH = 2_000
ERASED = "audit.person_erased"


@dataclass
class Chain:
    """Reads rows in order and remembers how far it came."""

    seal: Seal | None = None
    sequence: int = 0
    hash: str = START
    sealed_hash: str = START

    def problems(self, rows: Iterable[AuditRow]) -> Iterator[str]:
        """Yield what is wrong with each row, in the order of the chain."""
        for row in rows:
            yield from self.gap(row)
            yield from broken(row, self.hash)
            self.sequence, self.hash = row.sequence, row.hash
            if self.seal and row.sequence == self.seal.sequence:
                self.sealed_hash = row.hash

    def gap(self, row: AuditRow) -> Iterator[str]:
        """Yield that rows before this one are missing."""
        first, last = self.sequence + 1, row.sequence - 1
        if first == last:
            yield f"Row {first} is missing."
        elif first < last:
            yield f"Rows {first} to {last} are missing."

    def end_problems(self, head: AuditHead) -> Iterator[str]:
        """Yield what is wrong with the end, once all rows up to this head are read."""
        if (head.sequence, head.hash) != (self.sequence, self.hash):
            yield (
                f"The chain ends with row {self.sequence}, and should end with row {head.sequence}:"
                " rows were cut off or exchanged at the end."
            )
        if self.seal and self.seal.hash != self.sealed_hash:
            yield (
                f"The chain is not the one that was sealed at row {self.seal.sequence}:"
                " rows were cut off, or the chain was made anew."
            )


def broken(row: AuditRow, previous_hash: str) -> Iterator[str]:
    """Yield what is wrong with one row."""
    if row.hash != hash_of(row):
        yield f"Row {row.sequence} was edited."
    elif row.previous_hash != previous_hash:
        yield f"Row {row.sequence} does not follow the row before it: one was removed, added or moved."
    for person, digest in ((row.by, row.by_digest), (row.about, row.about_digest)):
        if person and not person.erased_at and digest != digest_of(label=person.label, salt=person.salt):
            yield f"Row {row.sequence}: the name of person {person.pk} was edited."


def erasure_problems() -> Iterator[str]:
    """Yield the people whose name is gone although no row tells of it."""
    told = set(AuditRow.objects.filter(action=ERASED).values_list("object_key", flat=True))
    erased = AuditPerson.objects.filter(erased_at__isnull=False).order_by("pk").values_list("pk", flat=True)
    for key in erased.iterator():
        if str(key) not in told:
            yield f"The name of person {key} was erased, and no row tells of it."


def rows_up_to(head: AuditHead) -> QuerySet[AuditRow]:
    """The rows in the order of the chain, without those that are written while we read."""
    return AuditRow.objects.filter(sequence__lte=head.sequence).order_by("sequence")


def rows_beyond_the_head() -> Iterator[str]:
    """Yield the rows that the head knows nothing of. One query, so that nothing comes between."""
    end = AuditHead.objects.filter(pk=AuditHead.ONLY).values("sequence")
    beyond = AuditRow.objects.filter(sequence__gt=Coalesce(Subquery(end), 0)).order_by("sequence")
    for sequence in beyond.values_list("sequence", flat=True).iterator():
        yield f"Row {sequence} was added at the end without the site."
