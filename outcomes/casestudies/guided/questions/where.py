"""Where those live whom it is for, and what it is about."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from outcomes.casestudies.guided.questions.base import Answer, StepForm
from outcomes.casestudies.models import CaseStudy
from outcomes.themes.models import PageTheme, Theme
from partners.places.meant import MOST_TYPED, PlacesMeant, places_meant
from partners.places.models import Place
from partners.places.tagging import PagePlace
from partners.sharing.forms import TOO_FEW
from partners.text_fields import OneLineField, PlaceChoiceField

CHOICES = "{}_choices"
NAME_OR_POSTCODE = "A ward, town, district or county, its code, or a postcode. We do not keep the postcode."
MOST_THEMES = 5
TOO_MANY_THEMES = "Choose up to five themes. You have chosen {count}."


class KnownTicks(forms.MultipleChoiceField):
    """Ticks of which some may be gone meanwhile: those mean nothing."""

    widget = forms.CheckboxSelectMultiple

    def valid_value(self, value: Any) -> bool:
        """Take any."""
        return True


class PlacesForm(StepForm):
    """The places of those whom it is for, and another if it is run from elsewhere.

    Places are typed. Unless one is certain, the box has an error and the form a radio button for each place
    that may be meant; the choice counts as long as it fits what is typed.
    """

    never_kept = frozenset({"place", "base"})
    another = "Save and add another place"

    keep = KnownTicks(label="Places so far", help_text="Untick a place to take it away.", required=False)
    place = OneLineField(
        label="Where do the people live whom it is for?", help_text=NAME_OR_POSTCODE, max_length=MOST_TYPED
    )
    base = OneLineField(
        label="Where is it run from, if that is elsewhere?",
        help_text="A place, its code, or a postcode that we do not keep.",
        required=False,
        max_length=MOST_TYPED,
    )

    def prepare(self) -> None:
        """Offer the places chosen so far, and those that may be meant by what was typed."""
        self.chosen = {str(tag.place_id): tag for tag in self.page.place_tags.all()}
        ticked = set(self.sent.getlist("keep")) & set(self.chosen) if self.is_bound else set(self.chosen)
        self.fields["keep"].choices = [(key, tag.place.label) for key, tag in self.chosen.items()]  # type: ignore[attr-defined]
        self.initial["keep"] = list(self.chosen)
        if self.chosen:
            self.fields["place"].label = "Another place"
        else:
            del self.fields["keep"]
        self.fields["place"].required = not ticked
        self.fields["place"].error_messages["required"] = TOO_FEW["place_tags"]
        self.meant = {"place": self.look_up("place"), "base": self.look_up("base")}

    def look_up(self, name: str) -> PlacesMeant:
        """Return what was meant by what was typed, and offer it where it is not certain."""
        typed = self.sent.get(name, "")
        if name == "base" and typed == base_label(self.page) and self.page.base_place:
            return PlacesMeant([self.page.base_place], "", is_certain=True)
        meant = places_meant(typed)
        if meant.places and not meant.is_certain:
            self.fields[CHOICES.format(name)] = PlaceChoiceField(places=meant.places)
            order = [each for field in self.fields for each in (field, CHOICES.format(field))]
            self.order_fields(list(dict.fromkeys(order)))
        return meant

    def clean_keep(self) -> list[str]:
        """Return the places that stay."""
        return [key for key in self.cleaned_data["keep"] if key in self.chosen]

    def clean_place(self) -> Place | None:
        """Return the place that was meant. Raises ValidationError when none is certain or chosen."""
        return self.place_meant("place")

    def clean_base(self) -> Place | None:
        """Return the place that was meant. Raises ValidationError when none is certain or chosen."""
        return self.place_meant("base")

    def place_meant(self, name: str) -> Place | None:
        """Return the place that was meant in a box. Raises ValidationError when none is certain or chosen."""
        if not self.cleaned_data[name]:
            return None
        meant = self.meant[name]
        if meant.is_certain:
            return meant.places[0]
        choice = self.sent.get(CHOICES.format(name))
        chosen = next((place for place in meant.places if place.code == choice), None)
        if chosen is None:
            raise ValidationError(meant.sentence)
        return chosen

    @classmethod
    def stored(cls, page: CaseStudy) -> dict[str, Any]:
        """Return the keys of the places."""
        return {"places": [tag.place_id for tag in page.place_tags.all()], "base": page.base_place_id}

    @classmethod
    def shown(cls, page: CaseStudy) -> dict[str, Any]:
        """Return from where it is run; the other box is for another place."""
        return {"base": base_label(page)}

    def write(self) -> None:
        """Name the places that stay and the one that was typed."""
        kept = [self.chosen[key] for key in self.cleaned_data.get("keep", [])]
        added = self.cleaned_data["place"]
        if added and added.pk not in {tag.place_id for tag in kept}:
            kept.append(self.chosen.get(str(added.pk)) or PagePlace(place=added))
        self.page.place_tags = kept  # type: ignore[misc]  # a relation that is set at once
        self.page.base_place = self.cleaned_data["base"]

    @classmethod
    def answers(cls, page: CaseStudy) -> list[Answer]:
        """Return the places by name."""
        base = base_label(page)
        return [
            Answer("Where they live", [place.label for place in page.places]),
            Answer("Run from", [base] if base else []),
        ]

    @classmethod
    def is_done(cls, page: CaseStudy) -> bool:
        """Whether a place is named; from where it is run is said only if that is elsewhere."""
        return bool(page.places)


def base_label(page: CaseStudy) -> str:
    """Return the name of the place from which it is run; empty when that is not said."""
    return page.base_place.label if page.base_place else ""


class ThemesForm(StepForm):
    """What it is about: a tick for each theme, under the three kinds of well-being."""

    def prepare(self) -> None:
        """Make a group of ticks for each kind of well-being; one query."""
        self.themes = {str(theme.pk): theme for theme in Theme.objects.leaves().select_related("parent")}
        groups: dict[Theme, list[tuple[str, str]]] = {}
        for key, theme in sorted(self.themes.items(), key=lambda item: order_of(item[1])):
            if theme.parent:
                groups.setdefault(theme.parent, []).append((key, theme.name))
        chosen = {str(tag.theme_id) for tag in self.page.theme_tags.all()}
        for group, choices in groups.items():
            name = f"themes_{group.pk}"
            self.fields[name] = forms.MultipleChoiceField(
                label=group.name, choices=choices, required=False, widget=forms.CheckboxSelectMultiple
            )
            self.initial[name] = [key for key, _ in choices if key in chosen]

    def clean(self) -> dict[str, Any]:
        """Ask for one at least, and five at most."""
        cleaned = super().clean() or {}
        self.picked = [key for name in self.fields for key in cleaned.get(name, [])]
        first = next(iter(self.fields), None)
        if not self.picked and not self.for_later:
            self.add_error(first, TOO_FEW["theme_tags"])
        if len(self.picked) > MOST_THEMES:
            self.add_error(first, TOO_MANY_THEMES.format(count=len(self.picked)))
        return cleaned

    @classmethod
    def stored(cls, page: CaseStudy) -> dict[str, Any]:
        """Return the keys of the themes, in an order that means nothing."""
        return {"themes": sorted(tag.theme_id for tag in page.theme_tags.all())}

    @classmethod
    def shown(cls, page: CaseStudy) -> dict[str, Any]:
        """Return nothing: the ticks are set as they are made."""
        return {}

    def write(self) -> None:
        """Name the themes, those that were named before in their order."""
        before = [tag for tag in self.page.theme_tags.all() if str(tag.theme_id) in self.picked]
        known = {str(tag.theme_id) for tag in before}
        new = [PageTheme(theme=self.themes[key]) for key in self.picked if key not in known]
        self.page.theme_tags = [*before, *new]  # type: ignore[misc]  # as above

    @classmethod
    def answers(cls, page: CaseStudy) -> list[Answer]:
        """Return the themes by name."""
        return [Answer("What it is about", [theme.name for theme in page.themes])]


def order_of(theme: Theme) -> tuple[int, int, str]:
    """Return where a theme stands in the list of all."""
    return (theme.parent.position if theme.parent else 0, theme.position, theme.name)
