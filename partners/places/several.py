"""A form that takes several places, one after another: those chosen are ticked, a box takes the next."""

from typing import Any, Self, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from partners.places.meant import MOST_TYPED, places_meant
from partners.places.models import Place
from partners.text_fields import OneLineField, PlaceChoiceField

MOST_PLACES = 20
OF_PLACES = ("places", "place", "place_choices")
TOO_MANY = f"Choose at most {MOST_PLACES} places. One large place is better than many small ones."


class TickedPlacesField(forms.MultipleChoiceField):
    """Boxes to tick. A code that was not offered is no mistake of whoever ticks, and is left out."""

    def validate(self, value: list[str]) -> None:
        """Accept anything; `SeveralPlacesForm.clean_places` takes what was offered."""


class SeveralPlacesForm(forms.Form):
    """`cleaned_data['places']` are the places that are ticked and the one in the box, each once.

    `initial['places']` takes codes. A code that is none, or of a place that ended, is left out: it was not
    offered.
    """

    places = TickedPlacesField(
        label="Places chosen so far",
        help_text="Untick what is wrong.",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    place = OneLineField(
        label="Add a place",
        help_text="A ward, town, district or county, its code, or a postcode. We do not keep the postcode.",
        max_length=MOST_TYPED,
        required=False,
    )
    no_place = "Add at least one place."
    # The names of the fields that stand above those of places.
    before_places: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = self.offered_places()
        self.fields["places"].choices = [(place.code, place.label) for place in self.offered]  # type: ignore[attr-defined]
        # Until one is ticked the box has to be filled in, and does not say that it is optional.
        self.fields["place"].required = not self.offered
        self.fields["place"].error_messages["required"] = self.no_place
        self.meant = places_meant(self.data.get("place", "") if self.is_bound else "")
        if self.meant.places and not self.meant.is_certain:
            self.fields["place_choices"] = PlaceChoiceField(places=self.meant.places)
        self.order_fields([*self.before_places, *OF_PLACES])

    @property
    def last_of_places(self) -> str:
        """The name of the field below which the button stands that adds a place."""
        return "place_choices" if "place_choices" in self.fields else "place"

    def offered_places(self) -> list[Place]:
        """Return the places to tick, in the order in which they were chosen."""
        codes = self.sent_codes() if self.is_bound else list(self.initial.get("places", []))
        codes = list(dict.fromkeys(codes))[: 2 * MOST_PLACES]
        found = {place.code: place for place in Place.objects.current().filter(code__in=codes)}
        return [found[code] for code in codes if code in found]

    def sent_codes(self) -> list[str]:
        """Return the codes of the ticked places, as they were sent."""
        sent = self.data
        return sent.getlist("places") if isinstance(sent, QueryDict) else list(sent.get("places", []))

    def clean_places(self) -> list[Place]:
        """Return the ticked places."""
        chosen = set(self.cleaned_data["places"])
        return [place for place in self.offered if place.code in chosen]

    def clean_place(self) -> Place | None:
        """Return the place that was meant. Raises ValidationError when none is certain or chosen."""
        if not self.cleaned_data["place"]:
            return None
        if self.meant.is_certain:
            return self.meant.places[0]
        choice = self.data.get("place_choices")
        chosen = next((place for place in self.meant.places if place.code == choice), None)
        if chosen is None:
            raise ValidationError(self.meant.sentence)
        return chosen

    def clean(self) -> dict[str, Any]:
        """Put all places together. Raises nothing; what is wrong stands beside the box."""
        cleaned = super().clean() or self.cleaned_data
        together = dict.fromkeys([*cleaned.get("places", []), cleaned.get("place")])
        cleaned["places"] = [place for place in together if place is not None]
        if not cleaned["places"] and "place" not in self.errors:
            self.add_error("place", self.no_place)
        if len(cleaned["places"]) > MOST_PLACES:
            self.add_error("place", TOO_MANY)
        return cleaned

    def with_place_added(self) -> Self:
        """Return the form as it is shown after somebody pressed 'Add': what else is wrong can wait."""
        self.is_valid()
        added = "place" not in self.errors
        form = self
        if added:
            data = cast(QueryDict, self.data).copy()
            data.setlist("places", [place.code for place in self.cleaned_data["places"]])
            data["place"] = ""
            data.pop("place_choices", None)
            form = self.again(data)
            form.is_valid()
        for name in set(form.errors) - set(OF_PLACES):
            del form.errors[name]
        return form

    def again(self, data: QueryDict) -> Self:
        """Return a form like this one with other data."""
        return type(self)(data)
