"""A date and a time as people type them, in the nights when clocks change too."""

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.utils import timezone

GONE = "There is no {time} on {day}, because the clocks go forward. Choose {instead}, or another time."
TWICE = "{time} comes twice on {day}, because the clocks go back. Choose a time an hour earlier or later."


class LocalMomentField(forms.DateTimeField):
    """A moment in the site's time zone. What is no moment, or is two, is refused with a clear sentence."""

    def to_python(self, value: Any) -> datetime | None:
        """Return the moment. Raises ValidationError."""
        try:
            return super().to_python(value)
        except forms.ValidationError as refusal:
            if getattr(refusal, "code", None) == "ambiguous_timezone" and refusal.params:
                raise forms.ValidationError(why_not_one_moment(refusal.params["datetime"])) from refusal
            raise


def why_not_one_moment(typed: datetime) -> str:
    """Return what is wrong with a local time that the clocks jump over, or show twice."""
    zone = timezone.get_current_timezone()
    instead = typed.replace(tzinfo=zone, fold=0).astimezone(UTC).astimezone(zone)
    words = TWICE if instead.replace(tzinfo=None) == typed else GONE
    return words.format(time=f"{typed:%H:%M}", day=f"{typed:%-d %B %Y}", instead=f"{instead:%H:%M}")
