"""The form on which a person decides where things of an ended place go."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from partners.places.models import Place, PlaceQuestion
from partners.places.succession import current_successors_of

MOVE, LEAVE = "move", "leave"
NO_SUCH_CODE = "%(code)s is the code of no place of today. Correct it."
NOWHERE = "Choose at least one place to move to, or choose to leave them."
TO_AND_LEAVE = "You chose to leave them, and also where to move them. Take one of the two back."


class DecisionForm(forms.Form):
    """Which things, and where to: to successors of the place, to other places, or nowhere."""

    questions = forms.ModelMultipleChoiceField(
        PlaceQuestion.objects.none(), error_messages={"required": "Choose what you decide about."}
    )
    answer = forms.ChoiceField(
        label="What should happen to them?",
        choices=[(MOVE, "Move them"), (LEAVE, "Leave them where they are")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether to move them or leave them."},
    )
    to = forms.ModelMultipleChoiceField(
        Place.objects.none(),
        label="Where to?",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    others = forms.CharField(
        label="Other places",
        required=False,
        max_length=200,
        help_text="Codes with a space between, such as E08000009.",
    )

    def __init__(self, *args: Any, place: Place, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.heirs = current_successors_of(place)
        # What is decided already stays valid here: a form that is sent twice gets a kind answer.
        self.fields["questions"].queryset = PlaceQuestion.objects.filter(place=place)  # type: ignore[attr-defined]
        to: Any = self.fields["to"]
        to.queryset = Place.objects.filter(pk__in=[heir.place.pk for heir in self.heirs])
        to.choices = [(heir.place.pk, f"{heir.place.label} ({heir.percent}%)") for heir in self.heirs]
        if not self.heirs:
            del self.fields["to"]
            self.fields["others"].label = "Where to?"

    def clean_others(self) -> list[Place]:
        """Return the places whose codes were typed. Raises ValidationError for one that is none of today."""
        codes = self.cleaned_data["others"].upper().replace(",", " ").split()
        found = {place.code: place for place in Place.objects.current().filter(code__in=codes)}
        if unknown := [code for code in codes if code not in found]:
            raise ValidationError(NO_SUCH_CODE, params={"code": unknown[0]})
        return list(found.values())

    def clean(self) -> dict[str, Any]:
        """Check that the answer and the places fit together."""
        cleaned = super().clean() or {}
        answer = cleaned.get("answer")
        field = "to" if "to" in self.fields else "others"
        if answer == MOVE and not self.places and not self.errors:
            self.add_error(field, NOWHERE)
        if answer == LEAVE and self.places:
            self.add_error("answer", TO_AND_LEAVE)
        return cleaned

    @property
    def places(self) -> list[Place]:
        """Where to move, each place once; nowhere when they stay."""
        chosen = [*self.cleaned_data.get("to", []), *self.cleaned_data.get("others", [])]
        return list({place.pk: place for place in chosen}.values())

    @property
    def chosen(self) -> set[str]:
        """The keys of the questions that are ticked: all, until the form was sent."""
        if not self.is_bound:
            return {str(key) for key in self.fields["questions"].queryset.values_list("pk", flat=True)}  # type: ignore[attr-defined]
        return set(self.data.getlist("questions"))  # type: ignore[attr-defined]
