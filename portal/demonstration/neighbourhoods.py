"""Neighbourhoods of the demonstration: four localities made of wards, and one that a group drew."""

from typing import Any

from partners.agencies.models import Partner
from partners.neighbourhoods import services
from partners.neighbourhoods.plans import Plan
from partners.people.models import User
from partners.places.models import Place
from portal.demonstration.content import entries, moment


def make_neighbourhoods() -> None:
    """Make the neighbourhoods that are missing, each as its partner's editor would."""
    for number, facts in enumerate(entries("neighbourhood"), start=1):
        services.create(
            plan=plan_of(facts),
            by=User.objects.get(email=facts["by"]),
            at=moment(facts["made"]),
            key=f"demonstration-{number}",
        )


def plan_of(facts: dict[str, Any]) -> Plan:
    """Return what an entry says."""
    return Plan(
        owner=Partner.objects.get(slug=facts["owner"]),
        name=facts["name"],
        parts=list(Place.objects.filter(code__in=facts["parts"])),
        drawing="\n".join(f"{latitude}, {longitude}" for latitude, longitude in facts["corners"]),
    )
