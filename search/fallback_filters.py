"""What each filter means to the database, for answers without an index: values chosen → condition on pages.

What is asked of places is more than a choice of values, and worked out elsewhere. Proposals are not pages, so
what is said of them finds nothing here.
"""

from collections.abc import Callable, Collection, Iterable
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet

from outcomes.casestudies.costs import CostBand, band_is, band_is_unknown
from outcomes.casestudies.models import Provider
from outcomes.selectors import content_types
from outcomes.themes.models import PageTheme
from partners.places.closure import WHOLE
from partners.places.models import PlaceClosure
from partners.places.tagging import PagePlace
from partners.sharing.models import Share
from search.choices import NOT_RECORDED
from search.where.whereabouts import Where

Values = Collection[str]


def of_kind(kinds: Values) -> Q:
    """Is of one of these kinds."""
    return Q(content_type__in=[row.pk for model, row in content_types().items() if model.kind in kinds])


def of_partner(slugs: Values) -> Q:
    """Names one of these partners."""
    return Q(pk__in=Share.objects.named().filter(partner__slug__in=slugs).values("page"))


def of_partner_kind(kinds: Values) -> Q:
    """Names a partner of one of these kinds."""
    return Q(pk__in=Share.objects.named().filter(partner__kind__in=kinds).values("page"))


def with_evidence(strengths: Values) -> Q:
    """Is a case study with one of these strengths of evidence."""
    return Q(casestudy__evidence_strength__in=["" if each == NOT_RECORDED else each for each in strengths])


def with_effect(effects: Values) -> Q:
    """Is a case study of something that had one of these effects."""
    return Q(casestudy__effect__in=["" if each == NOT_RECORDED else each for each in effects])


def tags_of(where: Where) -> QuerySet[PagePlace]:
    """Return the tags by which pages fulfil a condition on places."""
    inside = PlaceClosure.objects.filter(ancestor__code__in=where.inside, share__gte=WHOLE)
    return PagePlace.objects.filter(Q(place__code__in=where.own) | Q(place__in=inside.values("descendant")))


def any_of(conditions: Iterable[Q]) -> Q:
    """Fits one of these."""
    return reduce(or_, conditions)


def with_theme(slugs: Values) -> Q:
    """Has one of these themes, or one under them; or none, when that is asked for."""
    tags = PageTheme.objects.filter(Q(theme__slug__in=slugs) | Q(theme__parent__slug__in=slugs))
    tagged = Q(pk__in=tags.values("page"))
    return tagged | ~Q(pk__in=PageTheme.objects.values("page")) if NOT_RECORDED in slugs else tagged


def with_sector(sectors: Values) -> Q:
    """Is a case study that names a provider of one of these sectors; or none, when that is asked for."""
    provided = Q(pk__in=Provider.objects.filter(sector__in=sectors).values("page"))
    bare = Q(casestudy__isnull=False) & ~Q(pk__in=Provider.objects.exclude(sector="").values("page"))
    return provided | bare if NOT_RECORDED in sectors else provided


def at_cost(band: str) -> Q:
    """Is a case study of something that cost as much as this band says."""
    if band == NOT_RECORDED:
        return Q(casestudy__isnull=False) & band_is_unknown("casestudy__")
    return band_is(CostBand(band), "casestudy__")


def in_year(year: str) -> Q:
    """Happened in this year, or at a time that could be recorded and is not."""
    if year == NOT_RECORDED:
        undated = Q(jointplan__starts_on__isnull=True, jointplan__ends_on__isnull=True)
        return Q(casestudy__isnull=False, casestudy__year__isnull=True) | Q(jointplan__isnull=False) & undated
    begun_or_ended = Q(jointplan__starts_on__year=year) | Q(jointplan__ends_on__year=year)
    under_way = Q(jointplan__starts_on__year__lte=year, jointplan__ends_on__year__gte=year)
    return Q(casestudy__year=year) | begun_or_ended | under_way


FILTERS: dict[str, Callable[[Values], Q]] = {
    "kind": of_kind,
    "theme": with_theme,
    "partner": of_partner,
    "partner_kind": of_partner_kind,
    "sector": with_sector,
    "effect": with_effect,
    "evidence": with_evidence,
    "cost": lambda bands: any_of(map(at_cost, bands)),
    "status": lambda statuses: Q(objective__status__in=statuses),
    "year": lambda years: any_of(map(in_year, years)),
}
