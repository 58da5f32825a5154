"""Recognising a postcode, or the beginning of one, in what somebody typed."""

import re
from dataclasses import dataclass, replace
from enum import Enum

# The form is the Royal Mail's: the two last letters are never C, I, K, M, O or V.
OUTWARD = r"(?P<district>[A-Z]{1,2}[0-9][A-Z0-9]?)"
UNIT = r"(?P<digit>[0-9])(?P<unit>[ABD-HJLNP-UW-Z]{2})"
FULL = re.compile(rf"{OUTWARD}{UNIT}")
DISTRICT = re.compile(OUTWARD)
SECTOR = re.compile(rf"{OUTWARD}(?P<digit>[0-9])")
SPACED_SECTOR = re.compile(rf"{OUTWARD} (?P<digit>[0-9])")


class Level(Enum):
    """How much of a postcode is there."""

    FULL = "postcode"
    SECTOR = "postcode sector"
    DISTRICT = "postcode district"


# A whole one inside a text, as it is typed or as it stands in an address.
GAP = r"(?:\s|\xa0|\+|%20|%C2%A0)*"
START, END = r"(?:(?<![A-Z0-9])|(?<=%[0-9A-F]{2}))", r"(?![A-Z0-9])"
INSIDE = re.compile(rf"{START}{OUTWARD}{GAP}{UNIT}{END}", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True)
class Postcode:
    """'M33 7PF', the sector 'M33 7' or the district 'M33', as `str` writes them."""

    district: str
    digit: str = ""
    unit: str = ""

    def __str__(self) -> str:
        return f"{self.district} {self.digit}{self.unit}".strip()

    @property
    def compact(self) -> str:
        """The postcode without its space, as it is stored."""
        return f"{self.district}{self.digit}{self.unit}"

    @property
    def level(self) -> Level:
        """Whether it is whole, a sector or a district."""
        if self.unit:
            return Level.FULL
        return Level.SECTOR if self.digit else Level.DISTRICT

    @property
    def sector(self) -> "Postcode":
        """The postcode without its last two letters."""
        return replace(self, unit="")


def parse_postcode(text: str) -> Postcode | None:
    """Return the postcode, sector or district that a text is, in any case and spacing, or None.

    'M33' is the district, not the sector 'M3 3', which needs its space.
    """
    parts = text.upper().split()
    compact, spaced = "".join(parts), " ".join(parts)
    # Outside ASCII, capitals can turn one letter into others: no postcode has any.
    if not text.replace("\xa0", " ").isascii():
        return None
    found = (
        FULL.fullmatch(compact)
        or SPACED_SECTOR.fullmatch(spaced)
        or DISTRICT.fullmatch(compact)
        or SECTOR.fullmatch(compact)
    )
    return Postcode(**found.groupdict()) if found else None


def holds_postcode(text: str) -> bool:
    """Whether a whole postcode stands anywhere in a text."""
    return INSIDE.search(text) is not None


def first_postcode(text: str) -> Postcode | None:
    """Return the first whole postcode in a text, or None."""
    found = INSIDE.search(text)
    return Postcode(**{name: part.upper() for name, part in found.groupdict().items()}) if found else None


def without_postcodes(text: str, instead: str = "[postcode]") -> str:
    """Return the text with every whole postcode in it, also one written as in an address, replaced."""
    return INSIDE.sub(instead, text)
