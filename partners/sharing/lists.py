"""The pages under which shared pages are made."""

from django.db import models
from wagtail.models import Page


class PageList(models.Model):
    """Mixin of pages: the list of one kind of shared page, under which partners add theirs."""

    class Meta:
        abstract = True


def pages_that_list() -> list[Page]:
    """Return the lists, in the order of the tree; one query."""
    return list(Page.objects.type(PageList).order_by("path"))
