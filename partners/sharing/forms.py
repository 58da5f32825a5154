"""The editor's form of shared pages: what it asks for, in plain English."""

from typing import Any

from django.forms import BaseForm
from wagtail.admin.forms.pages import CopyForm
from wagtail.models import Page

from partners.agencies.acting import partner_of
from partners.places.tagging_forms import PlaceTaggedForm
from partners.sharing.lists import PageList

NO_LEAD = "No partner leads this page yet. Save the draft, then name one under Partners."
REQUIRED = {
    "title": "Write a title.",
    "summary": "Write a summary: one or two plain sentences.",
    "place": "Choose a place, or remove this row.",
    "theme": "Choose a theme, or remove this row.",
}
TOO_FEW = {
    "place_tags": "Choose at least one place.",
    "theme_tags": "Choose at least one theme.",
}


class SharedPageForm(PlaceTaggedForm):
    """Asks in plain English for what is missing."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The page makes its address from the title when none is given.
        if "slug" in self.fields:
            self.fields["slug"].required = False
        say_what_is_missing(self)
        for name in TOO_FEW:
            for row in self.formsets.get(name, []):
                say_what_is_missing(row)

    def is_valid(self) -> bool:
        """Ask for a place, a theme and a lead partner, unless it is a draft that is saved for later."""
        valid: bool = super().is_valid()
        if self.is_deferred_validation:
            return valid
        problems = [self.complain(name, message) for name, message in self.missing()]
        if not self.has_lead():
            self.add_error(None, NO_LEAD)
            valid = False
        return valid and not problems

    def has_lead(self) -> bool:
        """Whether a partner leads the page, or will once it is saved."""
        if self.instance.pk:
            return self.instance.lead_partner is not None
        return partner_of(self.for_user) is not None

    def missing(self) -> list[tuple[str, str]]:
        """Return the relations that are not as a published page needs them, each with what to do."""
        rows = {name: kept(self.formsets[name]) for name in TOO_FEW if name in self.formsets}
        return [(name, TOO_FEW[name]) for name, entered in rows.items() if not entered]

    def complain(self, name: str, message: str) -> str:
        """Show the message above the rows of a relation."""
        self.formsets[name].non_form_errors().append(message)
        return message


class SharedCopyForm(CopyForm):
    """Copies go into a list and are pages of their own: kept in step, they would show later drafts.

    Nor are they published at once: they have partners of their own, who sign them.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("alias", "publish_copies"):
            self.fields.pop(name, None)
        self.fields["new_parent_page"].queryset = Page.objects.type(PageList)


def say_what_is_missing(form: BaseForm) -> None:
    """Give each required field that we know a message of its own."""
    for name, message in REQUIRED.items():
        if name in form.fields:
            form.fields[name].error_messages["required"] = message


def kept(formset: Any) -> list[dict[str, Any]]:
    """Return what was entered in the rows that are filled in and not deleted."""
    entered = [getattr(form, "cleaned_data", None) for form in formset.forms]
    return [row for row in entered if row and not row.get("DELETE")]
