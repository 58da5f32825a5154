"""A moment typed as local time, which does not exist, or exists twice, in the nights when clocks change."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone

GONE = (
    "There is no {time} on {day}: the clocks go forward then. Choose a time before {before}, or from {after} on."
)
TWICE = (
    "{time} comes twice on {day}, because the clocks go back then. Choose a time before {before}, "
    "or from {after} on."
)
A_DAY = timedelta(days=1)


class LocalMomentField(forms.DateTimeField):
    """A date and a time in the site's time zone; says clearly which moments nobody can choose."""

    def to_python(self, value: Any) -> datetime | None:
        """Return the moment. Raises ValidationError."""
        naive = forms.DateTimeField.to_python(NaiveField(**self.reading), value)
        if naive is None or timezone.is_aware(naive):
            return naive
        check_is_one_moment(naive)
        return timezone.make_aware(naive)

    @property
    def reading(self) -> dict[str, Any]:
        """How to read what was typed."""
        return {"input_formats": self.input_formats, "error_messages": self.error_messages, "required": False}
