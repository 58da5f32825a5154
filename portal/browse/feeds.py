"""What is new in a place, as an Atom feed (RFC 4287) for everybody."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.http import http_date
from django.views.decorators.http import conditional_page, require_safe

from outcomes.locality import pages_inside
from outcomes.proposals.adopted import adopted_inside
from outcomes.selectors import specific_pages
from partners.places.models import Place
from portal.browse.finding import place_or_404

MOST_ENTRIES = 50
# An empty feed has to have a date too, and one that stays, or every reader fetches it again.
BEFORE_ANYTHING = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Entry:
    """One thing in a feed. `mark` names it for ever, whatever becomes of its address."""

    mark: str
    kind: str
    title: str
    summary: str
    url: str
    author: str
    published: datetime
    updated: datetime


class PlaceFeed(Atom1Feed):
    """An Atom feed whose date is that of its newest entry, even when there is none."""

    def latest_post_date(self) -> datetime:
        """Return when anything in the feed last changed."""
        return max((item["updateddate"] for item in self.items), default=BEFORE_ANYTHING)


# Readers ask for feeds again and again: the middle of this answers most of them without sending anything.
@require_safe
@conditional_page
def place_feed(request: HttpRequest, code: str) -> HttpResponse:
    """The newest fifty things that are published for a place or inside it, and the proposals taken up."""
    place = place_or_404(code)
    if place.code != code:
        return redirect("browse:place_feed", place.code, permanent=True)
    feed = feed_of(place, newest_entries(place), request)
    response = HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)
    response["Last-Modified"] = http_date(feed.latest_post_date().timestamp())
    # What is withdrawn must not live on in caches, so they have to ask each time.
    response["Cache-Control"] = "public, no-cache"
    return response


def feed_of(place: Place, entries: Iterable[Entry], request: HttpRequest) -> PlaceFeed:
    """Return the feed with these entries."""
    address = request.build_absolute_uri(reverse("browse:place_feed", args=[place.code]))
    host = request.get_host()
    feed = PlaceFeed(
        title=f"New in {place.label}",
        link=request.build_absolute_uri(place.get_absolute_url()),
        description=f"Objectives, joint plans, case studies and adopted proposals for {place.label}.",
        feed_url=address,
        feed_guid=f"tag:{host},2026:place/{place.pk}",
        language=settings.LANGUAGE_CODE,
        author_name=settings.WAGTAIL_SITE_NAME,
    )
    for entry in entries:
        feed.add_item(
            title=entry.title,
            link=request.build_absolute_uri(entry.url),
            description=escape(entry.summary),
            unique_id=f"tag:{host},2026:{entry.mark}",
            pubdate=entry.published,
            updateddate=entry.updated,
            categories=[entry.kind],
            author_name=entry.author,
        )
    return feed


def newest_entries(place: Place) -> list[Entry]:
    """Return the entries, newest first; the number of queries is fixed."""
    entries = [*page_entries(place), *proposal_entries(place)]
    return sorted(entries, key=lambda entry: (entry.published, entry.mark), reverse=True)[:MOST_ENTRIES]


def page_entries(place: Place) -> Iterator[Entry]:
    """Yield the newest published pages, among those that anybody may read."""
    dated = pages_inside([place.pk]).filter(first_published_at__isnull=False)
    newest = dated.order_by("-first_published_at", "-pk").values_list("pk", flat=True)[:MOST_ENTRIES]
    for page in specific_pages(newest):
        yield page_entry(page)


def page_entry(page: Any) -> Entry:
    """Return the entry of an objective, a joint plan or a case study."""
    lead = page.lead_partner
    return Entry(
        mark=f"page/{page.pk}",
        kind=page.kind_label,
        title=page.title,
        summary=page.summary,
        url=page.get_url(),
        author=lead.name if lead else settings.WAGTAIL_SITE_NAME,
        published=page.first_published_at,
        updated=max(page.last_published_at or page.first_published_at, page.first_published_at),
    )


def proposal_entries(place: Place) -> Iterator[Entry]:
    """Yield the proposals taken up most recently. Who proposed them is said only where that is public."""
    for adopted in adopted_inside(place, MOST_ENTRIES):
        proposal = adopted.proposal
        yield Entry(
            mark=f"proposal/{proposal.pk}",
            kind="Proposal taken up",
            title=proposal.title,
            summary=proposal.opening,
            url=proposal.get_absolute_url(),
            author=proposal.public_name or "A resident or group",
            published=adopted.at,
            updated=adopted.at,
        )
