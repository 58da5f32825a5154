"""Loading the directory of public bodies from the shipped table of facts."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.utils.text import slugify

from partners.agencies.models import Partner, PartnerIdentifier, PartnerKind
from partners.places.models import Place

COLUMNS = ("kind", "name", "identifiers", "website", "serves")


class DirectoryError(Exception):
    """The table cannot be loaded. The message names file, line and column, and says what to do."""


@dataclass(frozen=True)
class Row:
    """One body of the table."""

    kind: str
    name: str
    website: str
    identifiers: tuple[tuple[str, str], ...]
    serves: tuple[str, ...]


def read_directory(file: Path) -> Iterator[Row]:
    """Yield the bodies of a table. Raises DirectoryError at the first thing that cannot be understood."""
    with file.open(newline="", encoding="utf-8") as lines:
        reader = csv.DictReader(lines)
        if missing := [column for column in COLUMNS if column not in (reader.fieldnames or [])]:
            raise DirectoryError(
                f"{file.name}, line 1: column '{missing[0]}' is missing. Build the tables again."
            )
        for number, cells in enumerate(reader, start=2):
            yield checked_row(file.name, number, cells)


def checked_row(file: str, line: int, cells: dict[str, str]) -> Row:
    """Return the row. Raises DirectoryError."""
    if cells["kind"] not in PartnerKind.values:
        known = ", ".join(PartnerKind.values)
        raise DirectoryError(f"{file}, line {line}, column kind: '{cells['kind']}' is not one of {known}.")
    if not cells["name"].strip():
        raise DirectoryError(f"{file}, line {line}, column name: the name is empty.")
    identifiers = []
    for pair in cells["identifiers"].split():
        scheme, _, value = pair.partition(":")
        if not (scheme and value):
            raise DirectoryError(
                f"{file}, line {line}, column identifiers: '{pair}' is not in the form scheme:value."
            )
        identifiers.append((scheme, value))
    serves = tuple(cells["serves"].split())
    return Row(cells["kind"], cells["name"].strip(), cells["website"].strip(), tuple(identifiers), serves)


@transaction.atomic
def load_directory(*, file: Path) -> int:
    """Add the bodies that are not in the directory yet, with what they serve. Return how many were added.

    A body that is there already, known by any of its identifiers, is left as its people keep it.
    Raises DirectoryError, and then changes nothing.
    """
    rows = list(read_directory(file))
    known = set(PartnerIdentifier.objects.values_list("scheme", "value"))
    fresh = [row for row in rows if not known.intersection(row.identifiers)]
    places = dict(Place.objects.values_list("code", "pk"))
    if lost := next((code for row in fresh for code in row.serves if code not in places), None):
        raise DirectoryError(
            f"{file.name}, column serves: no place has the code '{lost}'. Load the places first."
        )
    partners = Partner.objects.bulk_create(
        new_partner(row, slug) for row, slug in zip(fresh, free_slugs(fresh), strict=True)
    )
    PartnerIdentifier.objects.bulk_create(
        PartnerIdentifier(partner=partner, scheme=scheme, value=value)
        for partner, row in zip(partners, fresh, strict=True)
        for scheme, value in row.identifiers
    )
    serves = Partner.serves.through
    serves.objects.bulk_create(
        serves(partner_id=partner.pk, place_id=places[code])
        for partner, row in zip(partners, fresh, strict=True)
        for code in row.serves
    )
    return len(partners)


def new_partner(row: Row, slug: str) -> Partner:
    """Return a partner, not yet saved."""
    return Partner(name=row.name, slug=slug, kind=row.kind, website=row.website)


def free_slugs(rows: list[Row]) -> Iterator[str]:
    """Yield a slug for each row that no partner has, numbered where names are the same."""
    taken = set(Partner.objects.values_list("slug", flat=True))
    for row in rows:
        stem = slugify(row.name)[:110]
        slug = next(name for name in numbered(stem) if name not in taken)
        taken.add(slug)
        yield slug


def numbered(stem: str) -> Iterator[str]:
    """Yield the stem, then stem-2, stem-3…"""
    yield stem
    number = 2
    while True:
        yield f"{stem}-{number}"
        number += 1
