"""Choosing the pages that a case study names: none is named to somebody who does not find it anyway."""

from typing import Any

from django.db.models import QuerySet
from wagtail.admin.widgets import AdminPageChooser
from wagtail.models import Page

from partners.agencies.acting import AnyUser
from partners.sharing.relations import pages_found_by
from partners.signing.comparing.known_names import LONGEST_KEY, NOT_PUBLIC

NOT_FINDABLE = "Choose one that is published, or that you work on."


class FindablePageChooser(AdminPageChooser):
    """Shows the title of a chosen page only to people who find that page: the title of a draft tells.

    Until `open_to` says who looks, everybody sees what is public.
    """

    findable: QuerySet[Page] | None = None
    kept: int | None = None

    def open_to(self, findable: QuerySet[Page], kept: int | None) -> None:
        """Let the title of these pages show; `kept` was chosen before and stays, named or not."""
        self.findable, self.kept = findable, kept

    def get_value_data(self, value: Any) -> dict[str, Any] | None:
        """Return what is shown of the chosen page; nothing of one that is neither findable nor kept."""
        page = self.get_instance(value)
        findable = Page.objects.live().public() if self.findable is None else self.findable
        if page is None or findable.filter(pk=page.pk).exists():
            return super().get_value_data(page) if page else None
        if page.pk != self.kept:
            return None
        return {"id": page.pk, "edit_url": "", self.display_title_key: NOT_PUBLIC}

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Return the chosen key. What could be none, which a browser made up, is no page's key: 0."""
        value = super().value_from_datadict(data, files, name)
        is_key = value is None or (value.isdecimal() and len(value) <= LONGEST_KEY)
        return value if is_key else "0"


class ObjectiveChooser(FindablePageChooser):
    """Chooses an objective."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(target_models=["objectives.Objective"], **kwargs)


class PlanChooser(FindablePageChooser):
    """Chooses a joint plan."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(target_models=["plans.JointPlan"], **kwargs)


def open_row(row: Any, name: str, user: AnyUser) -> None:
    """Let a row choose among what this person finds, and keep what it chose before."""
    field, kept = row.fields[name], getattr(row.instance, f"{name}_id")
    model = field.queryset.model
    findable = Page.objects.filter(pk__in=pages_found_by(user).values("pk")) | Page.objects.live().public()
    field.queryset = model.objects.filter(pk__in=findable.values("pk")) | model.objects.filter(pk=kept)
    field.widget.open_to(findable, kept)
    field.error_messages["invalid_choice"] = NOT_FINDABLE
