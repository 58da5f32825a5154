"""A place with the share that one place has in another."""

from dataclasses import dataclass

from partners.places.closure import WHOLE
from partners.places.models import Place


@dataclass(frozen=True)
class Part:
    """A place, and the share of the smaller or ended one of two places that the other holds or took over."""

    place: Place
    share: float

    @property
    def is_whole(self) -> bool:
        """Whether it is (nearly) all of it."""
        return self.share >= WHOLE

    @property
    def percent(self) -> int:
        """The share in whole per cent, at least 1 and, unless all of it is meant, at most 99."""
        return 100 if self.is_whole else min(99, max(1, round(self.share * 100)))
