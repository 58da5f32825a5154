"""On the admin's first page: what went on the site without every signature and waits for a review."""

from typing import Any

from django.db.models import QuerySet
from wagtail.admin.ui.components import Component
from wagtail.models import Page

from partners.agencies.acting import AnyUser, partner_of, standing_of
from partners.policy.table import Action, Standing
from partners.sharing.relations import pages_open_to
from partners.signing.models import Override
from partners.signing.screens.board import to_review

FEW = 5


class ReviewPanel(Component):
    """Lists the overrides that this person may review, as long as there are some."""

    name = "overrides_to_review"
    order = 30
    template_name = "signing/admin/review_panel.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Return the first few and how many there are; at most two queries."""
        found = overrides_for(parent_context["request"].user)
        few = list(found.select_related("page", "for_partner").order_by("at", "pk")[: FEW + 1])
        more = found.count() - FEW if len(few) > FEW else 0
        return {"overrides": few[:FEW], "more": more}


def overrides_for(user: AnyUser) -> QuerySet[Override]:
    """Return the flagged overrides that somebody may review: other partners', on pages that they sign."""
    found = to_review(Override.objects.all())
    if standing_of(user) is Standing.OPERATOR:
        return found
    mine = Page.objects.filter(pages_open_to(user, Action.SIGN)).order_by().values("pk")
    return found.filter(page__in=mine).exclude(for_partner=partner_of(user))
