"""The editor's form of pages about places: it does not bring back places that ended."""

from typing import Any

from django.forms import BaseForm
from django.utils.formats import date_format
from wagtail.admin.forms import WagtailAdminPageForm

from partners.places.editions.revisions import TAGS, places_in
from partners.places.models import Place
from partners.places.succession import current_successors_of
from partners.places.tagging import PagePlace

SHOWN = 5


class PlaceTaggedForm(WagtailAdminPageForm):
    """Refuses places that have ended, unless the page named them before and nobody has decided yet.

    Going back to an old version of a page shows what it said then; saving it must not undo that its places
    were moved to their successors.
    """

    def is_valid(self) -> bool:
        """Say which places have ended, and what to choose instead."""
        valid: bool = super().is_valid()
        refused = [refuse(form, place) for form, place in self.ended_places()]
        return valid and not refused

    def ended_places(self) -> list[tuple[BaseForm, Place]]:
        """Return the rows that newly name a place that has ended; no query unless there is such a place."""
        ended = [(form, place) for form, place in self.entered_places() if place.ended_on is not None]
        known = named_before(self.instance.pk) if ended and self.instance.pk else set()
        return [(form, place) for form, place in ended if place.pk not in known]

    def entered_places(self) -> list[tuple[Any, Place]]:
        """Return the rows that are filled in and not deleted, each with its place."""
        formset = self.formsets.get(TAGS)
        entered = [(form, getattr(form, "cleaned_data", {})) for form in formset.forms] if formset else []
        return [(form, row["place"]) for form, row in entered if row.get("place") and not row.get("DELETE")]


def named_before(page: int) -> set[int]:
    """Return the places that a page names, in what is published and in its newest version."""
    from wagtail.models import Page

    newest = Page.objects.filter(pk=page).values_list("latest_revision__content", flat=True).first() or {}
    published = PagePlace.objects.filter(page=page).order_by().values_list("place", flat=True)
    return {*published, *(places_in(newest.get(TAGS)) or [])}


def refuse(form: BaseForm, place: Place, field: str = "place") -> str:
    """Say beside the field that its place has ended, and what to choose instead."""
    heirs = [heir.place.label for heir in current_successors_of(place)[:SHOWN]]
    instead = " or ".join(heirs) or "a place of today"
    day = date_format(place.ended_on, "j F Y") if place.ended_on else ""
    message = f"{place.label} ended on {day}. Choose {instead} instead."
    form.add_error(field, message)
    return message
