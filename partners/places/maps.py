"""What a map of a place and its parts shows, each in one query."""

from django.db.models import Count

from partners.places.kinds import PlaceKind
from partners.places.models import Place, PlaceClosure
from partners.places.parts import Part

# More would be a map that nobody can read, beside a list that nobody reads to its end.
MOST_PARTS = 500
# What a map shows when nothing is chosen: the first of these of which the place has a few but not too many.
FIRST_CHOICES = (
    PlaceKind.DISTRICT,
    PlaceKind.WARD,
    PlaceKind.MSOA,
    PlaceKind.LSOA,
    PlaceKind.NEIGHBOURHOOD,
)


def kinds_inside(place: Place) -> dict[PlaceKind, int]:
    """Return how many places of each kind lie in this one, wholly or partly, bigger kinds first."""
    below = PlaceClosure.objects.filter(ancestor=place, descendant__ended_on__isnull=True)
    below = below.exclude(descendant=place)
    totals = dict(below.order_by().values_list("descendant__kind").annotate(Count("pk")))
    return {kind: totals[kind] for kind in PlaceKind if kind in totals}


def drawable(kinds: dict[PlaceKind, int]) -> list[PlaceKind]:
    """Return the kinds of which there are not too many for a map."""
    return [kind for kind, total in kinds.items() if total <= MOST_PARTS]


def first_choice(kinds: dict[PlaceKind, int]) -> PlaceKind | None:
    """Return the kind of parts that says most, or None when nothing lies inside."""
    fitting = drawable(kinds)
    several = [kind for kind in FIRST_CHOICES if kind in fitting and kinds[kind] > 1]
    return next(iter([*several, *fitting]), None)


def parts_of(place: Place, kind: PlaceKind) -> list[Part]:
    """Return all places of a kind that lie in this one, with their outlines, by name."""
    # Asked in this way, databases look up each place of the kind rather than read all that lies in a country.
    ours = Place.objects.current().of_kind(kind).exclude(pk=place.pk)
    below = PlaceClosure.objects.filter(ancestor=place, descendant__in=ours.order_by().values("pk"))
    rows = below.select_related("descendant__outline").order_by("descendant__name", "descendant__code")
    return [Part(row.descendant, row.share) for row in rows]
