"""Everything that changes a neighbourhood. Each verb checks, then writes in one transaction."""

import json
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.log_actions import log

from partners.neighbourhoods import rules
from partners.neighbourhoods.codes import new_code
from partners.neighbourhoods.linking import hold, relink
from partners.neighbourhoods.models import Neighbourhood, NeighbourhoodPart, Way
from partners.neighbourhoods.plans import NameTakenError, Plan, check_name_is_free
from partners.neighbourhoods.situations import Situation
from partners.people.models import User
from partners.places.kinds import PlaceKind
from partners.places.models import Place, PlaceCode, PlaceOutline
from partners.places.signals import places_moved


def create(*, plan: Plan, by: User, at: datetime, key: str) -> tuple[Neighbourhood, bool]:
    """Make a neighbourhood. Returns it, and False when this form had made it already.

    Raises NotAllowed, DrawingError, NowhereError, NameTakenError.
    """
    rules.check_can_create(by, plan.owner)
    try:
        with transaction.atomic():
            known = Neighbourhood.objects.filter(submission_key=key).first()
            return (known, False) if known else (make(plan, by, at, key), True)
    except (IntegrityError, NameTakenError):
        # The same form, sent twice at once: the other one was quicker, and has the key and the name.
        if known := Neighbourhood.objects.filter(submission_key=key).first():
            return known, False
        raise


def make(plan: Plan, by: User, at: datetime, key: str) -> Neighbourhood:
    """Store a new place, and the neighbourhood that it is."""
    situation = plan.situation()
    district = held_district(situation)
    check_name_is_free(plan.name, district)
    place = Place(code=new_code(), kind=PlaceKind.NEIGHBOURHOOD)
    store_place(place, plan, situation, district)
    PlaceCode.objects.create(place=place, code=place.code, valid_from=timezone.localdate(at))
    neighbourhood = Neighbourhood.objects.create(
        place=place,
        owner=plan.owner,
        district=district,
        way=plan.way,
        drawing=plan.drawing,
        submission_key=key,
        created_at=at,
        created_by=by,
        changed_at=at,
        changed_by=by,
    )
    store_situation(neighbourhood, plan, situation)
    log(instance=neighbourhood, action="neighbourhoods.create", user=by)
    return neighbourhood


@transaction.atomic
def change(
    *, neighbourhood: Neighbourhood, plan: Plan, version: int, by: User, at: datetime
) -> Neighbourhood:
    """Change everything about a neighbourhood but its code, if it is still at this version.

    Raises NotAllowed, DrawingError, NowhereError, NameTakenError.
    """
    neighbourhood = locked(neighbourhood)
    rules.check_can_change(by, neighbourhood)
    rules.check_can_create(by, plan.owner)
    rules.check_is_unchanged(neighbourhood, version)
    situation = plan.situation()
    district = held_district(situation)
    check_name_is_free(plan.name, district, besides=neighbourhood)
    store_place(neighbourhood.place, plan, situation, district)
    neighbourhood.owner, neighbourhood.district = plan.owner, district
    neighbourhood.way, neighbourhood.drawing = plan.way, plan.drawing
    touch(neighbourhood, by, at)
    store_situation(neighbourhood, plan, situation)
    log(instance=neighbourhood, action="neighbourhoods.change", user=by)
    return neighbourhood


@transaction.atomic
def archive(*, neighbourhood: Neighbourhood, by: User, at: datetime) -> Neighbourhood:
    """Take a neighbourhood out of use. Its page stays and says so. Raises NotAllowed."""
    neighbourhood = locked(neighbourhood)
    rules.check_can_archive(by, neighbourhood)
    set_end(neighbourhood, by, at, archived=True)
    log(instance=neighbourhood, action="neighbourhoods.archive", user=by)
    return neighbourhood


