"""The two forms in which an editor makes a neighbourhood: choose parts, or draw."""

from typing import Any
from uuid import uuid4

from django import forms
from django.db.models import QuerySet

from partners.agencies.models import Partner
from partners.neighbourhoods.drawings import DrawingError, read_drawing
from partners.neighbourhoods.models import Neighbourhood
from partners.neighbourhoods.plans import NameTakenError, Plan, check_name_is_free
from partners.neighbourhoods.situations import PART_KINDS, NowhereError, Situation
from partners.places.kinds import PlaceKind
from partners.places.models import Place
from partners.places.names import folded

NAME_LENGTH = 80
MOST_PARTS = 200
NO_NAME = "Write the name that people there use."
NO_LETTERS = "Write a name with letters or digits in it."
NAME_TOO_LONG = "Write %(limit_value)d characters or fewer. You have written %(show_value)d."
NO_BARS = "Leave out the bar '|'."
NO_PARTS = "Choose at least one ward or small area."
TOO_MANY_PARTS = "You have chosen {count}; {most} is the most. Choose wards instead of their small areas."
NOT_A_PART = "One of the parts does not exist any more. Choose again."
NO_DRAWING = "Draw the neighbourhood: at least three corners."


class NameField(forms.CharField):
    """A name on one line, not cut off by the browser: what somebody pastes would be lost without a word."""

    default_error_messages = {"required": NO_NAME, "max_length": NAME_TOO_LONG}

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=NAME_LENGTH, **options)
        for validator in self.validators:
            if getattr(validator, "code", "") == "max_length":
                validator.message = NAME_TOO_LONG  # type: ignore[attr-defined]

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Return the attributes without a length."""
        return {name: value for name, value in super().widget_attrs(widget).items() if name != "maxlength"}

    def to_python(self, value: Any) -> Any:
        """Return the text with single spaces."""
        text = super().to_python(value)
        return " ".join(text.split()) if isinstance(text, str) else text

    def validate(self, value: Any) -> None:
        """Refuse a name that nobody could find."""
        super().validate(value)
        if value and not folded(value):
            raise forms.ValidationError(NO_LETTERS)
        if value and "|" in value:
            raise forms.ValidationError(NO_BARS)


class NeighbourhoodForm(forms.Form):
    """What both ways ask for. A form that is valid has a `plan` and a `situation`."""

    name = NameField(label="Name", help_text="As people there say it, without the town's: 'Old Trafford'.")
    name_cy = NameField(label="Name in Welsh", required=False)
    owner = forms.ModelChoiceField(
        queryset=Partner.objects.none(),
        label="Partner",
        help_text="Everybody can read that this partner drew it. Its editors can change it.",
        empty_label=None,
        error_messages={
            "required": "Choose one of the partners.",
            "invalid_choice": "Choose one of the partners.",
        },
    )
    token = forms.CharField(widget=forms.HiddenInput, max_length=64)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    made_from = ""

    def __init__(
        self,
        *args: Any,
        partners: QuerySet[Partner],
        neighbourhood: Neighbourhood | None = None,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.neighbourhood = neighbourhood
        self.fields["owner"].queryset = partners  # type: ignore[attr-defined]
        self.initial.setdefault("token", uuid4().hex)
        self.initial.setdefault("version", neighbourhood.version if neighbourhood else 0)
        if neighbourhood and "name" not in self.initial:
            self.initial.update(stored(neighbourhood))
        self.situation: Situation | None = None

    def clean(self) -> dict[str, Any]:
        """Work out where it lies, and see that its name is free there."""
        cleaned = super().clean() or {}
        if self.made_from in cleaned:
            try:
                self.situation = self.plan.situation()
            except (NowhereError, DrawingError) as problem:
                self.add_error(self.made_from, str(problem))
        if self.situation and "name" in cleaned:
            district = Place.objects.get(pk=self.situation.district)
            try:
                check_name_is_free(cleaned["name"], district, besides=self.same_one())
            except NameTakenError as problem:
                self.add_error("name", str(problem))
        return cleaned

    def same_one(self) -> Neighbourhood | None:
        """Return the neighbourhood that is edited, or that this very form has made a moment ago."""
        made = Neighbourhood.objects.filter(submission_key=self.cleaned_data.get("token", ""))
        return self.neighbourhood or made.first()

    @property
    def plan(self) -> Plan:
        """What was asked for."""
        cleaned = self.cleaned_data
        return Plan(
            owner=cleaned.get("owner") or Partner(),
            name=cleaned.get("name", ""),
            name_cy=cleaned.get("name_cy", ""),
            parts=list(cleaned.get("parts", ())),
            drawing=cleaned.get("drawing", ""),
        )


class PartsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # takes none when it runs
    """Wards and small areas that are ticked, in however many districts."""

    default_error_messages = {
        "required": NO_PARTS,
        "invalid_choice": NOT_A_PART,
        "invalid_pk_value": NOT_A_PART,
    }

    def clean(self, value: Any) -> Any:
        """Refuse more than anybody could mean before anything is looked up."""
        count = len(value or ())
        if count > MOST_PARTS:
            raise forms.ValidationError(TOO_MANY_PARTS.format(count=count, most=MOST_PARTS))
        return super().clean(value)


class PartsForm(NeighbourhoodForm):
    """Choose wards and small areas: the list shows those of one district and kind at a time."""

    made_from = "parts"
    district = forms.ModelChoiceField(
        queryset=Place.objects.none(), label="District", required=False, empty_label="Choose a district"
    )
    kind = forms.ChoiceField(
        label="What to list", choices=[(kind.value, kind.plural) for kind in PART_KINDS], required=False
    )
    parts = PartsField(queryset=Place.objects.none(), label="Parts")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        districts = Place.objects.current().of_kind(PlaceKind.DISTRICT)
        self.fields["district"].queryset = districts  # type: ignore[attr-defined]
        self.fields["parts"].queryset = Place.objects.current().of_kind(*PART_KINDS)  # type: ignore[attr-defined]


class DrawingForm(NeighbourhoodForm):
    """Draw on a map, or paste corners."""

    made_from = "drawing"
    drawing = forms.CharField(
        label="Drawing",
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "autocomplete": "off"}),
        help_text=(
            "The map writes the corners here. You can also write or paste them: one corner a line, "
            "latitude then longitude (53.4217, -2.3306), or a GeoJSON Polygon or MultiPolygon."
        ),
        error_messages={"required": NO_DRAWING},
    )

    def clean_drawing(self) -> str:
        """Refuse what is no drawing, in words."""
        text: str = self.cleaned_data["drawing"]
        try:
            read_drawing(text)
        except DrawingError as problem:
            raise forms.ValidationError(str(problem)) from problem
        return text


def stored(neighbourhood: Neighbourhood) -> dict[str, Any]:
    """Return what a form shows at first for a neighbourhood that exists."""
    chosen = list(neighbourhood.chosen.values_list("place", flat=True))
    return {
        "name": neighbourhood.place.name,
        "name_cy": neighbourhood.place.name_cy,
        "owner": neighbourhood.owner_id,
        "district": neighbourhood.district_id,
        "parts": chosen,
        "drawing": neighbourhood.drawing,
    }
