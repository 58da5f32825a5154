"""The editor's form of case studies."""

from typing import Any

from wagtail.models import Page

from outcomes.casestudies.choosers import open_row
from partners.places.tagging_forms import refuse
from partners.sharing.forms import SharedPageForm

ROWS = ("providers", "effects", "objective_links", "plan_links")
LINKS = {"objective_links": "objective", "plan_links": "plan"}


class CaseStudyForm(SharedPageForm):
    """Says in plain English what is missing in a row, and names no page that is hidden from who writes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ROWS:
            for row in self.formsets.get(name, []):
                say_what_is_missing(row)
        for name, field in LINKS.items():
            for row in self.formsets.get(name, []):
                open_row(row, field, self.for_user)

    def is_valid(self) -> bool:
        """Say also that the place from which it is run has ended, unless the page named it before."""
        valid: bool = super().is_valid()
        base = getattr(self, "cleaned_data", {}).get("base_place")
        if base is None or base.ended_on is None or base.pk in bases_before(self.instance.pk):
            return valid
        refuse(self, base, "base_place")
        return False


def bases_before(page: int | None) -> set[int | None]:
    """Return the places from which a page says that it is run, on the site and in its newest version."""
    said = Page.objects.filter(pk=page).values_list("casestudy__base_place", "latest_revision__content")
    return {key for base, newest in said for key in (base, (newest or {}).get("base_place"))}


def say_what_is_missing(row: Any) -> None:
    """Give each field that a row needs the message that its model has for it."""
    for field in row.instance._meta.fields:
        if field.name in row.fields and not field.blank:
            row.fields[field.name].error_messages["required"] = field.error_messages["blank"]
