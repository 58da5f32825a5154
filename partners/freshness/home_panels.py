"""The panel of the admin's first page that says which pages are due to be checked."""

from typing import Any

from wagtail.admin.ui.components import Component

from partners.freshness.selectors import out_of_date

FEW = 5


class OutOfDatePanel(Component):
    """The pages of the partner that are overdue, or due within four weeks."""

    name = "out_of_date"
    order = 30
    template_name = "freshness/admin/home_panel.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Return the first few, and how many there are; two queries, one when there are none."""
        due = out_of_date(parent_context["request"].user)
        total = due.count()
        return {"total": total, "due": list(due[:FEW]) if total else []}
