"""`manage.py audit_verify`: is the audit as it was written?"""

from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DEFAULT_DB_ALIAS

from partners.audit.models import AuditHead
from partners.audit.seals import BadSealError, Seal, read_seal, write_seal
from partners.audit.triggers import missing_triggers
from partners.audit.verification import BATCH, Chain, erasure_problems, rows_beyond_the_head, rows_up_to
from partners.progress import progress

MOST_SHOWN = 50


class Command(BaseCommand):
    """Read the chain from its first row to its last. Changes nothing but, when asked to, the seal."""

    help = (
        "Check that no audit row was changed, removed, added or moved. Exit code 0 when all is well, 1 when "
        "not. With a seal (see docs/audit.md) a cut end and a chain made anew are found too."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file of the seal, and a wish to renew it."""
        parser.add_argument(
            "--seal", type=Path, help="file of the seal (default: the setting AUDIT_SEAL_FILE)"
        )
        parser.add_argument(
            "--renew-seal", action="store_true", help="when all is well, seal the chain as it is"
        )

    def handle(self, *args: Any, seal: Path | None, renew_seal: bool, **options: Any) -> None:
        """Say what is wrong, or that nothing is."""
        file = seal or (Path(settings.AUDIT_SEAL_FILE) if settings.AUDIT_SEAL_FILE else None)
        if renew_seal and file is None:
            raise CommandError("Name the file of the seal with --seal or the setting AUDIT_SEAL_FILE.")
        found = Chain(seal=self.seal_in(file, renew_seal))
        problems = self.shown(self.problems(found))
        if problems:
            raise CommandError(f"The audit is not as it was written: {problems:,} findings.")
        if renew_seal and file:
            write_seal(Seal(sequence=found.sequence, hash=found.hash), file)
            self.stdout.write(f"Sealed at row {found.sequence:,} in {file}.")
        self.stdout.write(f"All is well: {found.sequence:,} rows, each as it was written.")

    def seal_in(self, file: Path | None, renew: bool) -> Seal | None:
        """Return the seal to compare with; a first one is made where there is none yet."""
        if file is None or (renew and not file.exists()):
            return None
        try:
            return read_seal(file)
        except (BadSealError, OSError) as problem:
            raise CommandError(f"The seal cannot be read: {problem}") from problem

    def problems(self, chain: Chain) -> Iterator[str]:
        """Yield everything that is wrong, reading the chain once, without holding up those who write."""
        for name in missing_triggers(using=DEFAULT_DB_ALIAS):
            yield f"The guard {name} is not in place."
        head = AuditHead.objects.filter(pk=AuditHead.ONLY).first() or AuditHead()
        rows = rows_up_to(head)
        batches = rows.select_related("by", "about").iterator(chunk_size=BATCH)
        yield from chain.problems(progress(batches, "Audit rows", rows.count(), stream=self.stderr))
        yield from chain.end_problems(head)
        yield from rows_beyond_the_head()
        yield from erasure_problems()

    def shown(self, problems: Iterable[str]) -> int:
        """Write the first problems and return how many there are."""
        count = 0
        for count, problem in enumerate(problems, start=1):
            if count <= MOST_SHOWN:
                self.stdout.write(problem)
        return count
