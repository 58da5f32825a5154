"""A seal is a signed note of how far the chain went, to be kept where the database's owner cannot write.

The chain alone shows what was changed in its middle. Whoever can write to the whole database could cut its
end, or forge all of it anew; a seal kept elsewhere shows that too.
"""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from django.core import signing

SALT = "partners.audit.seal"


class BadSealError(ValueError):
    """The file is not a seal that this site signed."""


@dataclass(frozen=True)
class Seal:
    """The chain had `sequence` rows, the last with this hash."""

    sequence: int
    hash: str


def write_seal(seal: Seal, file: Path) -> None:
    """Write the seal, signed, whole or not at all. Raises OSError."""
    text = signing.dumps(asdict(seal), salt=SALT)
    unfinished = file.with_name(f"{file.name}.new")
    unfinished.write_text(f"{text}\n", encoding="ascii")
    unfinished.replace(file)


def read_seal(file: Path) -> Seal:
    """Return the seal in a file. Raises BadSealError and OSError."""
    try:
        facts = signing.loads(file.read_text(encoding="ascii").strip(), salt=SALT)
        return Seal(sequence=int(facts["sequence"]), hash=str(facts["hash"]))
    except (signing.BadSignature, UnicodeError, json.JSONDecodeError, KeyError, TypeError) as problem:
        raise BadSealError(f"{file} is not a seal that this site signed.") from problem
