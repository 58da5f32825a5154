"""What is asked of editors about the check of a page, and of a contact who finds something wrong."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import CharField

from partners.freshness.dates import earliest, latest
from partners.freshness.models import LONGEST_WORDS, PageReview
from partners.freshness.services import Choice
from partners.text_fields import TOO_LONG, OneLineField, ParagraphsField

NO_DATE = "Enter a date, such as 2027-03-04."
OUT_OF_RANGE = "Choose a date between {first} and {last}."
NO_NAME = "Say who reads this address: a team or an office. Their name is shown on the page."
# What the browser sends, and what people type.
FORMATS = ["%Y-%m-%d", "%d/%m/%Y", "%d %B %Y", "%d %b %Y"]


def longest(name: str) -> int | None:
    """Return how many characters a field of the check has room for."""
    field = PageReview._meta.get_field(name)
    return field.max_length if isinstance(field, CharField) else None


class ReviewForm(forms.Form):
    """Date and contact of the next check. `seen` is the version that is changed."""

    review_on = forms.DateField(
        label="Check it again by",
        input_formats=FORMATS,
        help_text="From the day after, the page says that it was due to be checked.",
        error_messages={"required": NO_DATE, "invalid": NO_DATE},
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    contact_name = OneLineField(
        label="Who knows whether it is still right",
        required=False,
        max_length=longest("contact_name"),
        help_text="A team or an office, such as Housing options team. It is shown on the page.",
        error_messages={"max_length": TOO_LONG},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    contact_email = forms.EmailField(
        label="Their mail address",
        required=False,
        max_length=longest("contact_email"),
        help_text=(
            "We ask there four weeks before the date, on it, and four weeks after. It is never shown on the "
            "site, and they need no account."
        ),
        error_messages={"invalid": "Enter a mail address in the form team@example.org."},
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, review: PageReview, today: date) -> None:
        self.review, self.today = review, today
        names = ("review_on", "contact_name", "contact_email")
        initial = {name: getattr(review, name) for name in names} | {"seen": review.version}
        super().__init__(data, initial=initial)
        first, last = earliest(today), latest(today)
        self.fields["review_on"].widget.attrs |= {"min": first.isoformat(), "max": last.isoformat()}

    def clean_review_on(self) -> date:
        """Return the date: the one that stands, or one between tomorrow and three years. Raises otherwise."""
        chosen: date = self.cleaned_data["review_on"]
        first, last = earliest(self.today), latest(self.today)
        if chosen != self.review.review_on and not first <= chosen <= last:
            words = {"first": f"{first:%-d %B %Y}", "last": f"{last:%-d %B %Y}"}
            raise ValidationError(OUT_OF_RANGE.format(**words))
        return chosen

    def clean(self) -> dict[str, Any]:
        """Ask for the name of whoever reads the address."""
        found = self.cleaned_data
        if found.get("contact_email") and "contact_name" in found and not found["contact_name"]:
            self.add_error("contact_name", NO_NAME)
        return found

    @property
    def choice(self) -> Choice:
        """What was chosen, once the form is valid."""
        names = ("review_on", "contact_name", "contact_email")
        return Choice(**{name: self.cleaned_data[name] for name in names})


class WrongForm(forms.Form):
    """What is wrong, in a few sentences."""

    words = ParagraphsField(
        label="What is wrong or out of date?",
        max_length=LONGEST_WORDS,
        help_text="The partners of the page read it. It is not published.",
        error_messages={"required": "Say in a few words what is wrong.", "max_length": TOO_LONG},
        widget=forms.Textarea(attrs={"rows": 4}),
    )
