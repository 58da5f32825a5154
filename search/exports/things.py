"""One thing found, in the form that other software gets: plain values, and a code beside each name."""

from typing import Any

from outcomes.casestudies.commissioning import CommissioningRoute
from partners.places.kinds import PlaceKind
from search.choices import (
    COST_LABELS,
    EFFECT_LABELS,
    EVIDENCE_LABELS,
    NOT_RECORDED,
    PARTNER_KIND_LABELS,
    SECTOR_LABELS,
)
from search.records import COMMISSIONING, Record
from search.results import Hit

Thing = dict[str, Any]
ROUTE_LABELS: dict[str, str] = {choice.value: str(choice.label) for choice in CommissioningRoute}
PLACE_KIND_LABELS: dict[str, str] = {choice.value: str(choice.label) for choice in PlaceKind}


def thing_of(hit: Hit, root: str) -> Thing:
    """Return a thing. `root` is the address of the site, for whole addresses.

    Moments are ISO 8601 with their offset, days are ISO 8601, points are degrees of WGS 84.
    """
    card, record = hit.card, hit.record
    return {
        "id": hit.key,
        "kind": {"code": card["kind"], "name": card["kind_label"]},
        "title": card["title"],
        "address": whole(card["url"], root),
        "summary": card["summary"],
        "reference": record["reference"] or None,
        "status": {"code": record["status"], "name": card["status"]} if record["status"] else None,
        "partners": partners_of(hit),
        "themes": [
            {"code": code, "name": name} for code, name in zip(record["themes"], card["themes"], strict=True)
        ],
        "places": places_of(hit),
        "years": [int(year) for year in record["years"] if year != NOT_RECORDED],
        "effect": coded(record["effect"], EFFECT_LABELS),
        "evidence": coded(record["evidence"], EVIDENCE_LABELS),
        "sectors": [coded(code, SECTOR_LABELS) for code in record["sectors"]],
        "cost_band": coded(record["cost"], COST_LABELS),
        "cost_pounds": record["cost_pounds"],
        "cost_year": record["cost_year"],
        "published": record["published"] or None,
        "updated": record["updated"] or None,
        "check_due": card["review_on"],
        "base_place": base_place_of(record),
        "buying_route": coded(record["buying_route"], ROUTE_LABELS),
        **{name: record[name] for name in COMMISSIONING[1:]},
    }


def whole(address: str | None, root: str) -> str | None:
    """Return a whole address."""
    # Nearly all are paths, for which the general way takes as long as all the rest of a thing.
    return f"{root[:-1]}{address}" if address and address[0] == "/" else address


def partners_of(hit: Hit) -> list[Thing]:
    """Return the partners of a thing; at most one leads."""
    lead = hit.card["partner"]["slug"] if hit.card["partner"] else None
    return [
        {"code": slug, "name": name, "kind": coded(kind, PARTNER_KIND_LABELS), "leads": slug == lead}
        for slug, name, kind in hit.record["partners"]
    ]


def places_of(hit: Hit) -> list[Thing]:
    """Return the places that a thing is about, each with a point that stands for it where one is known."""
    return [
        {
            "code": code,
            "name": name,
            "kind": coded(kind, PLACE_KIND_LABELS),
            "longitude": longitude,
            "latitude": latitude,
        }
        for (code, kind, longitude, latitude), name in zip(
            hit.record["places"], hit.card["places"], strict=True
        )
    ]


def base_place_of(record: Record) -> Thing | None:
    """Return the place that a case study is run from."""
    code, name = record["base_place"] or (None, None)
    return {"code": code, "name": name} if code else None


def coded(code: str | None, labels: dict[str, str]) -> Thing | None:
    """Return a code with its name, or None for no code."""
    return {"code": code, "name": labels.get(code, code)} if code else None
