"""Which places somebody may mean by what they typed: a name, a code or a postcode."""

from dataclasses import dataclass

from partners.places.kinds import PlaceKind
from partners.places.models import Place
from partners.places.names import folded
from partners.places.postcode_selectors import find_postcode

MOST_CHOICES = 20
MOST_SIMILAR = 8
MOST_TYPED = 200
NO_SUCH_PLACE = "We know no place called '{typed}'. Try a ward, district or county, its code, or a postcode."
SEVERAL_PLACES = "Several places fit '{typed}'. Choose one of them below."
SIMILAR_PLACES = "We know no place called '{typed}'. Choose one with a name like it below, or type another."
ENDED = "'{typed}' is no longer there. Choose one of the places that took over below."
IN_POSTCODE = "{sentence} Choose the place that you mean below."


@dataclass(frozen=True)
class PlacesMeant:
    """The places to choose from, best first, and what to say unless one of them is certain."""

    places: list[Place]
    sentence: str
    is_certain: bool = False


def places_meant(typed: str) -> PlacesMeant:
    """Return what somebody may mean. A postcode is kept nowhere, only the place that is chosen."""
    typed = typed.replace("\x00", "").strip()[:MOST_TYPED]
    if not typed:
        return PlacesMeant([], "")
    return in_postcode(typed) or called(typed) or that_ended(typed) or like(typed)


def in_postcode(typed: str) -> PlacesMeant | None:
    """Return the places that a postcode, or part of one, lies in; None when it is none."""
    answer = find_postcode(typed)
    if answer is None:
        return None
    places = [part.place for group in reversed(answer.groups) for part in group.parts][:MOST_CHOICES]
    sentence = IN_POSTCODE.format(sentence=answer.sentence) if places else answer.sentence
    return PlacesMeant(places, sentence)


def called(typed: str) -> PlacesMeant | None:
    """Return the places called so: one alone when only it has just this name. None when there are none.

    A community safety partnership is mostly called like its council, which is then what people mean.
    """
    found = list(Place.objects.current().search(typed, limit=MOST_CHOICES))
    exact = [place for place in found if folded(typed) in map(folded, names_of(place))]
    exact = [place for place in exact if place.kind != PlaceKind.SAFETY_PARTNERSHIP] or exact
    places = exact if len(exact) == 1 else found
    sentence = SEVERAL_PLACES.format(typed=typed)
    return PlacesMeant(places, sentence, is_certain=len(places) == 1) if places else None


def names_of(place: Place) -> tuple[str, str, str]:
    """Return what a place is called today."""
    return place.name, place.label, place.name_cy


def that_ended(typed: str) -> PlacesMeant | None:
    """Return the places that took over from those called so; None when there are none."""
    ended = Place.objects.exclude(ended_on=None).search(typed, limit=MOST_CHOICES)
    keys = [place.pk for place in ended]
    after = Place.objects.current().filter(predecessor_links__place__in=keys).distinct().biggest_first()
    places = list(after[:MOST_CHOICES])
    return PlacesMeant(places, ENDED.format(typed=typed)) if places else None


def like(typed: str) -> PlacesMeant:
    """Return the places with a name like it, none of which is certain."""
    places = list(Place.objects.current().nearly_called(typed, limit=MOST_SIMILAR))
    sentence = SIMILAR_PLACES if places else NO_SUCH_PLACE
    return PlacesMeant(places, sentence.format(typed=typed))
