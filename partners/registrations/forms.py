"""The form in which a group asks to become a partner, and the one with which somebody answers."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from partners.agencies.models import Partner
from partners.agencies.numbers import OfficialNumber, charity_number, company_number
from partners.places.several import SeveralPlacesForm
from partners.registrations.models import NAME_LENGTH, REASON_LENGTH, SUMMARY_LENGTH
from partners.registrations.rules import NAME_TAKEN, NO_REASON
from partners.registrations.services import Entry
from partners.text_fields import TOO_LONG, OneLineField, ParagraphsField, TrapField, WebsiteField

NOT_A_PERSON = "We could not tell whether a person sent this. Nothing is lost: send it again."
LETTERS = "Enter the name in letters."
THIS_NUMBER_TAKEN = "This number belongs to {partner}, which is a partner here already."


class RegistrationForm(SeveralPlacesForm):
    """What the group is, where it works, and what the person does there.

    `taken_by` is the partner that has the name or a number already, once the form was checked.
    """

    name = OneLineField(
        label="Name of the group",
        help_text="As it stands in its constitution or on its web site.",
        max_length=NAME_LENGTH,
        error_messages={"required": "Enter the name of the group.", "max_length": TOO_LONG},
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    summary = ParagraphsField(
        label="What it does",
        help_text="Two or three plain sentences. Everybody can read them once the group is approved.",
        max_length=SUMMARY_LENGTH,
        error_messages={"required": "Enter what the group does.", "max_length": TOO_LONG},
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    charity = OneLineField(
        label="Charity number",
        help_text="Such as 1012345, SC012345 or NIC101234. Leave it empty if there is none.",
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10"}),
    )
    company = OneLineField(
        label="Company number",
        help_text="For companies, community interest companies and registered societies.",
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10"}),
    )
    website = WebsiteField()
    applicant_role = OneLineField(
        label="What you do there",
        help_text="For example manager, trustee or volunteer. Only those who answer see it.",
        max_length=100,
        error_messages={"required": "Enter what you do in the group.", "max_length": TOO_LONG},
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )
    fax = TrapField(label="Leave this box empty", required=False)

    before_places = ("name", "summary", "charity", "company", "website")
    no_place = "Add at least one place that the group serves."

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.taken_by: Partner | None = None
        self.fields["places"].label = "Places that it serves"
        self.fields["place"].label = "Add another place" if self.offered else "Place that it serves"

    def clean_name(self) -> str:
        """Return the name. Raises ValidationError when a partner has it."""
        name: str = self.cleaned_data["name"]
        if not any(character.isalpha() for character in name):
            raise ValidationError(LETTERS)
        if partner := Partner.objects.called(name).first():
            self.taken_by = partner
            raise ValidationError(NAME_TAKEN.format(name=partner.name))
        return name

    def clean_charity(self) -> OfficialNumber | None:
        """Return the number, if any. Raises ValidationError when it is none, or another's."""
        return self.free_number("charity", charity_number)

    def clean_company(self) -> OfficialNumber | None:
        """Return the number, if any. Raises ValidationError when it is none, or another's."""
        return self.free_number("company", company_number)

    def free_number(self, name: str, read: Callable[[str], OfficialNumber]) -> OfficialNumber | None:
        """Return the number in a box, if any. Raises ValidationError."""
        if not (text := self.cleaned_data[name]):
            return None
        try:
            number = read(text)
        except ValueError as error:
            raise ValidationError(str(error)) from error
        if partner := Partner.objects.with_number(number).first():
            self.taken_by = partner
            raise ValidationError(THIS_NUMBER_TAKEN.format(partner=partner.name))
        return number

    def clean(self) -> dict[str, Any]:
        """Check what concerns several boxes. Raises ValidationError when the hidden box was filled in."""
        cleaned = super().clean()
        if cleaned.get("fax"):
            raise ValidationError(NOT_A_PERSON)
        return cleaned

    def entry(self) -> Entry:
        """Return what was written, once the form is valid."""
        names = ("name", "summary", "charity", "company", "website", "places", "applicant_role")
        return Entry(**{name: self.cleaned_data[name] for name in names})


class DeclineForm(forms.Form):
    """Why a group is not taken in."""

    reason = forms.CharField(
        label="Reason",
        help_text="Only the person who registered the group reads it, by email and on their page.",
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": NO_REASON},
    )
