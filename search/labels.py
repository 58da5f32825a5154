"""What facets and their values are called, and in which order a facet lists them."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping

from outcomes.themes.models import Theme
from partners.agencies.models import Partner
from partners.places.models import Place
from search.choices import EVIDENCE_LABELS, KIND_LABELS, PARTNER_KIND_LABELS

FACET_LABELS = {
    "kind": "Kind",
    "theme": "Theme",
    "place": "Place",
    "partner": "Partner",
    "partner_kind": "Kind of partner",
    "evidence": "Strength of evidence",
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


def years(values: Collection[str]) -> Labels:
    """Newest first."""
    return {year: year for year in sorted(values, reverse=True)}


def themes(values: Collection[str]) -> Labels:
    """Each top theme followed by its own."""
    rows = list(Theme.objects.order_by("position", "name"))
    ordered = [theme for top in rows if top.parent_id is None for theme in (top, *under(top, rows))]
    return {theme.slug: theme.name for theme in ordered}


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
    return dict(Partner.objects.filter(slug__in=values).order_by().values_list("slug", "name"))


def partner_kinds(values: Collection[str]) -> Labels:
    """In the order in which forms list them, too."""
    return PARTNER_KIND_LABELS


MAKERS: dict[str, Callable[[Collection[str]], Labels]] = {
    "kind": kinds,
    "theme": themes,
    "place": places,
    "partner": partners,
    "partner_kind": partner_kinds,
    "evidence": evidence,
    "year": years,
}
ORDERED = ("kind", "theme", "partner_kind", "evidence", "year")


def in_order(facet: str, values: list[str], counts: Mapping[str, int], labels: Labels) -> list[str]:
    """Return the values as the facet lists them: in the order of their labels, or the most frequent first."""
    if facet in ORDERED:
        order = {value: number for number, value in enumerate(labels)}
        return sorted(values, key=order.__getitem__)
    return sorted(values, key=lambda value: (-counts[value], labels[value]))
