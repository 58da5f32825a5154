"""The questions that other rooms ask about places."""

import re
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Case, TextField, Value, When
from django.db.models.functions import Cast, Concat, StrIndex

from partners.places.closure import WHOLE
from partners.places.kinds import PlaceKind
from partners.places.names import folded
from partners.places.vocabulary import keeper

if TYPE_CHECKING:
    from partners.places.models import Place

# A code of the Office for National Statistics (GSS), or our own for an area that a partner drew.
CODE = re.compile(r"(?:[EKNSW]\d{8}|CW[A-Z0-9]{7})")
MOST_WORDS = 8
MOST_KEYS = 1_000
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
        return self.in_this_order(keeper.vocabulary().called(words), limit) if words else self.none()

    def nearly_called(self, text: str, limit: int = 20) -> Self:
        """At most `limit` places with a name like what somebody typed, for when `search` finds nothing.

        One slip in a word of four letters or more is forgiven, two in one of eight; none in its first letter.
        """
        words = folded(text).split()[:MOST_WORDS]
        return self.in_this_order(keeper.vocabulary().nearly_called(words), limit) if words else self.none()

    def in_this_order(self, keys: list[int], limit: int) -> Self:
        """The first `limit` of these places that are among ours, in the order of their keys."""
        if len(keys) > limit and self.query.where:
            ours = set(self.filter(pk__in=keys[:MOST_KEYS]).order_by().values_list("pk", flat=True))
            keys = [key for key in keys if key in ours]
        if not keys:
            return self.none()
        keys = keys[:limit]
        comma = Value(",", output_field=TextField())
        listed = Value(f",{','.join(map(str, keys))},", output_field=TextField())
        spot = StrIndex(listed, Concat(comma, Cast("pk", TextField()), comma))
        return self.filter(pk__in=keys).order_by(spot)
