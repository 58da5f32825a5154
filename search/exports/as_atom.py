"""The newest things found, as an Atom feed (RFC 4287)."""

from datetime import UTC, datetime

from django.conf import settings
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape

from outcomes.sheets.texts import writable
from search.exports.links import FEED, address_of, shown_address
from search.exports.things import Thing, thing_of
from search.request import SearchRequest
from search.results import SearchResults

MOST_ENTRIES = 50
# An empty feed has to have a date too, and one that stays, or every reader fetches it again.
BEFORE_ANYTHING = datetime(2026, 1, 1, tzinfo=UTC)
# The year says from when on the host has named things so.
MARK = "tag:{host},2026:{key}"


class ResultsFeed(Atom1Feed):
    """A feed whose date is that of its newest entry, even when there is none."""

    def latest_post_date(self) -> datetime:
        """Return when anything in the feed last changed."""
        return max((item["updateddate"] for item in self.items), default=BEFORE_ANYTHING)


def feed_of(results: SearchResults, request: SearchRequest, root: str, host: str, title: str) -> ResultsFeed:
    """Return the feed of what was found, which should be in order of date."""
    address = address_of(FEED.name, request, root)
    feed = ResultsFeed(
        title=writable(title),
        link=shown_address(request, root),
        description=None,
        feed_url=address,
        feed_guid=address,
        language=settings.LANGUAGE_CODE,
        author_name=settings.WAGTAIL_SITE_NAME,
    )
    for hit in results.hits:
        add(feed, thing_of(hit, root), MARK.format(host=host, key=hit.key))
    return feed


def add(feed: ResultsFeed, thing: Thing, mark: str) -> None:
    """Add the entry of a thing."""
    published = moment(thing["published"]) or BEFORE_ANYTHING
    lead = next((partner["name"] for partner in thing["partners"] if partner["leads"]), None)
    feed.add_item(
        title=writable(thing["title"]),
        link=thing["address"],
        # Readers take a summary for HTML.
        description=escape(writable(thing["summary"])),
        unique_id=mark,
        pubdate=published,
        updateddate=max(moment(thing["updated"]) or published, published),
        categories=[
            writable(name) for name in (thing["kind"]["name"], *(each["name"] for each in thing["themes"]))
        ],
        author_name=writable(lead) if lead else None,
    )


def moment(text: str | None) -> datetime | None:
    """Return the moment that a text says."""
    return datetime.fromisoformat(text) if text else None
