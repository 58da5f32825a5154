"""Boxes of public forms: nothing that somebody typed or pasted is cut off or lost."""

from typing import Any

from django import forms

from partners.places.models import Place

TOO_LONG = "Write %(limit_value)d characters or fewer. You have written %(show_value)d."


class TextField(forms.CharField):
    """Text that the browser does not cut off: what somebody pastes would be lost without a word."""

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Return the attributes without a length."""
        return {name: value for name, value in super().widget_attrs(widget).items() if name != "maxlength"}


class OneLineField(TextField):
    """Text on one line, whatever was pasted."""

    def to_python(self, value: Any) -> Any:
        """Return the text with single spaces."""
        text = super().to_python(value)
        return " ".join(text.split()) if isinstance(text, str) else text


class ParagraphsField(TextField):
    """Text in which the end of a line counts as one character, as it does for whoever types it."""

    widget = forms.Textarea(attrs={"rows": 6})

    def to_python(self, value: Any) -> Any:
        """Return the text with one kind of line end."""
        text = super().to_python(value)
        return text.replace("\r\n", "\n").replace("\r", "\n") if isinstance(text, str) else text


class WebsiteField(forms.URLField):
    """The address of a web site, which people type without 'https://'."""

    def __init__(self, **more: Any) -> None:
        super().__init__(
            label="Web site",
            required=False,
            max_length=200,
            assume_scheme="https",
            error_messages={"invalid": "Enter a web address in the form www.example.org."},
            widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "url"}),
            **more,
        )


class TrapInput(forms.TextInput):
    """A box that people do not see. What was put into it is not shown again, so sending once more works."""

    def format_value(self, value: Any) -> str:
        """Return nothing."""
        return ""


class TrapField(forms.CharField):
    """A box that only programs fill in."""

    is_trap = True
    widget = TrapInput(attrs={"autocomplete": "off", "tabindex": "-1"})


class PlaceChoiceField(forms.CharField):
    """A radio button for each of several places."""

    def __init__(self, *, places: list[Place]) -> None:
        choices = [(place.code, f"{place.label} ({place.get_kind_display()})") for place in places]
        widget = forms.RadioSelect(choices=choices)
        super().__init__(label="Which of these places do you mean?", widget=widget)

    def validate(self, value: str) -> None:
        """Accept anything: whether a choice is needed, and fits, is for the form to say."""
