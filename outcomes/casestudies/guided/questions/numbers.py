"""Boxes for pounds and years."""

from typing import Any

from django import forms

NOT_POUNDS = "Write whole pounds in figures, such as 2900."
TOO_MANY_POUNDS = "Write %(limit_value)d pounds or fewer."
NOT_PER_CENT = "Write a whole number from 0 to {most}."
SHORT_BOX = {"inputmode": "numeric", "autocomplete": "off", "class": "govuk-input--width-10"}
YEAR_BOX = {"inputmode": "numeric", "autocomplete": "off", "class": "govuk-input--width-4"}


class PoundsField(forms.IntegerField):
    """Whole pounds as people write them: '£2,900'."""

    def __init__(self, **more: Any) -> None:
        messages = {
            "invalid": NOT_POUNDS,
            "min_value": NOT_POUNDS,
            "max_value": TOO_MANY_POUNDS,
        }
        super().__init__(
            min_value=0,
            required=False,
            widget=forms.TextInput(attrs=SHORT_BOX),
            error_messages=messages,
            **more,
        )

    def to_python(self, value: Any) -> int | None:
        """Return the number without the signs around it."""
        plain = value.replace("£", "").replace(",", "").replace(" ", "") if isinstance(value, str) else value
        found: int | None = super().to_python(plain)
        return found


class YearField(forms.IntegerField):
    """A year in four digits, of those that a case study may name."""

    def __init__(self, **more: Any) -> None:
        super().__init__(
            min_value=1990,
            max_value=2100,
            required=False,
            widget=forms.TextInput(attrs=YEAR_BOX),
            error_messages={
                "invalid": "Write the year in four digits, such as 2025.",
                "min_value": "Write a year from 1990 on.",
                "max_value": "Write a year up to 2100.",
            },
            **more,
        )


class PercentField(forms.IntegerField):
    """A whole number of per cent, with or without the sign."""

    def __init__(self, *, most: int, **more: Any) -> None:
        messages = dict.fromkeys(("invalid", "min_value", "max_value"), NOT_PER_CENT.format(most=most))
        super().__init__(
            min_value=0,
            max_value=most,
            required=False,
            widget=forms.TextInput(attrs=YEAR_BOX),
            error_messages=messages,
            **more,
        )

    def to_python(self, value: Any) -> int | None:
        """Return the number without the sign."""
        found: int | None = super().to_python(value.replace("%", "") if isinstance(value, str) else value)
        return found
