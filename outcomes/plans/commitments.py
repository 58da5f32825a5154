"""Commitments: what each partner of a joint plan will do, with what money, and by when."""

import re
from datetime import date
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BaseFormSet, formset_factory

from partners.parts.content import Content
from partners.parts.forms import NOT_A_PART, Problem, StatementForm, problems_of
from partners.parts.kinds import PartKind, statement_words
from partners.text_fields import OneLineField, ParagraphsField

MOST = 10  # commitments of one partner in one plan
EMPTY_ROWS = 2
LONGEST_WHAT = 300  # characters
MOST_MONEY = 99_999_999_999  # pounds
YEARS = range(2000, 2101)
DATE_FORMATS = ["%d %B %Y", "%d %b %Y", "%d/%m/%Y", "%Y-%m-%d"]
POUNDS = re.compile(r"£?\s*([0-9]{1,3}(?:[, ][0-9]{3})+|[0-9]+)(?:\.00)?")

NO_POUNDS = "Write whole pounds in figures, such as 12,000, or leave it empty if it is not known."
TOO_MUCH = "Write an amount below £100 billion."
BOTH = "Write an amount or tick “No money”, not both."
NO_DAY = "Write a day, such as 31 March 2027."
NO_WHAT = "Write what you will do, or empty the rest of this commitment."


class PoundsField(OneLineField):
    """An amount in whole pounds, as people write it; None where it is left empty."""

    def clean(self, value: Any) -> int | None:
        """Return the pounds. Raises ValidationError for anything else."""
        words = super().clean(value)
        if not words:
            return None
        found = POUNDS.fullmatch(words)
        if found is None:
            raise ValidationError(NO_POUNDS)
        pounds = int(re.sub(r"\D", "", found[1])[:20])
        if pounds > MOST_MONEY:
            raise ValidationError(TOO_MUCH)
        return pounds


