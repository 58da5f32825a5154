"""The form in which a partner admin keeps what the partner says of itself."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError

from partners.agencies.details import Contact, Details
from partners.agencies.models import REACHABLE
from partners.places.several import SeveralPlacesForm
from partners.text_fields import TOO_LONG, OneLineField, ParagraphsField, WebsiteField

SUMMARY_LENGTH = 600
MOST_CONTACTS = 8


class DetailsForm(SeveralPlacesForm):
    """What a partner does, its web site and the places it serves. `seen` is the version that is changed."""

    summary = ParagraphsField(
        label="What it does",
        help_text="Two or three plain sentences for people who have never heard of it.",
        max_length=SUMMARY_LENGTH,
        required=False,
        error_messages={"max_length": TOO_LONG},
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    website = WebsiteField()
    seen = forms.CharField(widget=forms.HiddenInput)

    before_places = ("summary", "website")

    def __init__(self, *args: Any, takes_places: bool, **kwargs: Any) -> None:
        self.takes_places = takes_places
        super().__init__(*args, **kwargs)
        self.fields["places"].label = "Places it serves"
        if not takes_places:
            for name in ("places", "place", "place_choices"):
                self.fields.pop(name, None)

    def clean(self) -> dict[str, Any]:
        """Check the places, where they are asked for."""
        return super().clean() if self.takes_places else self.cleaned_data

    def again(self, data: Any) -> "DetailsForm":
        """Return a form like this one with other data."""
        return DetailsForm(data, takes_places=self.takes_places)

    def details(self, contacts: tuple[Contact, ...], before: Details) -> Details:
        """Return what was written, once the form is valid; the places as before unless they are asked for."""
        written = self.cleaned_data
        codes = (
            tuple(sorted(place.code for place in written["places"])) if self.takes_places else before.places
        )
        return Details(written["summary"], written["website"], codes, contacts)


class ContactForm(forms.Form):
    """Somebody, or a team, whom the public may write to or ring."""

    name = OneLineField(
        label="Name or team",
        max_length=100,
        error_messages={"required": "Enter a name or a team.", "max_length": TOO_LONG},
    )
    purpose = OneLineField(
        label="What for",
        help_text="For example: case studies, contracts, volunteering.",
        max_length=100,
        required=False,
        error_messages={"max_length": TOO_LONG},
    )
    email = forms.EmailField(
        label="Email address",
        required=False,
        error_messages={"invalid": "Enter an email address in the form name@example.org."},
    )
    phone = OneLineField(label="Phone number", max_length=30, required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for a way to reach them. Raises ValidationError."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("name") and not self.errors and not (cleaned.get("email") or cleaned.get("phone")):
            raise ValidationError({"email": REACHABLE})
        return cleaned


class BaseContactForms(forms.BaseFormSet):  # type: ignore[type-arg]  # Django's has no arguments at run time
    """The contacts of a partner, in their order, with two empty rows below."""

    def contacts(self) -> tuple[Contact, ...]:
        """Return what was written, once all rows are valid: filled in and not ticked to be removed."""
        rows = [form.cleaned_data for form in self.forms if form.cleaned_data.get("name")]
        names = ("name", "purpose", "email", "phone")
        return tuple(Contact(*(row[name] for name in names)) for row in rows if not row.get("DELETE"))


CONTACT_FORMS = forms.formset_factory(
    ContactForm,
    formset=BaseContactForms,
    extra=2,
    max_num=MOST_CONTACTS,
    absolute_max=MOST_CONTACTS,
    validate_max=True,
    can_delete=True,
)


def contact_forms(data: Any = None, initial: list[dict[str, Any]] | None = None) -> BaseContactForms:
    """Return the rows for contacts, filled in with what was sent or with what there is."""
    return cast(BaseContactForms, CONTACT_FORMS(data, initial=initial, prefix="contacts"))
