"""A made-up corner of England: two districts side by side, one with wards of four small areas each.

        -2.60       -2.40    -2.30    -2.20
53.50     +-----------+--------+--------+
          |           |  3  4  |  3  4  |   the upper half is the census neighbourhood 'Hilltop'
53.45     |  Westham  |--------+--------+
          |           |  1  2  |  1  2  |   the lower half is 'Riverside'
53.40     +-----------+--------+--------+
                       Abbey     Park
                      (NHS East) (NHS West)      Abbey and Park are wards of Eastford
"""

import json
from dataclasses import dataclass, field

import pytest
from hypothesis import settings
from shapely.geometry import box, mapping

from partners.agencies.models import Partner, Role
from partners.neighbourhoods.plans import Plan
from partners.people.models import User
from partners.places.closure import Link, closure_rows
from partners.places.models import Place, PlaceClosure, PlaceLink, PlaceOutline
from tests.factories import MembershipFactory, PartnerFactory, PlaceFactory, UserFactory

# A busy machine is no failure.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")

HALVES = {1: "Riverside", 2: "Hilltop"}
COLUMNS = {"Abbey": -2.40, "Park": -2.30}


@dataclass
class Ground:
    """The places by name, two partners, and people in every role."""

    places: dict[str, Place]
    council: Partner
    other_council: Partner
    people: dict[str, User] = field(default_factory=dict)

    def __getitem__(self, name):
        return self.places[name]

    def plan(self, *names, **facts):
        """A plan of the council's, made of the named places unless a drawing is given."""
        facts = {"owner": self.council, "name": "The Meadows", **facts}
        return Plan(parts=[self[name] for name in names], **facts)


def at(x, y):
    return {"longitude": round(x, 4), "latitude": round(y, 4)}


def outline(place, west, south, east, north):
    shape = mapping(box(west, south, east, north))
    PlaceOutline.objects.create(place=place, geometry=json.dumps(shape))


def full_closure():
    """What the closure should be, worked out from all links."""
    links = PlaceLink.objects.values_list("child", "parent", "share")
    return closure_rows(map(Link._make, links), dict(Place.objects.values_list("pk", "kind")))


def stored_closure():
    rows = PlaceClosure.objects.values_list("ancestor", "descendant", "share")
    return {(ancestor, descendant): share for ancestor, descendant, share in rows}


def closure_is_right():
    """Whether the stored closure is exactly what follows from the stored links."""
    wanted = {(row.ancestor, row.descendant): row.share for row in full_closure()}
    return stored_closure() == pytest.approx(wanted, abs=1e-6)


def close_anew():
    """Work out the whole closure, as loading official areas does."""
    PlaceClosure.objects.all().delete()
    PlaceClosure.objects.bulk_create(
        PlaceClosure(ancestor_id=row.ancestor, descendant_id=row.descendant, share=row.share)
        for row in full_closure()
    )


def make_places():
    """Make all places with links, points and outlines, and return them by name."""
    england = PlaceFactory(kind="country", code="E92000001", name="England")
    north = PlaceFactory(kind="region", code="E12000001", name="North")
    east = PlaceFactory(kind="icb", code="E54000001", name="NHS East")
    west = PlaceFactory(kind="icb", code="E54000002", name="NHS West")
    eastford = PlaceFactory(kind="district", code="E08000001", name="Eastford", **at(-2.3, 53.45))
    westham = PlaceFactory(kind="district", code="E08000002", name="Westham", **at(-2.5, 53.45))
    links = [
        (north, england, 1),
        (east, north, 1),
        (west, north, 1),
        (eastford, north, 1),
        (eastford, east, 0.5),
        (eastford, west, 0.5),
        (westham, north, 1),
        (westham, east, 1),
    ]
    outline(eastford, -2.4, 53.4, -2.2, 53.5)
    outline(westham, -2.6, 53.4, -2.4, 53.5)
    places = {place.name: place for place in (england, north, east, west, eastford, westham)}
    far = PlaceFactory(code="E05000009", name="Farside", qualifier="Westham", **at(-2.5, 53.45))
    links.append((far, westham, 1))
    halves = [PlaceFactory(kind="msoa", code=f"E0200000{n}", name=name) for n, name in HALVES.items()]
    links += [(half, eastford, 1) for half in halves]
    places |= {place.name: place for place in (far, *halves)}
    for number, (name, x) in enumerate(COLUMNS.items(), start=1):
        ward = PlaceFactory(code=f"E0500000{number}", name=name, qualifier="Eastford", **at(x + 0.05, 53.45))
        outline(ward, x, 53.4, x + 0.1, 53.5)
        links += [(ward, eastford, 1), (ward, (east, west)[number - 1], 1)]
        places[name] = ward
        for n in (1, 2, 3, 4):
            middle = at(x + 0.025 + 0.05 * (n in (2, 4)), 53.425 + 0.05 * (n > 2))
            area = PlaceFactory(kind="lsoa", code=f"E010000{number}{n}", name=f"{name} {n}", **middle)
            links += [(area, ward, 1), (area, eastford, 1), (area, (east, west)[number - 1], 1)]
            links.append((area, halves[n > 2], 1))
            places[area.name] = area
    PlaceLink.objects.bulk_create(PlaceLink(child=c, parent=p, share=s) for c, p, s in links)
    close_anew()
    return places


def make_ground():
    """Make the places, the council of Eastford, another council, and a person in every role."""
    places = make_places()
    council = PartnerFactory(name="Eastford Council", serves=[places["Eastford"]])
    ground = Ground(places, council, PartnerFactory(name="Westham Council", serves=[places["Westham"]]))
    for role in Role:
        ground.people[role.value] = MembershipFactory(partner=council, role=role).user
    ground.people["editor elsewhere"] = MembershipFactory(partner=ground.other_council).user
    ground.people["stranger"] = UserFactory()
    ground.people["inactive editor"] = MembershipFactory(
        partner=council, user=UserFactory(is_active=False)
    ).user
    ground.people["superuser"] = UserFactory(is_superuser=True, is_staff=True)
    return ground


@pytest.fixture
def ground(db):
    return make_ground()


def square(west, south, east, north):
    """GeoJSON of a rectangle."""
    return json.dumps(mapping(box(west, south, east, north)))