class CommitmentForm(forms.Form):
    """One commitment. A row that is left empty is none."""

    what = ParagraphsField(
        label="What you will do",
        required=False,
        max_length=LONGEST_WHAT,
        error_messages={"max_length": "Write 300 characters or fewer. You have written %(show_value)d."},
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    money = PoundsField(
        label="Money, in whole pounds",
        required=False,
        help_text="Leave it empty if it is not known yet: readers see “Not recorded”.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    no_money = forms.BooleanField(label="No money: time or things only", required=False)
    by = forms.DateField(
        label="By when",
        required=False,
        input_formats=DATE_FORMATS,
        help_text="For example 31 March 2027.",
        error_messages={"invalid": NO_DAY},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean_by(self) -> date | None:
        """Refuse years that can only be a slip. Raises ValidationError."""
        by: date | None = self.cleaned_data["by"]
        if by and by.year not in YEARS:
            raise ValidationError(NO_DAY)
        return by

    def clean(self) -> dict[str, Any]:
        """Ask for what belongs together, beside the field."""
        entered = self.cleaned_data
        if entered.get("money") and entered.get("no_money"):
            self.add_error("money", BOTH)
        rest = entered.get("money") is not None or entered.get("no_money") or entered.get("by")
        if rest and not entered.get("what") and "what" not in self.errors:
            self.add_error("what", NO_WHAT)
        return entered

    def kept(self) -> Content | None:
        """Return the commitment; None for a row that was left empty."""
        entered = self.cleaned_data
        if not entered.get("what"):
            return None
        money = 0 if entered["no_money"] else entered["money"]
        by = entered["by"].isoformat() if entered["by"] else None
        return {"what": entered["what"], "money": money, "by": by}


class CommitmentRows(BaseFormSet[CommitmentForm]):
    """The commitments of one partner, at most ten."""

    default_error_messages = {
        **BaseFormSet.default_error_messages,
        "too_many_forms": f"Write {MOST} commitments at most.",
    }


ROWS = formset_factory(
    CommitmentForm,
    formset=CommitmentRows,
    extra=EMPTY_ROWS,
    max_num=MOST,
    absolute_max=MOST + 1,
    validate_max=True,
)
PREFIX = "commitment"


class CommitmentsForm(StatementForm):
    """What one partner commits to: rows, and words of its own if it likes."""

    fields_template = "plans/admin/commitments_fields.html"
    field_order = ["statement"]

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["statement"].label = "Anything else that you want to say"
        rows = self.initial.get("commitments", [])
        self.rows = ROWS(data, prefix=PREFIX, initial=[typed_row(row) for row in rows])

    @classmethod
    def typed(cls, content: Content) -> dict[str, Any]:
        """Return the content as the form would send it. Raises ValidationError for what is none."""
        rows = content.get("commitments", [])
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise ValidationError(NOT_A_PART)
        typed = {
            **super().typed(content),
            f"{PREFIX}-TOTAL_FORMS": len(rows),
            f"{PREFIX}-INITIAL_FORMS": 0,
        }
        for number, row in enumerate(rows):
            typed |= {f"{PREFIX}-{number}-{name}": value for name, value in typed_row(row).items()}
        return typed

    @classmethod
    def showing(cls, content: Content) -> "CommitmentsForm":
        """Return the form with what is said now."""
        return cls(initial=content)

    def is_valid(self) -> bool:
        """Whether the words and all rows are as they should be."""
        return all([super().is_valid(), self.rows.is_valid()])

    def problems(self) -> list[Problem]:
        """Return what is wrong, the rows first, as they stand on the page."""
        rows = [problem for row in self.rows.forms for problem in problems_of(row)]
        general = [Problem("", str(message)) for message in self.rows.non_form_errors()]
        return [*general, *rows, *super().problems()]

    def content(self) -> Content:
        """Return the commitments in the order in which they were written, and the words."""
        rows = [row for row in (form.kept() for form in self.rows.forms) if row]
        return {**({"commitments": rows} if rows else {}), **super().content()}


def typed_row(row: Content) -> dict[str, Any]:
    """Return a commitment as the form would send it. Raises ValidationError for what is none."""
    what, money, by = row.get("what", ""), row.get("money"), row.get("by")
    amounts = money is None or (isinstance(money, int) and not isinstance(money, bool) and money >= 0)
    if not (isinstance(what, str) and amounts and isinstance(by, str | None)):
        raise ValidationError(NOT_A_PART)
    return {
        "what": what,
        "money": f"{money:,}" if money else "",
        "no_money": "on" if money == 0 else "",
        "by": in_words(by) if by else "",
    }


def in_words(by: str) -> str:
    """Return an ISO date as people write it; what is no date stays as it is, for the form to refuse."""
    try:
        return f"{date.fromisoformat(by):%-d %B %Y}"
    except ValueError:
        return by


class Commitment(NamedTuple):
    """A commitment in words."""

    what: str
    money: str
    by: str


def shown(content: Content) -> dict[str, Any]:
    """Return the commitments in words; what is missing is said."""
    rows = [
        Commitment(row["what"], money_in_words(row["money"]), in_words(row["by"] or "") or "Not recorded")
        for row in content.get("commitments", [])
    ]
    return {"commitments": rows, "statement": statement_words(content)}


def money_in_words(pounds: int | None) -> str:
    """Return an amount in words: none at all differs from one that nobody wrote down."""
    if pounds is None:
        return "Not recorded"
    return f"£{pounds:,}" if pounds else "No money"


def words(content: Content) -> str:
    """Return what searches find: what is done, and the words."""
    done = [row["what"] for row in content.get("commitments", [])]
    return "\n".join([*done, statement_words(content)]).strip()


COMMITMENTS = PartKind(
    title="Commitments",
    heading="What each partner will do",
    form=CommitmentsForm,
    template="plans/commitments.html",
    words=words,
    shown=shown,
    missing="No commitments recorded yet from",
)
