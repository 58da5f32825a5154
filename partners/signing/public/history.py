"""What everybody may read of how a page came about: versions, signatures, declines, withdrawals.

Drafts are none of it. Of a text that was withdrawn only the dates and signatures are told, and of what was
published in error nothing at all: what came before it is as if it had never been.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from django.core.paginator import Paginator
from django.db.models import CharField, Max, Prefetch, Q, QuerySet, Value
from wagtail.models import Page

from partners.agencies.models import Partner
from partners.signing.models import Decision, Publication, PublicationPartner, SignOff, Withdrawal

PAGE_SIZE = 20
NAMED = Prefetch("named", PublicationPartner.objects.select_related("partner", "sign_off"))
OVERRIDES = ("override__for_partner", "override__reviewed_for")


class Limits(NamedTuple):
    """Since when the history is told at all, and since when the texts are; None: from the start."""

    told_since: datetime | None
    texts_since: datetime | None


@dataclass(frozen=True)
class Version:
    """A text that went on the site, and who is named now that was not before, or no more."""

    publication: Publication
    previous: Publication | None = None
    joined: list[Partner] = field(default_factory=list)
    left: list[Partner] = field(default_factory=list)
    is_readable: bool = False
    # The number of the version before, where both may be compared.
    compares_with: int | None = None

    @property
    def signed(self) -> list[PublicationPartner]:
        """The named partners that signed it."""
        return [named for named in self.publication.named.all() if named.sign_off]

    @property
    def last_signed_at(self) -> datetime | None:
        """When the last of them signed."""
        return max((named.sign_off.at for named in self.signed if named.sign_off), default=None)

    @property
    def unsigned(self) -> list[PublicationPartner]:
        """The named partners whose signature is missing."""
        return [named for named in self.publication.named.all() if not named.sign_off]


@dataclass(frozen=True)
class Entry:
    """One thing that happened: exactly one of the three is set."""

    at: datetime
    version: Version | None = None
    decline: SignOff | None = None
    withdrawal: Withdrawal | None = None


def limits_of(page_id: int) -> Limits:
    """Return from when on the history of a page may be read; one query."""
    found = Withdrawal.objects.filter(page=page_id).aggregate(
        error=Max("at", filter=Q(in_error=True)), any=Max("at")
    )
    return Limits(found["error"], found["any"])


def since(rows: QuerySet[Any], moment: datetime | None) -> QuerySet[Any]:
    """Return the rows after a moment; all where there is none."""
    return rows.filter(at__gt=moment) if moment else rows


def versions_told(page_id: int, limits: Limits) -> QuerySet[Publication]:
    """Return the versions of a page of which the public may know, the oldest first."""
    return since(Publication.objects.filter(page=page_id), limits.told_since).order_by("number")


def versions_readable(page_id: int, limits: Limits) -> QuerySet[Publication]:
    """Return the versions of a page whose words the public may read, the oldest first."""
    return since(versions_told(page_id, limits), limits.texts_since)


def latest_version(page: Page) -> Version | None:
    """Return what is on the site now, with its signatures; None where it was put there without any.

    At most two queries.
    """
    publications = Publication.objects.filter(page=page.pk).select_related(*OVERRIDES).prefetch_related(NAMED)
    latest = publications.order_by("-number").first()
    return Version(latest) if latest else None


def history_of(page_id: int, page_number: str | None, limits: Limits) -> tuple[Any, list[Entry]]:
    """Return one page of what happened, the newest first, with its entries.

    A number of a page that makes no sense shows the nearest page that exists. At most seven queries.
    """
    page_obj = Paginator(moments_of(page_id, limits), PAGE_SIZE).get_page(page_number)
    found = list(page_obj.object_list)
    versions = versions_by_key(page_id, keys_of(found, "version"), limits)
    declines = SignOff.objects.select_related("partner").in_bulk(keys_of(found, "decline"))
    withdrawals = Withdrawal.objects.select_related("for_partner").in_bulk(keys_of(found, "withdrawal"))
    things: dict[str, dict[int, Any]] = {
        "version": versions,
        "decline": declines,
        "withdrawal": withdrawals,
    }
    return page_obj, [Entry(at, **{kind: things[kind][key]}) for kind, key, at in found]


def keys_of(found: Iterable[tuple[str, int, datetime]], kind: str) -> list[int]:
    """Return the keys of one kind of thing."""
    return [key for each, key, _ in found if each == kind]


def moments_of(page_id: int, limits: Limits) -> QuerySet[Any, Any]:
    """Return what happened as rows of kind, key and time, the newest first."""
    kinds: dict[str, QuerySet[Any]] = {
        "version": Publication.objects.filter(page=page_id),
        "decline": SignOff.objects.filter(page=page_id, decision=Decision.DECLINED),
        "withdrawal": Withdrawal.objects.filter(page=page_id, in_error=False),
    }
    first, *others = (
        since(rows, limits.told_since)
        .order_by()
        .annotate(kind=Value(kind, output_field=CharField()))
        .values_list("kind", "pk", "at")
        for kind, rows in kinds.items()
    )
    # Keys grow with time within a kind; between kinds the order of one moment is of no meaning, but steady.
    return first.union(*others, all=True).order_by("-at", "kind", "-pk")


def versions_by_key(page_id: int, keys: list[int], limits: Limits) -> dict[int, Version]:
    """Return versions by their keys, each compared with the one before it; at most four queries."""
    told = versions_told(page_id, limits)
    numbers = list(told.filter(pk__in=keys).values_list("number", flat=True)) if keys else []
    wanted = {*numbers, *(number - 1 for number in numbers)}
    found = (
        told.filter(number__in=wanted).select_related(*OVERRIDES).prefetch_related(NAMED, "override__missing")
    )
    by_number = {each.number: each for each in found}
    return {
        by_number[number].pk: version(by_number[number], by_number.get(number - 1), limits)
        for number in numbers
    }


def version(publication: Publication, previous: Publication | None, limits: Limits) -> Version:
    """Return what became public with a version, beside the one before it."""
    now, before = partners_in(publication), partners_in(previous) if previous else {}
    is_readable = may_be_read(publication, limits)
    comparable = previous is not None and is_readable and may_be_read(previous, limits)
    return Version(
        publication,
        previous,
        joined=[now[key] for key in now if key not in before] if previous else [],
        left=[before[key] for key in before if key not in now],
        is_readable=is_readable,
        compares_with=previous.number if previous and comparable else None,
    )


def partners_in(publication: Publication) -> dict[int, Partner]:
    """Return the partners that a version names, the lead first, by their keys."""
    return {named.partner_id: named.partner for named in publication.named.all()}


def may_be_read(publication: Publication, limits: Limits) -> bool:
    """Whether the words of a version are public still."""
    return limits.texts_since is None or publication.at > limits.texts_since
