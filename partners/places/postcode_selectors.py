"""Which places a postcode lies in, how sure that is, and a sentence that says so."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from django.db.models import Count
from django.utils.formats import date_format

from partners.places.closure import WHOLE
from partners.places.models import Place, PlaceClosure, PostcodeDistrict, PostcodeLoad, PostcodePoint
from partners.places.parts import Part
from partners.places.postcodes import Level, Postcode, parse_postcode
from partners.places.selectors import STEPS_DOWN, KindGroup, grouped

# The table of middles that is shipped; a directory of postcodes does not replace it.
EDITION_OF_DISTRICTS = "2017, the middles of postcode districts"


class Precision(Enum):
    """How near the answer comes to the postcode."""

    EXACT = "exact"
    SECTOR = "sector"
    DISTRICT = "district"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class PostcodeAnswer:
    """What is known about a postcode: the places by kind, bigger kinds first."""

    postcode: Postcode
    precision: Precision
    sentence: str
    groups: list[KindGroup] = field(default_factory=list)
    place: Place | None = None  # the one place to open; only where the answer is exact
    edition: str = ""

    @property
    def best(self) -> Place | None:
        """The smallest of country, region, county, district and ward that holds all that we know of it."""
        whole = {group.kind: group.parts[0].place for group in self.groups if group.parts[0].is_whole}
        return next((whole[kind] for kind in reversed(STEPS_DOWN) if kind in whole), None)


def find_postcode(text: str) -> PostcodeAnswer | None:
    """Return what is known about the postcode, sector or district in a text; None when it is none.

    A postcode that is unknown or has ended falls back to its sector, a sector to its district.
    At most six queries.
    """
    postcode = parse_postcode(text)
    if postcode is None:
        return None
    ended: date | None = None
    if postcode.level is Level.FULL:
        point = PostcodePoint.objects.select_related("place").filter(pk=postcode.compact).first()
        if point is not None and point.ended_on is None:
            return exact(postcode, point.place)
        ended = point.ended_on if point else None
    reason = why_not_exact(postcode, ended)
    return in_sector(postcode, reason) or in_district(postcode, reason) or unknown(postcode)


def exact(postcode: Postcode, place: Place) -> PostcodeAnswer:
    """Return the answer for a postcode that is in use."""
    sentence = f"{postcode} is in {place.label}."
    groups = places_around({place.pk: 1})
    return PostcodeAnswer(postcode, Precision.EXACT, sentence, groups, place, edition())


def why_not_exact(postcode: Postcode, ended: date | None) -> str:
    """Return the sentence that says why a full postcode is not answered itself, or ''."""
    if postcode.level is not Level.FULL:
        return ""
    if ended:
        return f"{postcode} ended in {date_format(ended, 'F Y')}. "
    return f"{postcode} is not in our list of postcodes. "


def in_sector(postcode: Postcode, reason: str) -> PostcodeAnswer | None:
    """Return the answer from all postcodes in use that share all but the last two letters, if any."""
    if postcode.level is Level.DISTRICT:
        return None
    sector = postcode.sector
    # A range and not a beginning: only this is quick under every database's sorting rules.
    points = PostcodePoint.objects.filter(
        code__range=(f"{sector.compact}AA", f"{sector.compact}ZZ"), ended_on=None
    )
    counts = dict(points.values_list("place").annotate(Count("pk")))
    if not counts:
        return None
    if len(counts) == 1:
        sentence = f"{reason}All postcodes that we know in the sector {sector} lie in the same place."
    else:
        sentence = (
            f"{reason}The postcodes that we know in the sector {sector} lie in {len(counts)} places; "
            "a share says how many of them."
        )
    return PostcodeAnswer(postcode, Precision.SECTOR, sentence, places_around(counts), None, edition())


def in_district(postcode: Postcode, reason: str) -> PostcodeAnswer | None:
    """Return the answer from the middle of the first half, which is only probably right."""
    found = PostcodeDistrict.objects.select_related("place").filter(pk=postcode.district).first()
    if found is None:
        return None
    if postcode.level is Level.SECTOR:
        reason = f"We know no postcodes in the sector {postcode}. "
    sentence = (
        f"{reason}{postcode.district} is probably in {found.place.label}: "
        "the middle of this postcode district is, but its edges may not be."
    )
    around = places_around({found.place_id: 1})
    return PostcodeAnswer(postcode, Precision.DISTRICT, sentence, around, None, EDITION_OF_DISTRICTS)


def unknown(postcode: Postcode) -> PostcodeAnswer:
    """Return the answer for what has the form of a postcode and is in no list."""
    sentence = (
        f"We know no postcodes that begin with {postcode.district}. Check it, or write the name of a place."
    )
    return PostcodeAnswer(postcode, Precision.UNKNOWN, sentence)


def places_around(counts: Mapping[int, int]) -> list[KindGroup]:
    """Return places and all that holds them by kind, each with the share of the postcodes that it holds."""
    total = sum(counts.values())
    shares: dict[Place, float] = defaultdict(float)
    for row in PlaceClosure.objects.filter(descendant__in=counts).select_related("ancestor"):
        # Shares such as 0.99 count as the whole: rounding must not make 'nearly all' of it.
        share = 1.0 if row.share >= WHOLE else row.share
        shares[row.ancestor] += share * counts[row.descendant_id] / total
    return grouped(Part(place, min(share, 1.0)) for place, share in shares.items())


def edition() -> str:
    """Return the name of the newest directory of postcodes that was loaded."""
    newest = PostcodeLoad.objects.exclude(finished_at=None).order_by("-finished_at").first()
    return newest.edition if newest else ""
