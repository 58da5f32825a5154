"""What somebody may ask a map to show: parts of one kind, shaded by what is published for them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

from django.db import models
from django.http import QueryDict

from outcomes.casestudies.models import CaseStudy
from outcomes.objectives.models import Objective
from outcomes.pages import SharedPage
from partners.places.kinds import PlaceKind
from partners.places.maps import MOST_PARTS, drawable, first_choice
from partners.places.models import Place
from portal.browse.map_notes import kind_words

LONGEST_QUOTED = 40


class BadMapError(ValueError):
    """What was asked for cannot be drawn. The message says why and what can be asked for."""


class Shade(models.TextChoices):
    """What the parts of a map are shaded by."""

    OBJECTIVES = "objectives", "Objectives"
    CASE_STUDIES = "case-studies", "Case studies"

    @property
    def model(self) -> type[SharedPage]:
        """The kind of page that is counted."""
        return {Shade.OBJECTIVES: Objective, Shade.CASE_STUDIES: CaseStudy}[self]

    def words(self, count: int) -> str:
        """Return a count in words: '1 objective', 'no case studies'."""
        kind = self.model.kind_label if count == 1 else self.model.kind_label_plural
        return f"{count or 'no'} {kind.lower()}"


@dataclass(frozen=True)
class MapChoice:
    """What somebody wants to see: parts of one kind, or none, with a shade or none."""

    parts: PlaceKind | None
    shade: Shade | None

    @classmethod
    def asked(cls, query: QueryDict, place: Place, kinds: dict[PlaceKind, int]) -> Self:
        """Return the choice that an address states. Raises BadMapError."""
        parts, shade = query.get("parts", ""), query.get("shade", "")
        if shade and shade not in Shade.values:
            raise BadMapError(f"{quoted(shade)} does not shade a map. Use {or_list(Shade.values)}.")
        return cls(checked_kind(parts, place, kinds) if parts else None, Shade(shade) if shade else None)

    @classmethod
    def usual(cls, kinds: dict[PlaceKind, int]) -> Self:
        """Return the choice for somebody who made none."""
        return cls(first_choice(kinds), Shade.OBJECTIVES)

    def completed(self, usual: Self) -> Self:
        """Return the choice with what was left open taken from another."""
        return replace(self, parts=self.parts or usual.parts, shade=self.shade or usual.shade)


def checked_kind(text: str, place: Place, kinds: dict[PlaceKind, int]) -> PlaceKind:
    """Return the kind of parts that is asked for. Raises BadMapError when it cannot be drawn."""
    fitting = drawable(kinds)
    instead = f"Use {or_list(fitting)}." if fitting else f"A map of {place.label} has no parts."
    if text not in kinds:
        raise BadMapError(f"{quoted(text)} is no kind of place inside {place.label}. {instead}")
    kind = PlaceKind(text)
    if kind not in fitting:
        total = f"{kinds[kind]:,} {kind_words(kind, kinds[kind])}"
        raise BadMapError(f"{place.label} has {total}, and one map shows at most {MOST_PARTS}. {instead}")
    return kind


def quoted(text: str) -> str:
    """Return the beginning of what somebody sent, in quotation marks."""
    return f"\u201c{text[:LONGEST_QUOTED]}\u201d"


def or_list(values: Sequence[str]) -> str:
    """Return values as a list in words: 'region, county or district'."""
    *first, last = (str(value) for value in values)
    return f"{', '.join(first)} or {last}" if first else last
