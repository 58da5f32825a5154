"""The form in which anybody proposes."""

import hashlib
import json
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError

from outcomes.proposals.models import NAME_LENGTH, TEXT_LENGTH, TITLE_LENGTH
from outcomes.proposals.services import Submission
from partners.places.meant import MOST_TYPED, places_meant
from partners.places.models import Place
from partners.text_fields import TOO_LONG, OneLineField, ParagraphsField, PlaceChoiceField, TrapField

WORDING = ("place", "title", "what_should_change", "why", "proposer_name", "proposer_email", "show_name")
NOT_A_PERSON = "We could not tell whether a person sent this. Nothing is lost: send it again."


class ProposalForm(forms.Form):
    """Place, what should change, why, and who asks.

    `place` is typed. Unless one is certain, the field has an error and the form a field `place_choices`, with
    a radio button for each place that may be meant; the choice counts as long as it fits what is typed.
    """

    place = OneLineField(
        label="Place",
        help_text="A ward, town, district or county, its code, or a postcode. We do not keep the postcode.",
        max_length=MOST_TYPED,
        error_messages={"required": "Enter the place that your proposal is for."},
    )
    title = OneLineField(
        label="Your proposal in one line",
        max_length=TITLE_LENGTH,
        error_messages={"required": "Enter your proposal in one line.", "max_length": TOO_LONG},
    )
    what_should_change = ParagraphsField(
        label="What should change?",
        help_text="What would be different, and for whom? You do not need to know how to do it.",
        max_length=TEXT_LENGTH,
        error_messages={"required": "Enter what should change.", "max_length": TOO_LONG},
    )
    why = ParagraphsField(
        label="Why does it matter here?",
        help_text="What have you seen or heard? A story is as welcome as a number.",
        max_length=TEXT_LENGTH,
        error_messages={"required": "Enter why it matters here.", "max_length": TOO_LONG},
    )
    proposer_name = OneLineField(
        label="Your name or your group's name",
        required=False,
        max_length=NAME_LENGTH,
        error_messages={"max_length": TOO_LONG},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    show_name = forms.BooleanField(label="Show this name beside the proposal", required=False)
    proposer_email = forms.EmailField(
        label="Email address",
        help_text="We send a link to confirm it, and the answers. Nobody else sees it.",
        error_messages={
            "required": "Enter your email address.",
            "invalid": "Enter an email address in the form name@example.org.",
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )
    website = TrapField(label="Leave this box empty", required=False)
    token = forms.CharField(required=False, widget=forms.HiddenInput, initial=uuid4)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.meant = places_meant(self.data.get("place", "") if self.is_bound else "")
        if self.meant.places and not self.meant.is_certain:
            self.fields["place_choices"] = PlaceChoiceField(places=self.meant.places)
            self.order_fields(["place", "place_choices"])

    def clean_place(self) -> Place:
        """Return the place that was meant. Raises ValidationError when none is certain or chosen."""
        if self.meant.is_certain:
            return self.meant.places[0]
        choice = self.data.get("place_choices")
        chosen = next((place for place in self.meant.places if place.code == choice), None)
        if chosen is None:
            raise ValidationError(self.meant.sentence)
        return chosen

    def clean(self) -> dict[str, Any]:
        """Check what concerns several boxes. Raises ValidationError when the hidden box was filled in."""
        cleaned = super().clean() or {}
        if cleaned.get("show_name") and cleaned.get("proposer_name") == "":
            self.add_error("proposer_name", "Enter the name to show, or untick the box below.")
        if cleaned.get("website"):
            raise ValidationError(NOT_A_PERSON)
        return cleaned

    def submission(self) -> Submission:
        """Return what was written, once the form is valid."""
        wording = {name: self.cleaned_data[name] for name in WORDING}
        return Submission(**wording, key=self.key(wording))

    def key(self, wording: dict[str, Any]) -> str:
        """Return a digest of this form and its words: the same when sent twice, another once edited."""
        token = self.cleaned_data["token"] or str(uuid4())
        typed = [str(value.pk if isinstance(value, Place) else value) for value in wording.values()]
        return hashlib.sha256(json.dumps([token, *typed]).encode()).hexdigest()
