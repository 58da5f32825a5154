"""The forms with which a moderator answers a proposal."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from outcomes.proposals.models import TEXT_LENGTH
from outcomes.proposals.rules import NO_REASON
from partners.agencies.models import Partner


class AnswerForm(forms.Form):
    """A public reason and, for operators where several partners answer, which of them does."""

    partner = forms.ModelChoiceField(
        queryset=Partner.objects.none(),
        label="Answer for",
        empty_label=None,
        error_messages={"invalid_choice": "Choose one of the partners."},
    )
    reason = forms.CharField(
        label="Reason",
        help_text="Everybody can read it, and the proposer gets it by email.",
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": NO_REASON},
    )
    reason_is_required = True

    def __init__(self, *args: Any, partners: QuerySet[Partner], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = self.reason_is_required
        choices = list(partners)
        if len(choices) > 1:
            self.fields["partner"].queryset = partners  # type: ignore[attr-defined]
            self.initial.setdefault("partner", choices[0])
        else:
            del self.fields["partner"]
        self.only_partner = choices[0] if len(choices) == 1 else None

    @property
    def answering_partner(self) -> Partner | None:
        """The partner that answers, once the form is valid."""
        return self.cleaned_data.get("partner", self.only_partner)


class AcceptForm(AnswerForm):
    """Opens a proposal for support; a reason is welcome."""

    reason_is_required = False


class DeclineForm(AnswerForm):
    """Declines a proposal."""


class AdoptForm(AnswerForm):
    """Makes a draft objective of a proposal."""
