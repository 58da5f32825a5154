"""What is asked of who sends a link for signing, and of who signs by one."""

import re
from typing import Any

from django import forms

from partners.agencies.models import Partner
from partners.members.domains import is_shared_mailbox
from partners.signing.decisions import WORDS_MISSING, Answer
from partners.signing.links.services import MOST_WRONG_CODES
from partners.signing.models import Decision

SHARED_FIELD = "shared_confirmed"
ONE_LINE = re.compile(r"\s+")


class SendForm(forms.Form):
    """For which partner, and to whom."""

    partner = forms.ModelChoiceField(
        queryset=Partner.objects.none(),
        label="Who should sign",
        empty_label=None,
        error_messages={"required": "Choose a partner.", "invalid_choice": "Choose one of these partners."},
    )
    address = forms.EmailField(
        label="Mail address of the signatory",
        max_length=254,
        help_text="In a mail domain of that partner.",
        error_messages={
            "required": "Write the signatory's mail address.",
            "invalid": "Write a mail address, such as pat@example.org.",
        },
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, partners: list[Partner], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["partner"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  # declared above
        field.queryset = Partner.objects.filter(pk__in=[each.pk for each in partners])
        if len(partners) == 1:
            field.initial = partners[0].pk
        if is_shared_mailbox(self.data.get("address", "")):
            self.fields[SHARED_FIELD] = forms.BooleanField(
                label="One person alone uses this mailbox", required=False
            )


class CodeForm(forms.Form):
    """The code from the letter."""

    code = forms.CharField(
        label="Code",
        max_length=20,
        help_text=f"Six figures, from our letter. After {MOST_WRONG_CODES} wrong codes the link ends.",
        error_messages={"required": "Write the code from the letter."},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )

    def clean_code(self) -> str:
        """Return the figures alone. Raises ValidationError, which counts as no try."""
        code = re.sub(r"[\s-]", "", self.cleaned_data["code"])
        if not re.fullmatch(r"[0-9]{6}", code):
            raise forms.ValidationError("The code has six figures.")
        return code


class SignatoryForm(forms.Form):
    """What a signatory decides, and who that is."""

    decision = forms.ChoiceField(
        label="Your decision",
        choices=[
            (Decision.APPROVED, "Sign"),
            (Decision.WITH_NOTE, "Sign with a note"),
            (Decision.DECLINED, "Decline, with a reason"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what you decide."},
    )
    words = forms.CharField(
        label="Note or reason",
        required=False,
        max_length=1000,
        help_text="Public. Needed for a note and when you decline.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    name = forms.CharField(
        label="Your name",
        max_length=100,
        error_messages={"required": "Write your name."},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    office = forms.CharField(
        label="Your office",
        max_length=95,
        help_text="What you are there, such as chief executive or chair.",
        error_messages={"required": "Write what you are there."},
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )

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
    def signatory(self) -> str:
        """Name and office, in one line."""
        return ONE_LINE.sub(" ", f"{self.cleaned_data['name']}, {self.cleaned_data['office']}")
