"""The questions that other rooms ask about places."""

import re
from collections.abc import Iterable
from itertools import islice
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Case, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from partners.ordering import place_in
from partners.places.closure import WHOLE
from partners.places.finding import Named
from partners.places.kinds import PlaceKind
from partners.places.names import folded
from partners.places.vocabulary import FEW, keeper

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
        """Places that lie wholly inside this one, and this one itself, each with its `share` in it."""
        found = self.filter(ancestor_links__ancestor=place, ancestor_links__share__gte=WHOLE)
        return found.annotate(share=F("ancestor_links__share"))

    def covering(self, place: "Place") -> Self:
        """Places that this one lies wholly inside of, and this one itself, each with its `share` in them."""
        found = self.filter(descendant_links__descendant=place, descendant_links__share__gte=WHOLE)
        return found.annotate(share=F("descendant_links__share"))

    def overlapping(self, place: "Place") -> Self:
        """Places that lie partly in this one, or this one in them, each with the `share` of the smaller."""
        closure = self.model._meta.apps.get_model("places", "PlaceClosure")
        partly = closure._default_manager.filter(share__lt=WHOLE)
        below, above = partly.filter(ancestor=place), partly.filter(descendant=place)
        share = Coalesce(
            Subquery(below.filter(descendant=OuterRef("pk")).values("share")[:1]),
            Subquery(above.filter(ancestor=OuterRef("pk")).values("share")[:1]),
        )
        either = Q(pk__in=below.values("descendant")) | Q(pk__in=above.values("ancestor"))
        return self.filter(either).annotate(share=share)

    def biggest_first(self) -> Self:
        """In order of size of kind, then by name."""
        return self.order_by(SIZE, "name", "code")

    def search(self, text: str, limit: int = 20) -> Self:
        """At most `limit` places for what somebody typed: a code, even a former one, or beginnings of words.

        Whole names come first, then beginnings of names, then words inside; within each, bigger kinds first.
        Wards and smaller places come after all else, unless the whole name is right, and places that ended
        after those that there are.
        """
        code = re.sub(r"\s", "", text).upper()
        if CODE.fullmatch(code):
            return self.with_code(code)[:limit]
        words = words_of(text)
        return self.in_this_order(keeper.vocabulary().called(words), limit) if words else self.none()

    def nearly_called(self, text: str, limit: int = 20) -> Self:
        """At most `limit` places with a name like what somebody typed, none of which ended.

        One slip in a word of four letters or more is forgiven, two in one of eight; none in its first letter.
        """
        words = words_of(text)
        return (
            self.in_this_order(keeper.vocabulary().current.nearly_called(words), limit)
            if words
            else self.none()
        )

    def called_or_like(self, text: str, limit: int = 20) -> Self:
        """At most `limit` places that `search` finds, then similar names where those are fewer than three."""
        words = words_of(text)
        if not words or CODE.fullmatch(re.sub(r"\s", "", text).upper()):
            return self.search(text, limit)
        names = keeper.vocabulary()
        called = self.keys_of_ours(names.called(words), limit)
        if len(called) < FEW:
            similar = self.keys_of_ours(names.current.nearly_called(words), limit)
            called = list(dict.fromkeys([*called, *similar]))
        return self.with_keys(called[:limit])

    def in_this_order(self, places: Iterable[Named], limit: int) -> Self:
        """The first `limit` of these places that are among ours, in their order."""
        return self.with_keys(self.keys_of_ours(places, limit))

    def keys_of_ours(self, places: Iterable[Named], limit: int) -> list[int]:
        """Return the keys of the first `limit` of these places that are among ours."""
        if not self.query.where:
            return [place.pk for place in islice(places, limit)]
        keys = [place.pk for place in islice(places, MOST_KEYS)]
        if len(keys) > limit:
            ours = set(self.filter(pk__in=keys).order_by().values_list("pk", flat=True))
            keys = [key for key in keys if key in ours]
        return keys[:limit]

    def with_keys(self, keys: list[int]) -> Self:
        """Those of our places that have these keys, in the order of the keys."""
        if not keys:
            return self.none()
        return self.filter(pk__in=keys).order_by(place_in(keys))


def words_of(text: str) -> list[str]:
    """Return the folded words of what somebody typed, as many as a name may have."""
    return folded(text).split()[:MOST_WORDS]
