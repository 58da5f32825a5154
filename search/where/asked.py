"""What an address asks for around places, beside the place filter: how they lie, near one, or like one."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from django.http import QueryDict

from search.given import last, plain, shown
from search.where.around import Found, places_found

Relation = Literal["inside", "covers", "overlaps", "any"]
RELATIONS: tuple[Relation, ...] = ("inside", "covers", "overlaps", "any")
NAMES = ("relation", "near", "within", "like")
MILES = 10.0
MOST_MILES = 100.0
NUMBER = re.compile(r"[0-9]{1,3}(\.[0-9])?")


@dataclass(frozen=True)
class AskedPlaces:
    """What makes sense of it. `instead` is a place to filter by, where nothing can be near to it."""

    relation: Relation = "inside"
    near: str = ""
    within: float = MILES
    like: str = ""
    instead: str = ""


def as_meant(query: QueryDict) -> QueryDict:
    """Return an address as it is meant: a form can only send what it shows.

    A distance with one place chosen and nothing to be near to means near that place, instead of in it. Near
    a place with the distance left blank means in that place again.
    """
    near, within = plain(query.get("near", "")), plain(query.get("within", ""))
    places = set(map(plain, query.getlist("place"))) - {""}
    meant = query.copy()
    if near and "within" in query and not within:
        meant.appendlist("place", near)
        del meant["near"]
    elif within and not near and len(places) == 1:
        meant["near"] = places.pop()
        del meant["place"]
    return meant


def asked_places(query: QueryDict, problems: list[str]) -> AskedPlaces:
    """Return what is asked for, and add a sentence for what makes no sense. One query, for near and like."""
    given = {name: plain(last(query, name, problems)) for name in NAMES}
    near, like, within = given["near"], given["like"], given["within"]
    found = places_found([code for code in (near, like) if code])
    if within and not near:
        problems.append("A distance needs one place to be near to, so it was left out.")
    nearby = near_to(near, found, problems)
    return AskedPlaces(
        relation=relation_of(given["relation"], problems),
        near=nearby.code if nearby and nearby.point else "",
        within=miles_of(within, problems) if near else MILES,
        like=like_what(like, found, problems),
        instead=nearby.code if nearby and not nearby.point else "",
    )


def near_to(given: str, found: Mapping[str, Found], problems: list[str]) -> Found | None:
    """Return the place to be near to, which may have no point."""
    place = found.get(given.upper())
    if given and place is None:
        problems.append(not_understood("near", given))
    elif place and not place.point:
        problems.append(f"No one point stands for {place.label}, so these are the results in it.")
    return place


def like_what(given: str, found: Mapping[str, Found], problems: list[str]) -> str:
    """Return the code of the place that others are to be like, or nothing."""
    place = found.get(given.upper())
    if given and place is None:
        problems.append(not_understood("places like", given))
    elif place and not place.district:
        problems.append(f"We have no figures to compare {place.label} with other places, so it was left out.")
    return place.code if place and place.district else ""


def relation_of(given: str, problems: list[str]) -> Relation:
    """Return how places are to lie to those chosen."""
    if given and given not in RELATIONS:
        problems.append(not_understood("relation", given))
    return given if given in RELATIONS else "inside"


def miles_of(given: str, problems: list[str]) -> float:
    """Return how many miles away something may be, to a tenth."""
    if NUMBER.fullmatch(given) and 0 < float(given) <= MOST_MILES:
        return float(given)
    if given:
        problems.append(
            f'We did not understand "{shown(given)}" as miles, up to {MOST_MILES:g}. '
            f"We looked within {MILES:g} miles."
        )
    return MILES


def not_understood(label: str, given: str) -> str:
    """Return the sentence for a value that makes no sense."""
    return f'We did not understand {label} "{shown(given)}", so it was left out.'
