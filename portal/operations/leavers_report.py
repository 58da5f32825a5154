"""Reports for partner admins: who left and what they still hold, and who has not signed in for long."""

from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView

from partners.agencies.acting import partner_of, standing_of
from partners.agencies.models import Membership, Role
from partners.audit.models import AuditRow
from partners.audit.services import record
from partners.members.selectors import QUIET_AFTER, quiet_since
from partners.people.models import User
from partners.policy.table import Action, Relation, Standing, Thing, allows
from portal.operations.audit_report import plain_cell
from portal.operations.audit_rules import readable_by
from portal.operations.leavers import Held, Leaver, few, held_by


def manages_members(user: User) -> bool:
    """Whether this person manages the members of the partner that they act for, or of all."""
    return allows(standing_of(user), Thing.MEMBERSHIP, Action.READ, Relation.OWN)


class MembersReport(ReportView):
    """What both reports have in common: who reads them, plain cells, and a note of each download."""

    is_searchable = False
    no_results_message = "Nobody."
    header_icon = "user"
    template_name = "operations/admin/leavers.html"
    custom_value_preprocess = {
        **ReportView.custom_value_preprocess,
        str: {"csv": plain_cell, "xlsx": str},
    }

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Turn away whoever manages nobody. Raises PermissionDenied."""
        if not manages_members(self.reader(request)):
            raise PermissionDenied
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer

    def reader(self, request: HttpRequest) -> User:
        """Return who reads; the admin lets nobody in who is not signed in."""
        return cast(User, request.user)

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Return Wagtail's context with the way to the other report."""
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        names = (("Leavers", "leavers:report"), ("Not signed in", "leavers:quiet"))
        context["other_reports"] = [
            {"label": label, "url": reverse(name), "is_current": name == self.index_url_name}
            for label, name in names
        ]
        return context

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        """Show the list, or note that it was downloaded and send it."""
        if self.is_export:
            reader = self.reader(self.request)
            facts = {
                "rows": len(context["object_list"]),
                "format": self.request.GET.get("export", ""),
                "report": str(self.export_filename),
            }
            record(action="members.exported", by=reader, for_partner=partner_of(reader), changed=facts)
        answer: HttpResponse = super().render_to_response(context, **kwargs)
        return answer


class LeaversReport(MembersReport):
    """Who left or was ended, when, by whom, with which role, and what they still hold. From the audit."""

    index_url_name = "leavers:report"
    index_results_url_name = "leavers:results"
    page_title = "Leavers"
    model = AuditRow
    default_ordering = "-sequence"
    export_filename = "leavers"
    list_export = ["when", "who_left", "partner_name", "last_role", "how", "drafts", "contacts"]
    export_headings = {
        "when": "When",
        "who_left": "Who",
        "partner_name": "Partner",
        "last_role": "Last role",
        "how": "How",
        "drafts": "Drafts in their name",
        "contacts": "Named as contact in",
    }

    @cached_property
    def columns(self) -> list[Column]:
        """The columns of the list."""
        return [Column(name, label=self.export_headings[name]) for name in self.list_export]

    def get_base_queryset(self) -> QuerySet[AuditRow]:
        """The ends of memberships that this person may read of, the latest first."""
        rows = readable_by(self.reader(self.request)).filter(action="membership.removed")
        return rows.select_related("by", "about", "about__user").order_by("-sequence")

    def decorate_paginated_queryset(self, rows: Any) -> list[Any]:
        """Put the words for people on each row."""
        found = list(rows)
        held = held_by(leaver for row in found if (leaver := leaver_of(row)))
        for row in found:
            leaver = leaver_of(row)
            with_words(row, held[leaver] if leaver else Held())
        return found


def leaver_of(row: AuditRow) -> Leaver | None:
    """Return who left which partner; None when the account is gone."""
    user = row.about.user if row.about else None
    return Leaver(user, row.partner_key) if user and row.partner_key else None


def with_words(row: Any, held: Held) -> None:
    """Put on the row what the list shows."""
    row.when = date_format(timezone.localtime(row.at), "j F Y, H:i")
    row.who_left = str(row.about or "Somebody")
    row.last_role = dict(Role.choices).get(row.changed.get("role"), "")
    row.how = how_it_ended(row)
    row.drafts, row.contacts = few(held.drafts), few(held.contacts)


def how_it_ended(row: AuditRow) -> str:
    """Return whether somebody left or was ended, and by whom."""
    if row.by is None:
        return "Ended by the site"
    return "Left" if row.by_id == row.about_id else f"Ended by {row.by}"


class QuietReport(MembersReport):
    """Members who have not signed in for 90 days: leavers whom nobody told of, perhaps."""

    index_url_name = "leavers:quiet"
    index_results_url_name = "leavers:quiet_results"
    page_title = f"Not signed in for {QUIET_AFTER.days} days"
    model = Membership
    export_filename = "not-signed-in"
    list_export = ["name", "address", "partner_name", "role_name", "last_seen", "state"]
    export_headings = {
        "name": "Who",
        "address": "Mail address",
        "partner_name": "Partner",
        "role_name": "Role",
        "last_seen": "Last signed in",
        "state": "Account",
    }

    @cached_property
    def columns(self) -> list[Column]:
        """The columns of the list; the first leads to the member."""
        first, *others = self.list_export
        way = TitleColumn(first, label=self.export_headings[first], get_url=address_of)
        return [way, *(Column(name, label=self.export_headings[name]) for name in others)]

    def get_base_queryset(self) -> QuerySet[Membership]:
        """The quiet members of the partner that this person acts for; of all, for operators."""
        reader = self.reader(self.request)
        quiet = quiet_since(timezone.now() - QUIET_AFTER)
        if standing_of(reader) is Standing.OPERATOR:
            return quiet
        return quiet.filter(partner=partner_of(reader))

    def order_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Leave the order as it is: longest ago first."""
        return queryset

    def decorate_paginated_queryset(self, rows: Any) -> list[Any]:
        """Put the words for people on each row."""
        for row in rows:
            row.name, row.address = str(row.user), row.user.email
            row.partner_name, row.role_name = str(row.partner), row.get_role_display()
            seen = row.user.last_login
            row.last_seen = date_format(timezone.localtime(seen), "j F Y") if seen else "Never"
            row.state = "Open" if row.user.is_active else "Closed"
        return list(rows)


def address_of(row: Model) -> str:
    """Return the screen about a member."""
    membership = cast(Membership, row)
    return reverse("members_admin:member", args=[membership.partner_id, membership.pk])
