"""Puts the audit and the leavers among Wagtail's reports."""

from typing import cast

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from partners.people.models import User
from portal.operations.audit_report import AuditReport
from portal.operations.audit_rules import may_read_some
from portal.operations.leavers_report import LeaversReport, QuietReport, manages_members


class AuditMenuItem(MenuItem):
    """Shown to those who may read some of it."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether there are rows for this person."""
        return may_read_some(cast(User, request.user))


@hooks.register("register_admin_urls")
def audit_urls() -> list[URLResolver]:
    """The pages under /admin/reports/audit/."""
    addresses = [
        path("", AuditReport.as_view(), name="report"),
        path("results/", AuditReport.as_view(results_only=True), name="results"),
    ]
    return [path("reports/audit/", include((addresses, "audit"), namespace="audit"))]


@hooks.register("register_reports_menu_item")
def menu_item() -> MenuItem:
    """The way there."""
    return AuditMenuItem("Audit", reverse_lazy("audit:report"), name="audit", icon_name="history", order=900)


class LeaversMenuItem(MenuItem):
    """Shown to those who manage members."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether there are members whom this person manages."""
        return manages_members(cast(User, request.user))


@hooks.register("register_admin_urls")
def leavers_urls() -> list[URLResolver]:
    """The pages under /admin/reports/leavers/."""
    addresses = [
        path("", LeaversReport.as_view(), name="report"),
        path("results/", LeaversReport.as_view(results_only=True), name="results"),
        path("not-signed-in/", QuietReport.as_view(), name="quiet"),
        path("not-signed-in/results/", QuietReport.as_view(results_only=True), name="quiet_results"),
    ]
    return [path("reports/leavers/", include((addresses, "leavers"), namespace="leavers"))]


@hooks.register("register_reports_menu_item")
def leavers_item() -> MenuItem:
    """The way there."""
    return LeaversMenuItem(
        "Leavers", reverse_lazy("leavers:report"), name="leavers", icon_name="user", order=910
    )
