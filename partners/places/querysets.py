"""The questions that other rooms ask about places."""

import re
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Case, Q, Value, When

from partners.places.closure import WHOLE
from partners.places.kinds import PlaceKind
from partners.places.names import folded

if TYPE_CHECKING:
    from partners.places.models import Place

# A code of the Office for National Statistics (GSS), or our own for an area that a partner drew.
CODE = re.compile(r"(?:[EKNSW]\d{8}|CW[A-Z0-9]{7})")
MOST_WORDS = 8
SIZE = Case(*(When(kind=kind, then=Value(kind.size)) for kind in PlaceKind), default=Value(len(PlaceKind)))


class PlaceQuerySet(models.QuerySet["Place"]):
    """Chainable questions about places."""

    def current(self) -> Self:
        """Places that have not been abolished."""
        return self.filter(ended_on__isnull=True)

    def of_kind(self, *kinds: PlaceKind | str) -> Self:
        """Places of any of these kinds."""
        return self.filter(kind__in=kinds)

    def with_code(self, code: str) -> Self:
        """The place that has, or once had, this code."""
        return self.filter(codes__code=code)

    def inside(self, place: "Place") -> Self:
        """Places that lie wholly inside this one, and this one itself."""
        return self.filter(ancestor_links__ancestor=place, ancestor_links__share__gte=WHOLE)

    def covering(self, place: "Place") -> Self:
        """Places that this one lies wholly inside of, and this one itself."""
        return self.filter(descendant_links__descendant=place, descendant_links__share__gte=WHOLE)

    def biggest_first(self) -> Self:
        """In order of size of kind, then by name."""
        return self.order_by(SIZE, "name", "code")

    def search(self, text: str, limit: int = 20) -> Self:
        """At most `limit` places for what somebody typed: a code, even a former one, or beginnings of words.

        Whole names come first, then beginnings of names, then words inside; within each, bigger kinds first.
        Wards come after all else, unless the whole name is right.
        """
        code = re.sub(r"\s", "", text).upper()
        if CODE.fullmatch(code):
            return self.with_code(code)[:limit]
        words = folded(text).split()[:MOST_WORDS]
        if not words:
            return self.none()
        return self.naming(words).order_by(closeness(words), SIZE, "name", "qualifier", "code")[:limit]

    def naming(self, words: list[str]) -> Self:
        """Places with a name that has, for each of these folded words, a word that begins like it."""
        begun = Q()
        for word in words:
            begun &= Q(words__contains=f"|{word}") | Q(words__contains=f" {word}")
        return self.filter(begun)


def closeness(words: list[str]) -> Case:
    """Return the expression that ranks places by how near their names come to these words: 0 is nearest."""
    typed = " ".join(words)
    begins = Q(words__contains=f"|{typed}")
    # Wards are so many that those called 'Hull Road' and the like would bury Kingston upon Hull.
    return Case(
        When(words__contains=f"|{typed}|", then=Value(0)),
        When(begins & ~Q(kind=PlaceKind.WARD), then=Value(1)),
        When(~Q(kind=PlaceKind.WARD), then=Value(2)),
        When(begins, then=Value(3)),
        default=Value(4),
    )