@transaction.atomic
def bring_back(*, neighbourhood: Neighbourhood, by: User, at: datetime) -> Neighbourhood:
    """Take an archived neighbourhood into use again. Raises NotAllowed, NameTakenError."""
    neighbourhood = locked(neighbourhood)
    rules.check_can_bring_back(by, neighbourhood)
    hold([neighbourhood.district_id])
    check_name_is_free(neighbourhood.place.name, neighbourhood.district)
    set_end(neighbourhood, by, at, archived=False)
    refresh(neighbourhood)
    log(instance=neighbourhood, action="neighbourhoods.bring_back", user=by)
    return neighbourhood


@transaction.atomic
def refresh(neighbourhood: Neighbourhood) -> bool:
    """Work out anew where a neighbourhood lies and what it holds, after official areas have changed.

    Returns False, and leaves all as it is, when none of its parts exists any more. Raises NowhereError.
    """
    chosen = Place.objects.current().filter(pk__in=neighbourhood.chosen.values("place"))
    place = neighbourhood.place
    plan = Plan(
        owner=neighbourhood.owner,
        name=place.name,
        name_cy=place.name_cy,
        parts=list(chosen),
        drawing=neighbourhood.drawing,
    )
    if plan.way != neighbourhood.way or not (plan.parts or plan.drawing):
        return False
    situation = plan.situation()
    neighbourhood.district = held_district(situation)
    neighbourhood.save(update_fields=["district"])
    store_place(place, plan, situation, neighbourhood.district)
    store_links(place, situation)
    return True


def locked(neighbourhood: Neighbourhood) -> Neighbourhood:
    """Return it as it is now, held until the transaction ends, so that two changes queue."""
    held = Neighbourhood.objects.select_for_update(of=("self",)).select_related("place", "owner", "district")
    return held.get(pk=neighbourhood.pk)


def held_district(situation: Situation) -> Place:
    """Return the main district, held, so that two neighbourhoods of one name queue."""
    hold([situation.district])
    return Place.objects.get(pk=situation.district)


def store_place(place: Place, plan: Plan, situation: Situation, district: Place) -> None:
    """Write names and middle. A name that it had before still finds it."""
    if place.name and place.name != plan.name:
        former = [name for name in place.former_names.split("|") if name and name != plan.name]
        place.former_names = "|".join([place.name, *former])[
            : Place._meta.get_field("former_names").max_length
        ]
    place.name, place.name_cy, place.qualifier = plan.name, plan.name_cy, district.name
    place.latitude, place.longitude = situation.latitude, situation.longitude
    place.save()


def store_situation(neighbourhood: Neighbourhood, plan: Plan, situation: Situation) -> None:
    """Write what was chosen, and what follows from it."""
    chosen = {part.pk for part in plan.parts} if plan.way == Way.PARTS else set()
    neighbourhood.chosen.exclude(place__in=chosen).delete()
    known = set(neighbourhood.chosen.values_list("place", flat=True))
    NeighbourhoodPart.objects.bulk_create(
        NeighbourhoodPart(neighbourhood=neighbourhood, place_id=key) for key in sorted(chosen - known)
    )
    store_links(neighbourhood.place, situation)


def store_links(place: Place, situation: Situation) -> None:
    """Write links, closure and outline, and let searches hear of it."""
    affected = relink(place, situation.above, situation.parts)
    places_moved.send(sender=Place, places=affected, drawn=True)
    if situation.outline is None:
        PlaceOutline.objects.filter(place=place).delete()
    else:
        geometry = json.dumps(situation.outline, separators=(",", ":"))
        PlaceOutline.objects.update_or_create(place=place, defaults={"geometry": geometry})


def set_end(neighbourhood: Neighbourhood, by: User, at: datetime, *, archived: bool) -> None:
    """Write the day on which it went out of use, or that it is in use."""
    day = timezone.localdate(at) if archived else None
    neighbourhood.archived_on = neighbourhood.place.ended_on = day
    neighbourhood.place.save(update_fields=["ended_on"])
    touch(neighbourhood, by, at)


def touch(neighbourhood: Neighbourhood, by: User, at: datetime) -> None:
    """Save it as changed by this person."""
    neighbourhood.version += 1
    neighbourhood.changed_at, neighbourhood.changed_by = at, by
    neighbourhood.save()
