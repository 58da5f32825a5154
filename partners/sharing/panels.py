"""The part of the page editor that says which partners a page belongs to."""

from typing import Any

from wagtail.admin.panels import Panel

from partners.agencies.acting import partner_of


class PartnersPanel(Panel):
    """Shows who leads, who contributes and who is asked to. Changes are made on a screen of their own."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "sharing/partners_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Add the partners; a page that is not saved yet will be led by the writer's."""
            context: dict[str, Any] = super().get_context_data(parent_context)
            page = self.instance
            invited = page.share_invitations.filter(answer="").select_related("partner") if page.pk else []
            return {
                **context,
                "page": page,
                "shares": page.ordered_shares,
                "invited": invited,
                "will_lead": None if page.pk else partner_of(self.request.user),
            }
