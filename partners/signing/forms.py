"""Forms of signing: submitting, deciding."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.utils import timezone

from partners.signing.decisions import WORDS_MISSING, Answer, Seen
from partners.signing.models import Decision
from partners.signing.moments import LocalMomentField

PAST = "Choose a day that is still to come, or leave it empty."


class SubmitForm(forms.Form):
    """Until when partners should decide, and when the page goes on the site."""

    due_on = forms.DateField(
        label="Decide by",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text="Partners who have not decided are reminded.",
        error_messages={"invalid": "Write a date, such as 2027-03-31."},
    )
    go_live_at = LocalMomentField(
        label="On the site from",
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text="Leave it empty to publish with the last signature.",
        error_messages={"invalid": "Write a date and a time, such as 2027-03-31 09:00."},
    )
    message = forms.CharField(
        label="A word to the partners",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean_due_on(self) -> date | None:
        """Return the day. Raises ValidationError for one that is over."""
        day: date | None = self.cleaned_data["due_on"]
        if day and day < timezone.localdate():
            raise forms.ValidationError(PAST)
        return day

    def clean_go_live_at(self) -> datetime | None:
        """Return the moment. Raises ValidationError for one that is over."""
        moment: datetime | None = self.cleaned_data["go_live_at"]
        if moment and moment < timezone.now():
            raise forms.ValidationError(PAST)
        return moment


class DecisionForm(forms.Form):
    """What a partner decides about the words that it read."""

    decision = forms.ChoiceField(
        label="Your decision",
        choices=[
            (Decision.APPROVED, "Sign"),
            (Decision.WITH_NOTE, "Sign with a note"),
            (Decision.DECLINED, "Decline, with a reason"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what your partner decides."},
    )
    words = forms.CharField(
        label="Note or reason",
        required=False,
        max_length=1000,
        help_text="Public. Needed when you decline.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    common = forms.CharField(max_length=64, widget=forms.HiddenInput)
    part = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Ask for the words where the decision needs some."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        needed = WORDS_MISSING.get(cleaned.get("decision", ""))
        if needed and not cleaned.get("words"):
            self.add_error("words", needed)
        return cleaned

    @property
    def answer(self) -> Answer:
        """The decision; words only where it has some."""
        decision = Decision(self.cleaned_data["decision"])
        return Answer(decision, "" if decision == Decision.APPROVED else self.cleaned_data["words"])

    @property
    def seen(self) -> Seen:
        """What was read."""
        return Seen(self.cleaned_data["common"], self.cleaned_data["part"])
