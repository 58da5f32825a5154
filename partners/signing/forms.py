"""Forms of signing: submitting, deciding, overriding, taking a page off the site."""

from datetime import date, datetime
from typing import Any, Self

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


LABELS = {
    Decision.APPROVED: "",
    Decision.WITH_NOTE: "Your note",
    Decision.DECLINED: "Why you decline",
}
HINTS = {
    Decision.APPROVED: "",
    Decision.WITH_NOTE: "The text goes on as it is. The note is public once the page is.",
    Decision.DECLINED: "Say what would have to change. The reason is public once the page is.",
}


class OneDecisionForm(DecisionForm):
    """One of the three ways to decide, with a button of its own. It sends what `DecisionForm` reads."""

    way: Decision

    @classmethod
    def about(cls, way: Decision, seen: dict[str, str], sent: DecisionForm | None) -> Self:
        """Return the form of one way about the words of now, with what was typed if this one was sent."""
        was_sent = sent is not None and sent.data.get("decision") == way
        data = {**{name: sent[name].value() for name in sent.fields}, **seen} if was_sent and sent else None
        form = cls(data, initial={**seen, "decision": way}, auto_id=f"id_{way}_%s")
        form.way = way
        form.fields["decision"].widget = forms.HiddenInput()
        form.fields["words"].label, form.fields["words"].help_text = LABELS[way], HINTS[way]
        form.fields["words"].required = way != Decision.APPROVED
        form.fields["words"].error_messages["required"] = WORDS_MISSING.get(way, "")
        if way == Decision.APPROVED:
            form.fields["words"].widget = forms.HiddenInput()
        return form


class OverrideForm(forms.Form):
    """Why a page cannot wait for signatures that are missing."""

    reason = forms.CharField(
        label="Why it cannot wait",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Public, under the name of your partner.",
        error_messages={
            "required": "Say why it cannot wait for the missing signatures. The reason is public."
        },
    )
    is_sure = forms.BooleanField(
        label="I know that everybody will see whose signatures are missing, and this reason.",
        error_messages={"required": "Tick this box to go on."},
    )
    common = forms.CharField(max_length=64, widget=forms.HiddenInput)
    part = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)


class ReviewForm(forms.Form):
    """What a review of an override found."""

    words = forms.CharField(
        label="What you found",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Public, under the name of your partner. Then the page is flagged no more.",
        error_messages={"required": "Say what you found. It is public."},
    )


class WithdrawForm(forms.Form):
    """Why a page is withdrawn, for everybody."""

    explanation = forms.CharField(
        label="Why it is withdrawn",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Public: it stands at the address of the page from now on.",
        error_messages={"required": "Say why the page is withdrawn. The explanation is public."},
    )
    is_sure = forms.BooleanField(
        label="I know that the text goes off the site at once, and that everybody reads this explanation.",
        error_messages={"required": "Tick this box to go on."},
    )


class TakeDownForm(forms.Form):
    """What was published in error, for the partners alone."""

    explanation = forms.CharField(
        label="What was published in error",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Only the partners of this page read it. The public is told nothing.",
        error_messages={
            "required": "Say what was published in error, for the partners of this page. It is not public."
        },
    )
    is_sure = forms.BooleanField(
        label="I know that the page is gone for the public at once, as if it had never been there.",
        error_messages={"required": "Tick this box to go on."},
    )
