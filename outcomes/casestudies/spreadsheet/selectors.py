"""The case studies that somebody may take away as a sheet and bring back."""

from collections.abc import Iterable
from typing import cast

from django.db.models import Prefetch
from wagtail.models import Page

from outcomes.casestudies.models import CaseStudy
from partners.agencies.acting import AnyUser, membership_of, standing_of
from partners.agencies.models import Partner
from partners.policy.table import Action, Standing, Thing, allows
from partners.sharing.models import Share
from partners.sharing.relations import pages_open_to

SHARES = Prefetch("shares", Share.objects.select_related("partner"), to_attr="shares_of_all")


def may_import(user: AnyUser) -> bool:
    """Whether somebody may add case studies, for the partner that they act for."""
    return membership_of(user) is not None and allows(standing_of(user), Thing.PAGE_LIST, Action.ADD)


def own_pages(user: AnyUser) -> list[CaseStudy]:
    """Return what somebody may edit, as it was saved last, oldest first, drafts too."""
    rows = CaseStudy.objects.filter(pages_open_to(user, Action.EDIT))
    return [
        latest(page)
        for page in rows.select_related("latest_revision").prefetch_related(SHARES).order_by("pk")
    ]


def pages_with_keys(user: AnyUser, keys: Iterable[int]) -> dict[int, CaseStudy]:
    """Return those of these pages that somebody may edit, as they are on file; two queries."""
    rows = CaseStudy.objects.filter(pages_open_to(user, Action.EDIT), pk__in=list(keys))
    return {page.pk: page for page in rows.select_related("latest_revision").prefetch_related(SHARES)}


def latest(page: CaseStudy) -> CaseStudy:
    """Return a page as it was saved last."""
    newest = cast(CaseStudy, page.get_latest_revision_as_object())
    newest.shares_of_all = page.shares_of_all
    return newest


def partners_named(page: Page) -> list[Partner]:
    """Return the partners of a page from `own_pages`, who leads first."""
    return [share.partner for share in sorted(page.shares_of_all, key=lambda share: share.role != "lead")]


def may_take_away(user: AnyUser) -> bool:
    """Whether somebody may edit case studies at all."""
    return standing_of(user) >= Standing.EDITOR
