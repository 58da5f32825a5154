"""Reads about which pages are due to be checked."""

from datetime import date

from django.utils import timezone
from wagtail.models import Page

from partners.agencies.acting import AnyUser
from partners.freshness.models import PageReview, PageReviewQuerySet
from partners.policy.table import Action
from partners.sharing.relations import pages_open_to


def out_of_date(user: AnyUser, today: date | None = None) -> PageReviewQuerySet:
    """Return the checks, overdue or due within four weeks, that a person may make; the oldest first.

    Of published pages in which the partner that they act for has a part; operators may make all. Fetches
    the pages with them: one query.
    """
    mine = Page.objects.live().filter(pages_open_to(user, Action.CHECK)).order_by().values("pk")
    due = PageReview.objects.due_soon(today or timezone.localdate())
    return due.filter(page__in=mine).select_related("page")
