"""The panels of the admin's first page: they show pages of the partner that a person acts for now."""

from typing import Any

from django.db.models import Max
from wagtail.admin.site_summary import PagesSummaryItem, SummaryItem
from wagtail.admin.ui.components import Component
from wagtail.admin.views.home import LockedPagesPanel, RecentEditsPanel
from wagtail.models import Page, PageLogEntry

from partners.agencies.acting import partner_of
from partners.sharing.relations import pages_found_by
from partners.sharing.selectors import invitations_to_answer

FEW = 5


class InvitationsPanel(Component):
    """Says on the first page how many pages the partner is asked to contribute to, as long as it is asked."""

    name = "share_invitations"
    order = 20
    template_name = "sharing/admin/invitations_panel.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Return the partner and how many wait; one query, none for people who may not answer."""
        user = parent_context["request"].user
        return {"partner": partner_of(user), "waiting": invitations_to_answer(user).count()}


class OwnRecentEdits(RecentEditsPanel):
    """What I changed last. Wagtail's shows titles of pages, too, that my partner has no part in any more."""

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Return the pages with the time of my last change, the latest first."""
        request = parent_context["request"]
        mine = PageLogEntry.objects.filter(user=request.user, action="wagtail.edit")
        found = mine.filter(page__in=pages_found_by(request.user).order_by().values("pk"))
        latest = found.values("page_id").annotate(at=Max("timestamp")).order_by("-at")[:FEW]
        moments = {row["page_id"]: row["at"] for row in latest}
        pages = Page.objects.specific().prefetch_workflow_states().annotate_approved_schedule()
        known = pages.in_bulk(list(moments))
        edits = [(at, known[key]) for key, at in moments.items() if key in known]
        return {"last_edits": edits, "request": request}


class OwnLockedPages(LockedPagesPanel):
    """What I have locked, as far as my partner still has a part in it."""

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Narrow down what Wagtail would show."""
        context: dict[str, Any] = super().get_context_data(parent_context)
        mine = pages_found_by(parent_context["request"].user).order_by().values("pk")
        return {**context, "locked_pages": context["locked_pages"].filter(pk__in=mine)}


class OwnPagesSummary(PagesSummaryItem):
    """How many pages there are. Wagtail's counts everybody's drafts."""

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Count what the person finds in the admin."""
        context: dict[str, Any] = super().get_context_data(parent_context)
        return {**context, "total_pages": pages_found_by(self.request.user).count()}


IN_PLACE_OF = {RecentEditsPanel: OwnRecentEdits, LockedPagesPanel: OwnLockedPages}


def in_place_of(panel: Component) -> Component:
    """Return our panel for one of Wagtail's that we replace, else the same."""
    kind = IN_PLACE_OF.get(type(panel))
    return kind() if kind else panel


def summary_in_place_of(item: SummaryItem) -> SummaryItem:
    """Return our summary for one of Wagtail's that we replace, else the same."""
    return OwnPagesSummary(item.request) if type(item) is PagesSummaryItem else item
