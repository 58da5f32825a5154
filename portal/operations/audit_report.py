"""The audit in the admin: a list to filter, and the same rows as a spreadsheet."""

from typing import Any, cast

import django_filters
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.reports import ReportView

from partners.agencies.acting import partner_of
from partners.audit.actions import ACTIONS, BY_NAME
from partners.audit.models import AuditRow
from partners.audit.services import record
from partners.people.models import User
from portal.operations.audit_rules import may_read_some, readable_by

# A spreadsheet takes a cell that starts like this for a formula, and runs it.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def plain_cell(value: Any) -> str:
    """Return text that no spreadsheet takes for a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA) else text


class AuditFilters(WagtailFilterSet):
    """Which rows to show."""

    action = django_filters.ChoiceFilter(
        label="What happened", choices=[(action.name, action.says) for action in ACTIONS]
    )
    at = django_filters.DateFromToRangeFilter(label="When", widget=DateRangePickerWidget)
    partner_name = django_filters.CharFilter(label="For partner", lookup_expr="icontains")
    by__label = django_filters.CharFilter(label="Who", lookup_expr="icontains")

    class Meta:
        model = AuditRow
        fields = ["action", "at", "partner_name", "by__label"]


class AuditReport(ReportView):
    """Everything for operators; their own partner's rows for partner admins."""

    index_url_name = "audit:report"
    index_results_url_name = "audit:results"
    header_icon = "history"
    page_title = "Audit"
    template_name = "operations/admin/audit.html"
    filterset_class = AuditFilters
    model = AuditRow
    is_searchable = False
    default_ordering = "-sequence"
    export_filename = "audit"
    list_export = ["sequence", "at", "who", "partner_name", "says", "object_label", "facts", "request_id"]
    export_headings = {
        "sequence": "Number",
        "at": "When (UTC)",
        "who": "Who",
        "partner_name": "For partner",
        "says": "What happened",
        "object_label": "To what",
        "facts": "What changed",
        "request_id": "Request",
    }
    custom_value_preprocess = {
        **ReportView.custom_value_preprocess,
        str: {"csv": plain_cell, "xlsx": str},
    }

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Turn away whoever may read no row. Raises PermissionDenied."""
        if not may_read_some(cast(User, request.user)):
            raise PermissionDenied
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer

    @cached_property
    def columns(self) -> list[Column]:
        """The columns of the list."""
        return [
            Column("when", label="When"),
            Column("who", label="Who"),
            Column("partner_name", label="For partner"),
            Column("says", label="What happened"),
            Column("object_label", label="To what"),
            Column("facts", label="What changed"),
            Column("sequence", label="Number"),
        ]

    def get_base_queryset(self) -> QuerySet[AuditRow]:
        """The rows that this person may read."""
        rows = readable_by(cast(User, self.request.user))
        return rows.select_related("by", "about").order_by("-sequence")

    def decorate_paginated_queryset(self, rows: Any) -> list[AuditRow]:
        """Put the words for people on each row."""
        return [with_words(row) for row in rows]

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        """Show the list, or note that it was downloaded and send it."""
        if self.is_export:
            user = cast(User, self.request.user)
            facts = {"rows": len(context["object_list"]), "format": self.request.GET.get("export", "")}
            record(action="audit.exported", by=user, for_partner=partner_of(user), changed=facts)
        answer: HttpResponse = super().render_to_response(context, **kwargs)
        return answer


def person_about(row: Any) -> str:
    """Return whom the row is about, in as few words as will do."""
    if row.about is None:
        return ""
    return "Their own account" if row.about_id == row.by_id else str(row.about)


def with_words(row: Any) -> AuditRow:
    """Return the row with what the list shows: who, what happened, to what, what changed."""
    action = BY_NAME.get(row.action)
    row.who = str(row.by) if row.by else "Nobody who was signed in"
    row.says = action.says if action else row.action
    row.when = date_format(timezone.localtime(row.at), "j F Y, H:i:s")
    row.object_label = " ".join(filter(None, [row.object_label, person_about(row)]))
    row.facts = ", ".join(f"{name.replace('_', ' ')}: {value}" for name, value in row.changed.items())
    return cast(AuditRow, row)
