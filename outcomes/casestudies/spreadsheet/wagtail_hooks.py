"""Puts sheets of case studies into the editors' side."""

from django.urls import URLResolver, include, path
from wagtail import hooks


@hooks.register("register_admin_urls")
def sheet_urls() -> list[URLResolver]:
    """The pages under /admin/case-studies/sheet/."""
    return [path("case-studies/sheet/", include("outcomes.casestudies.spreadsheet.urls"))]
