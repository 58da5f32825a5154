"""Writing down that places ended, and from when to when their codes held."""

from datetime import date

from partners.chunks import chunks
from partners.places.editions.comparing import PREFIX, Comparison
from partners.places.models import Place, PlaceCode


def end_missing(found: Comparison) -> None:
    """End the places that the edition leaves out."""
    for chunk in chunks(found.missing):
        for day in {found.ended[key] for key in chunk}:
            keys = [key for key in chunk if found.ended[key] == day]
            Place.objects.filter(pk__in=keys).update(ended_on=day)


def date_codes(found: Comparison, starts_on: date) -> None:
    """Date the codes that begin and end with the edition, where no other day is written down.

    A code of a sort of area that was not here at all may be much older than the edition, and stays undated.
    """
    known = {place.code[:PREFIX] for place in found.places.values()}
    new = [row.code for row in found.added if row.code[:PREFIX] in known and row.ended_on is None]
    new += [code for code, key in found.known.items() if key in found.recoded]
    for chunk in chunks(new):
        PlaceCode.objects.filter(code__in=chunk, valid_from__isnull=True).update(valid_from=starts_on)
    over = dict.fromkeys(found.recoded.values(), starts_on)
    over |= {found.places[key].code: day for key, day in found.ended.items()}
    for day in set(over.values()):
        for chunk in chunks(code for code in over if over[code] == day):
            codes = PlaceCode.objects.filter(code__in=chunk, valid_to__isnull=True)
            codes.exclude(valid_from__gt=day).update(valid_to=day)
