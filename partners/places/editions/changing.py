"""The changes of an edition in words, as they are printed and kept."""

from collections import defaultdict
from collections.abc import Mapping

from django.utils.formats import date_format

from partners.chunks import chunks
from partners.places.closure import WHOLE
from partners.places.editions.comparing import Comparison
from partners.places.models import ChangeKind, Place, PlaceChange, PlaceEdition, PlaceSuccessor
from partners.places.parts import Part

Told = list[tuple[ChangeKind, int, str]]
Heirs = dict[int, list[Part]]  # by the key of the ended place, greater shares first


def changes(edition: PlaceEdition, found: Comparison) -> list[PlaceChange]:
    """Return what the edition did, kind by kind, in words; not stored yet."""
    here = Place.objects.in_bulk(found.touched)
    heirs = heirs_of(list(found.ended))
    told: Told = added(found)
    told += [(ChangeKind.ENDED, key, ended(here[key], heirs.get(key, []))) for key in found.ended]
    told += [(ChangeKind.RETURNED, key, called(here[key])) for key in found.returned]
    told += [
        (kind, key, f"{called(here[key])}, before: {old}")
        for kind, before in ((ChangeKind.RENAMED, found.renamed), (ChangeKind.RECODED, found.recoded))
        for key, old in before.items()
    ]
    told += merged(here, heirs)
    told += split(here, heirs)
    return [PlaceChange(edition=edition, kind=kind, place_id=key, words=words) for kind, key, words in told]


def heirs_of(places: list[int]) -> Heirs:
    """Return what directly followed these places."""
    found: Heirs = defaultdict(list)
    for chunk in chunks(places):
        links = PlaceSuccessor.objects.filter(place__in=chunk).select_related("successor")
        for link in links.order_by("-share", "successor__name", "pk"):
            found[link.place_id].append(Part(link.successor, link.share))
    return dict(found)


def added(found: Comparison) -> Told:
    """Return the places that are new."""
    places: dict[str, Place] = {}
    for chunk in chunks(row.code for row in found.added):
        places |= {place.code: place for place in Place.objects.filter(code__in=chunk)}
    return [(ChangeKind.ADDED, places[row.code].pk, called(places[row.code])) for row in found.added]


def ended(place: Place, heirs: list[Part]) -> str:
    """Return when a place ended and what followed it."""
    day = date_format(place.ended_on, "j F Y") if place.ended_on else ""
    return f"{called(place)}, {day}: {followed(heirs)}"


def followed(heirs: list[Part]) -> str:
    """Return in words what followed."""
    if not heirs:
        return "what followed is not known"
    if heirs[0].is_whole:
        return f"now {called(heirs[0].place)}"
    return "now " + ", ".join(f"{heir.percent}% {called(heir.place)}" for heir in heirs)


def sentence(words: str) -> str:
    """Return words with a capital in front."""
    return f"{words[:1].upper()}{words[1:]}"


def merged(here: Mapping[int, Place], heirs: Heirs) -> Told:
    """Return the places into which several went as a whole."""
    into: dict[int, list[str]] = defaultdict(list)
    places = {}
    for key, followers in heirs.items():
        if followers[0].share >= WHOLE:
            places[followers[0].place.pk] = followers[0].place
            into[followers[0].place.pk].append(called(here[key]))
    return [
        (ChangeKind.MERGED, key, f"{called(places[key])}, from {', '.join(names)}")
        for key, names in into.items()
        if len(names) > 1
    ]


def split(here: Mapping[int, Place], heirs: Heirs) -> Told:
    """Return the places of which no successor has all."""
    return [
        (ChangeKind.SPLIT, key, f"{called(here[key])}: {followed(followers)}")
        for key, followers in heirs.items()
        if followers[0].share < WHOLE
    ]


def called(place: Place) -> str:
    """Return a place's label and code."""
    return f"{place.label} ({place.code})"
