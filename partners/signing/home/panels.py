"""Two panels of the admin's first page: what waits for us to sign, and what of ours waits for others."""

from typing import Any

from django.utils import timezone
from wagtail.admin.ui.components import Component

from partners.agencies.acting import partner_of
from partners.signing.home.waiting import signs, waits_for_others, waits_for_us, with_others

FEW = 5


class WaitsForUsPanel(Component):
    """The pages about which the partner has to decide, the first due first."""

    name = "waits_for_us"
    order = 12
    template_name = "signing/admin/waits_for_us_panel.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Return the first few and how many there are; two queries, one when there are none."""
        user = parent_context["request"].user
        waiting = waits_for_us(user)
        total = waiting.count()
        return {
            "partner": partner_of(user),
            "total": total,
            "rounds": list(waiting[:FEW]) if total else [],
            "signs": signs(user),
            "today": timezone.localdate(),
        }


class WaitsForOthersPanel(Component):
    """The pages of the partner about which others have to decide, and who they are."""

    name = "waits_for_others"
    order = 14
    template_name = "signing/admin/waits_for_others_panel.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Return the first few and how many there are; four queries, one when there are none."""
        user = parent_context["request"].user
        waiting, partner = waits_for_others(user), partner_of(user)
        total = waiting.count()
        return {
            "partner": partner,
            "total": total,
            "of_ours": with_others(waiting[:FEW], partner) if total else [],
            "today": timezone.localdate(),
        }
