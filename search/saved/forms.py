"""The forms in which people save a search, ask for alerts by mail, and change what they saved."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from partners.places.postcodes import holds_postcode
from partners.text_fields import TOO_LONG, OneLineField, TrapField
from search.saved.models import NAME_LENGTH, How, SavedSearch

NOT_A_PERSON = "We could not tell whether a person sent this. Nothing is lost: send it again."
NO_POSTCODE = "Leave the postcode out of the name: we do not keep any."
HOW = "How often do you want mail?"


class NamedForm(forms.Form):
    """What somebody calls a search, and how often there is mail."""

    name = OneLineField(
        label="What do you call this search?",
        max_length=NAME_LENGTH,
        error_messages={"required": "Enter a name for the search.", "max_length": TOO_LONG},
    )
    how = forms.ChoiceField(
        label=HOW,
        choices=How.choices,
        initial=How.DAILY,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how often you want mail."},
    )

    def clean_name(self) -> str:
        """Return the name. Raises ValidationError for one with a postcode in it."""
        name: str = self.cleaned_data["name"]
        if holds_postcode(name):
            raise ValidationError(NO_POSTCODE)
        return name


class ChangeForm(NamedForm):
    """The same for a search that was saved already, among others on a page."""

    def __init__(self, search: SavedSearch, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, prefix=f"search-{search.pk}", initial={"name": search.name, "how": search.how})
        self.fields["name"].label = "Name"
        self.fields["how"].label = "Mail"


class AskForm(forms.Form):
    """A mail address, and how often there is mail."""

    address = forms.EmailField(
        label="Email address",
        help_text="We send a link to confirm it. Nobody else sees it.",
        error_messages={
            "required": "Enter your email address.",
            "invalid": "Enter an email address in the form name@example.org.",
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )
    how = forms.ChoiceField(
        label=HOW,
        choices=[choice for choice in How.choices if choice[0] != How.OFF],
        initial=How.DAILY,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how often you want mail."},
    )
    website = TrapField(label="Leave this box empty", required=False)

    def clean(self) -> dict[str, Any]:
        """Raise ValidationError when the box was filled in that people do not see."""
        cleaned = super().clean() or {}
        if cleaned.get("website"):
            raise ValidationError(NOT_A_PERSON)
        return cleaned
