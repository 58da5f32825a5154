"""The filters of page lists offer people of pages that one finds, and not everybody who ever wrote one."""

from django.db.models import QuerySet
from django.http import HttpRequest
from wagtail.admin.views.pages.listing import GenericPageFilterSet, PageFilterSet
from wagtail.models import PageLogEntry

from partners.people.models import User
from partners.sharing.relations import pages_found_by


def owners(request: HttpRequest) -> QuerySet[User]:
    """Return the people who started one of these pages."""
    return User.objects.filter(pk__in=pages_found_by(request.user).order_by().values("owner"))


def editors(request: HttpRequest) -> QuerySet[User]:
    """Return the people who changed one of these pages."""
    pages = pages_found_by(request.user).order_by().values("pk")
    edits = PageLogEntry.objects.filter(action="wagtail.edit", page__in=pages)
    return User.objects.filter(pk__in=edits.order_by().values("user"))


def connect() -> None:
    """Give Wagtail's filters our choices; lists of one kind of page inherit them."""
    for filters in (PageFilterSet, GenericPageFilterSet):
        filters.base_filters["owner"].queryset = owners
        filters.base_filters["edited_by"].queryset = editors
