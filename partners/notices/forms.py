"""The form in which a person chooses how they hear of things."""

from collections.abc import Mapping
from typing import Any

from django import forms

from partners.notices.models import Category, How

HELP = {
    Category.SIGNING: "A page waits for the signature of your partner, or will soon be due.",
    Category.SIGNATURES: "Another partner signed, declined or joined; a page went live or was withdrawn.",
    Category.PARTS: "Somebody suggests a change to what your partner says for itself.",
    Category.FRESHNESS: "The day has come on which a page should be read again.",
    Category.INVITATIONS: "Another partner asks yours to contribute to a page.",
}


class PreferencesForm(forms.Form):
    """One choice for each category."""

    def __init__(self, data: Mapping[str, Any] | None = None, *, choices: dict[Category, How]) -> None:
        super().__init__(data)
        for category in Category:
            self.fields[category.value] = forms.ChoiceField(
                label=category.label,
                help_text=HELP[category],
                choices=How.choices,
                initial=choices[category],
                widget=forms.RadioSelect,
                error_messages={"required": "Choose how you hear of this."},
            )

    def chosen(self) -> dict[Category, How]:
        """Return what the person chose for each category."""
        return {category: How(self.cleaned_data[category.value]) for category in Category}
