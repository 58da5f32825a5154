"""The editor's form of shared pages: what it asks for, in plain English."""

from typing import Any

from django.forms import BaseForm
from wagtail.admin.forms import WagtailAdminPageForm

from partners.sharing.models import ShareRole

ONE_LEAD = "Choose 'Lead partner' for exactly one of the partners."
REQUIRED = {
    "title": "Write a title.",
    "slug": "Write the last part of the address.",
    "summary": "Write a summary: one or two plain sentences.",
    "place": "Choose a place, or remove this row.",
    "theme": "Choose a theme, or remove this row.",
    "partner": "Choose a partner, or remove this row.",
    "role": "Say which part this partner has.",
}
TOO_FEW = {
    "place_tags": "Choose at least one place.",
    "theme_tags": "Choose at least one theme.",
    "shares": "Name at least the lead partner.",
}


class SharedPageForm(WagtailAdminPageForm):
    """Asks in plain English for what is missing, and checks that the partners named make sense together."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_what_is_missing(self)
        for name, message in TOO_FEW.items():
            if name in self.formsets:
                self.formsets[name].error_messages["too_few_forms"] = message
                for form in self.formsets[name].forms:
                    say_what_is_missing(form)

    def is_valid(self) -> bool:
        """Ask for exactly one lead partner, unless it is a draft that is saved for later."""
        valid: bool = super().is_valid()
        shares = self.formsets.get("shares")
        if self.is_deferred_validation or shares is None or not shares.is_valid():
            return valid
        if sum(share["role"] == ShareRole.LEAD for share in kept(shares)) == 1:
            return valid
        shares.non_form_errors().append(ONE_LEAD)
        return False


def say_what_is_missing(form: BaseForm) -> None:
    """Give each required field that we know a message of its own."""
    for name, message in REQUIRED.items():
        if name in form.fields:
            form.fields[name].error_messages["required"] = message


def kept(formset: Any) -> list[dict[str, Any]]:
    """Return what was entered in the rows that are filled in and not deleted."""
    return [form.cleaned_data for form in formset.forms if form.cleaned_data and not form.cleaned_data.get("DELETE")]
