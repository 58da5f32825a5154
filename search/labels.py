"""What facets and their values are called, and in which order a facet lists them."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping

from outcomes.themes.models import Theme
from partners.places.models import Place
from search.choices import (
    COST_LABELS,
    EFFECT_LABELS,
    EVIDENCE_LABELS,
    KIND_LABELS,
    NOT_RECORDED,
    PARTNER_KIND_LABELS,
    SECTOR_LABELS,
    STATUS_LABELS,
    UNKNOWN,
)
from search.sql import NAMES_OF_PARTNERS, rows

FACET_LABELS = {
    "kind": "Kind",
    "theme": "Theme",
    "place": "Place",
    "partner": "Partner",
    "partner_kind": "Kind of partner",
    "sector": "Sector of provider",
    "effect": "Effect",
    "evidence": "Strength of evidence",
    "cost": "Cost",
    "status": "Status",
    "year": "Year",
}

Labels = Mapping[str, str]


def labels_of(facet: str, values: Collection[str]) -> Labels:
    """Return value → label for the values of a facet, in at most one query."""
    return MAKERS[facet](values) if values else {}


def kinds(values: Collection[str]) -> Labels:
    """In the order: what is wanted, what will be done, what worked, what is proposed."""
    return KIND_LABELS


def evidence(values: Collection[str]) -> Labels:
    """Strongest first."""
    return EVIDENCE_LABELS


def effects(values: Collection[str]) -> Labels:
    """From best to worst."""
    return EFFECT_LABELS


def years(values: Collection[str]) -> Labels:
    """Newest first."""
    return {year: year for year in sorted({*values} - {NOT_RECORDED}, reverse=True)} | UNKNOWN


def themes(values: Collection[str]) -> Labels:
    """Each top theme followed by its own."""
    rows = list(Theme.objects.order_by("position", "name"))
    ordered = [theme for top in rows if top.parent_id is None for theme in (top, *under(top, rows))]
    return {theme.slug: theme.name for theme in ordered} | UNKNOWN


def under(top: Theme, rows: list[Theme]) -> list[Theme]:
    """Return the themes under a top one."""
    return [theme for theme in rows if theme.parent_id == top.pk]


def places(values: Collection[str]) -> Labels:
    """Places by their labels, in no order of their own: the most frequent come first.

    Where a combined authority, say, and a police force area have one name, the kind tells them apart.
    """
    found = list(Place.objects.filter(code__in=values).order_by())
    same = Counter(place.label for place in found)
    return {
        place.code: f"{place.label} ({place.get_kind_display().lower()})"
        if same[place.label] > 1
        else place.label
        for place in found
    }


def partners(values: Collection[str]) -> Labels:
    """Partners by their names, in no order of their own: the most frequent come first."""
    return dict(rows(NAMES_OF_PARTNERS, values))


def partner_kinds(values: Collection[str]) -> Labels:
    """In the order in which forms list them, too."""
    return PARTNER_KIND_LABELS


def sectors(values: Collection[str]) -> Labels:
    """In the order of the kinds of partners."""
    return SECTOR_LABELS


def costs(values: Collection[str]) -> Labels:
    """From nothing to most."""
    return COST_LABELS


def statuses(values: Collection[str]) -> Labels:
    """In the order in which objectives come along, then proposals."""
    return STATUS_LABELS


MAKERS: dict[str, Callable[[Collection[str]], Labels]] = {
    "kind": kinds,
    "theme": themes,
    "place": places,
    "partner": partners,
    "partner_kind": partner_kinds,
    "sector": sectors,
    "effect": effects,
    "evidence": evidence,
    "cost": costs,
    "status": statuses,
    "year": years,
}
ORDERED = ("kind", "theme", "partner_kind", "sector", "effect", "evidence", "cost", "status", "year")


def in_order(
    facet: str, values: list[str], counts: Mapping[str, int], labels: Labels, chosen: Collection[str] = ()
) -> list[str]:
    """Return the values as the facet lists them: in the order of their labels where they have one.

    Else what is chosen comes first, then the most frequent.
    """
    if facet in ORDERED:
        order = {value: number for number, value in enumerate(labels)}
        return sorted(values, key=order.__getitem__)
    return sorted(values, key=lambda value: (value not in chosen, -counts[value], labels[value]))
