"""What it was, for whom, what changed and what did not work."""

from typing import Any

from django import forms
from wagtail.coreutils import cautious_slugify

from outcomes.casestudies import evidence
from outcomes.casestudies.effects import Effect
from outcomes.casestudies.evidence import EvidenceStrength
from outcomes.casestudies.guided.questions.base import StepForm
from outcomes.casestudies.guided.questions.numbers import YearField
from outcomes.casestudies.models import CaseStudy
from partners.text_fields import TOO_LONG, OneLineField, ParagraphsField

LONGEST_TITLE = 255
LONGEST_SUMMARY = 300
NOTHING_KNOWN = "Nothing that we know of."
NOT_SAID = "Say what did not work, or tick the box below."
BOTH_SAID = "You wrote something and ticked 'Nothing that we know of'. Untick the box, or empty the text."


class WhatForm(StepForm):
    """What it is called, and what it was in a sentence or two."""

    labels = {"title": "Title", "summary": "In one or two sentences"}
    needed_always = frozenset({"title"})

    title = OneLineField(
        label="What do you call it?",
        help_text="A name that others will recognise, such as 'Kettle mornings at the launderette'.",
        max_length=LONGEST_TITLE,
        error_messages={"required": "Write a title.", "max_length": TOO_LONG},
    )
    summary = ParagraphsField(
        label="What was it, in one or two plain sentences?",
        help_text=f"People read this first, on cards and in lists. {LONGEST_SUMMARY} characters or fewer.",
        max_length=LONGEST_SUMMARY,
        error_messages={
            "required": "Write a summary: one or two plain sentences.",
            "max_length": TOO_LONG,
        },
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def write(self) -> None:
        """Let the address of a draft follow its title, as long as nobody chose another."""
        page = self.page
        follows = page.first_published_at is None and page.slug == cautious_slugify(page.title)
        if follows and page.title != self.cleaned_data["title"]:
            page.slug = ""
        super().write()


class ForWhomForm(StepForm):
    """For whom it was."""

    labels = {"for_whom": "Who it was for"}

    for_whom = ParagraphsField(
        label="Who was it for, and how many were they?",
        help_text="For example: 40 people over 65 who live alone. A guess is fine if you say so.",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class ChangedForm(StepForm):
    """What changed for them, in words and on the scale."""

    labels = {"what_changed": "What changed", "effect": "Effect"}

    what_changed = ParagraphsField(
        label="What is different now?",
        help_text="For those it was for. A story is as welcome as a number, and no change is worth telling.",
        required=False,
    )
    effect = forms.ChoiceField(
        label="All in all, how is it for them now?",
        required=False,
        choices=[*Effect.choices, ("", "I cannot say")],
        widget=forms.RadioSelect,
    )


class NeededField(ParagraphsField):
    """A text for which a tick may stand: whether one of them is missing is for the form to say."""

    def validate(self, value: str) -> None:
        """Accept an empty one."""


class DidNotWorkForm(StepForm):
    """What did not work: a question that has to be answered before partners sign."""

    labels = {"what_did_not_work": "What did not work"}

    what_did_not_work = NeededField(
        label="What did not work, or would you do differently?",
        help_text="Others learn most from this.",
    )
    nothing = forms.BooleanField(label="Nothing that we know of", required=False)

    @classmethod
    def shown(cls, page: CaseStudy) -> dict[str, Any]:
        """Return the text, or the tick that stands for it."""
        if page.what_did_not_work.strip().rstrip(".") == NOTHING_KNOWN.rstrip("."):
            return {"what_did_not_work": "", "nothing": True}
        return {"what_did_not_work": page.what_did_not_work, "nothing": False}

    def clean(self) -> dict[str, Any]:
        """Ask for one answer, not two."""
        cleaned = super().clean() or {}
        text, nothing = cleaned.get("what_did_not_work"), cleaned.get("nothing")
        if text and nothing:
            self.add_error("what_did_not_work", BOTH_SAID)
        elif not text and not nothing and not self.for_later:
            self.add_error("what_did_not_work", NOT_SAID)
        return cleaned

    def write(self) -> None:
        """Put the text into the case study, or the words of the tick."""
        nothing = self.cleaned_data["nothing"]
        self.page.what_did_not_work = NOTHING_KNOWN if nothing else self.cleaned_data["what_did_not_work"]


class EvidenceForm(StepForm):
    """How it is known, and when it was."""

    labels = {"evidence_strength": "How you know", "year": "Year"}

    evidence_strength = forms.ChoiceField(
        label="How do you know what changed?",
        help_text="Choose the strongest that is true. Readers see it as one of three marks.",
        required=False,
        widget=forms.RadioSelect,
    )
    year = YearField(label="In which year did it end?", help_text="If it goes on, this year.")

    def prepare(self) -> None:
        """Say what each strength means, weakest first."""
        self.fields["evidence_strength"].choices = [  # type: ignore[attr-defined]  # a choice field
            *((each.value, f"{each.label}: {evidence.IN_SHORT[each]}") for each in EvidenceStrength),
            ("", "I cannot say"),
        ]

    @classmethod
    def is_done(cls, page: CaseStudy) -> bool:
        """Whether it is said how it is known; the year is welcome."""
        return bool(page.evidence_strength)
