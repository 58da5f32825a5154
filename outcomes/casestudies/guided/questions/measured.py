"""What was measured: up to three things, before and afterwards."""

from django import forms

from outcomes.casestudies.guided.questions.base import RowForm, RowsForm
from outcomes.casestudies.rows import NO_AFTER, NO_MEASURE, SHORT
from partners.text_fields import TOO_LONG, OneLineField

LONG = {"max_length": TOO_LONG}


class MeasuredRow(RowForm):
    """One thing that was measured."""

    telling = ("measure", "before", "after", "how_measured", "source", "source_url")

    measure = OneLineField(
        label="What was measured?",
        help_text="For example: people who say that they are often lonely.",
        max_length=200,
        error_messages={"required": NO_MEASURE, **LONG},
    )
    before = OneLineField(
        label="Before",
        help_text="With its unit, such as '41 of 120'. Empty: not measured.",
        required=False,
        max_length=SHORT,
        error_messages=LONG,
    )
    after = OneLineField(
        label="Afterwards",
        help_text="Such as '19 of 118'.",
        max_length=SHORT,
        error_messages={"required": NO_AFTER, **LONG},
    )
    how_measured = OneLineField(
        label="How was it measured?",
        help_text="Who was asked or counted, when, and by whom.",
        required=False,
        max_length=300,
        error_messages=LONG,
    )
    source = OneLineField(
        label="Where can this be read?", required=False, max_length=250, error_messages=LONG
    )
    source_url = forms.URLField(
        label="Web address of that",
        required=False,
        max_length=200,
        assume_scheme="https",
        error_messages={"invalid": "Enter a web address in the form www.example.org/report.", **LONG},
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
    )


class MeasuredForm(RowsForm):
    """Up to three measured effects; the editor takes more."""

    relation, row_form, most = "effects", MeasuredRow, 3
    label, row_label = "What was measured", "Measured effect"
    another = "Save and add another"
