"""The panel of the page editor that says how far each partner's part is."""

from typing import Any

from wagtail.admin.panels import Panel

from partners.parts.board import rows_of
from partners.parts.kinds import kind_of


class PartsPanel(Panel):
    """Shows the state of all parts. They are written on a screen of their own, each by its partner."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "parts/panel.html"

        def is_shown(self) -> bool:
            """Once there is a page that partners can say something on."""
            return bool(self.instance.pk) and kind_of(self.instance) is not None

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Add the parts; four queries."""
            context: dict[str, Any] = super().get_context_data(parent_context)
            page, kind = self.instance, kind_of(self.instance)
            rows = rows_of(page, kind, self.request.user) if kind else []
            return {**context, "page": page, "kind": kind, "rows": rows}
