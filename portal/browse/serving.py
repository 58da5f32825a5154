"""Who works in a place."""

from typing import Any

from django.db.models import Max

from partners.agencies.models import Partner, PartnerKind
from partners.places.models import Place
from partners.places.parts import Part


def partners_of(place: Place) -> list[dict[str, Any]]:
    """Return the partners that serve this place, or one that holds some of it, by kind; one query.

    Those that serve all of it come first. Each stands beside the part of the place that it serves.
    """
    serving = Partner.objects.filter(serves__descendant_links__descendant=place)
    by_kind: dict[str, list[dict[str, Any]]] = {}
    for partner in serving.annotate(share=Max("serves__descendant_links__share")).order_by("-share", "name"):
        here = {"partner": partner, "part": Part(place, partner.share)}
        by_kind.setdefault(partner.kind, []).append(here)
    return [{"kind_label": kind.label, "partners": by_kind[kind]} for kind in PartnerKind if kind in by_kind]
