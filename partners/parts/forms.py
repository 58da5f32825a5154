"""The forms in which a partner writes its part; each way in goes through them."""

from typing import Any, ClassVar, NamedTuple, Self

from django import forms
from django.core.exceptions import ValidationError

from partners.parts.content import Content
from partners.parts.models import LONGEST_ANSWER, LONGEST_SUGGESTION
from partners.text_fields import OneLineField, ParagraphsField

LONGEST_STATEMENT = 1500  # characters
TOO_LONG = "Write {limit} characters or fewer. You have written %(show_value)d."
NOT_A_PART = "This is not the content of a part."


class Problem(NamedTuple):
    """Something wrong in a form: the element where it is put right, if there is one, and what to do."""

    at: str
    message: str


def problems_of(form: forms.Form) -> list[Problem]:
    """Return what is wrong in the fields of a form, in their order, then what is wrong as a whole."""
    in_fields = [(field.id_for_label, field.errors) for field in form]
    return [
        Problem(at, str(message))
        for at, messages in [*in_fields, ("", form.non_field_errors())]
        for message in messages
    ]


class PartForm(forms.Form):
    """A form for one kind of part. Subclasses say how its content is typed and what is kept of it."""

    fields_template: ClassVar[str]

    @classmethod
    def typed(cls, content: Content) -> dict[str, Any]:
        """Return the content as the form would send it. Raises ValidationError for what is none."""
        raise NotImplementedError

    @classmethod
    def showing(cls, content: Content) -> Self:
        """Return the form with what is said now."""
        return cls(initial=cls.typed(content))

    def problems(self) -> list[Problem]:
        """Return what is wrong in a form that is not valid."""
        return problems_of(self)

    def content(self) -> Content:
        """Return what is kept of a valid form: empty when nothing is said."""
        raise NotImplementedError


class StatementForm(PartForm):
    """What a partner brings and commits to, in its own words."""

    fields_template = "parts/admin/statement_fields.html"

    statement = ParagraphsField(
        label="What you bring, and what you commit to",
        required=False,
        max_length=LONGEST_STATEMENT,
        help_text="In your own words, 1,500 characters at most. Leave it empty to say nothing.",
        error_messages={"max_length": TOO_LONG.format(limit="1,500")},
    )

    @classmethod
    def typed(cls, content: Content) -> dict[str, Any]:
        """Return the statement as the form would send it."""
        statement = content.get("statement", "")
        if not isinstance(statement, str):
            raise ValidationError(NOT_A_PART)
        return {"statement": statement}

    def content(self) -> Content:
        """Return the statement, if there is one."""
        statement = self.cleaned_data["statement"]
        return {"statement": statement} if statement else {}


class SuggestionForm(forms.Form):
    """What another partner should say differently."""

    text = ParagraphsField(
        label="What you suggest",
        max_length=LONGEST_SUGGESTION,
        help_text="Its editors read it and decide. 1,000 characters at most.",
        error_messages={
            "required": "Write what you suggest.",
            "max_length": TOO_LONG.format(limit="1,000"),
        },
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AnswerForm(forms.Form):
    """A word about what becomes of a suggestion."""

    words = OneLineField(
        label="A word to them",
        required=False,
        max_length=LONGEST_ANSWER,
        error_messages={"max_length": TOO_LONG.format(limit=LONGEST_ANSWER)},
    )
