"""The part of the page editor that says when the page is due to be checked, and by whom."""

from typing import Any

from wagtail.admin.panels import Panel


class ReviewPanel(Panel):
    """Shows date and contact. Changes are made on a screen of their own, because they need no new version."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "freshness/review_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Add the page and its next check."""
            context: dict[str, Any] = super().get_context_data(parent_context)
            return {**context, "page": self.instance, "review": self.instance.page_review}
