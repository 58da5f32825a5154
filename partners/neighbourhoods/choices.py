"""What the forms offer to choose from, and what they show again."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, QueryDict

from partners.neighbourhoods.forms import MOST_PARTS, NeighbourhoodForm, PartsForm
from partners.neighbourhoods.rules import partners_to_write_for
from partners.neighbourhoods.situations import PART_KINDS
from partners.people.models import User
from partners.places.kinds import PlaceKind
from partners.places.models import Place

TEXTS = ("name", "name_cy", "owner", "token", "version", "drawing", "district", "kind")
MOST_LISTED = 1_500


@dataclass(frozen=True)
class Choice:
    """A ward or small area with a box to tick."""

    place: Place
    is_ticked: bool


@dataclass(frozen=True)
class PartList:
    """What can be ticked: all of one kind in a district; and what is ticked already elsewhere."""

    district: Place | None
    kind: PlaceKind
    choices: list[Choice]
    elsewhere: list[Choice]

    @property
    def empty(self) -> str:
        """Why there is nothing to tick, if so."""
        if self.district is None:
            return "Choose a district, then press the button. What you tick stays ticked."
        return f"{self.district} has no {self.kind.plural[0].lower()}{self.kind.plural[1:]} that we know."


def start(request: HttpRequest, user: User) -> dict[str, Any]:
    """Return what an empty form begins with: the district that the person's partner serves, if it is one."""
    served = Place.objects.current().of_kind(PlaceKind.DISTRICT)
    mine = list(served.filter(partners__in=partners_to_write_for(user)).distinct()[:2])
    asked = request.GET.get("district", "")
    if asked.isdecimal():
        return {"district": int(asked)}
    return {"district": mine[0].pk} if len(mine) == 1 and not user.is_superuser else {}


def typed(data: QueryDict) -> dict[str, Any]:
    """Return what was typed and ticked, to show it again without judging it."""
    return {**{name: data[name] for name in TEXTS if name in data}, "parts": data.getlist("parts")}


def part_list(form: PartsForm) -> PartList:
    """Return the boxes to tick; three queries."""
    ticked = {int(key) for key in ticked_keys(form)[:MOST_PARTS] if str(key).isdecimal()}
    kind = PlaceKind(asked) if (asked := form["kind"].value()) in PART_KINDS else PlaceKind.WARD
    key = str(form["district"].value() or "")
    district = Place.objects.filter(pk=int(key)).first() if key.isdecimal() else None
    rows = Place.objects.current().of_kind(kind).order_by("name", "qualifier", "code")
    rows = rows.filter(ancestor_links__ancestor=district) if district else rows.none()
    listed = list(rows[:MOST_LISTED])
    others = Place.objects.of_kind(*PART_KINDS).filter(pk__in=ticked - {place.pk for place in listed})
    return PartList(
        district=district,
        kind=kind,
        choices=[Choice(place, place.pk in ticked) for place in listed],
        elsewhere=[Choice(place, is_ticked=True) for place in others],
    )


def ticked_keys(form: PartsForm) -> list[Any]:
    """Return the keys of the ticked boxes, as they came."""
    value = form["parts"].value()
    return list(value) if isinstance(value, list | tuple) else []


def background(form: NeighbourhoodForm) -> str:
    """Return the address of the outlines that the drawing map shows for orientation."""
    district = form.neighbourhood.district if form.neighbourhood else None
    if district is None:
        owner = str(form["owner"].value() or "")
        partners = form.fields["owner"].queryset  # type: ignore[attr-defined]
        partner = partners.filter(pk=int(owner)).first() if owner.isdecimal() else partners.first()
        district = partner.serves.current().order_by("kind", "name").first() if partner else None
    if district is None:
        return ""
    parts = PlaceKind.WARD if district.kind == PlaceKind.DISTRICT else PlaceKind.DISTRICT
    return f"{district.get_absolute_url()}map.geojson?parts={parts.value}"
