"""The links in letters about saved searches: signed, so that nobody can make one up."""

from datetime import timedelta

from django.core import signing
from django.urls import reverse

from search.saved.models import SavedSearch, Subscriber

CONFIRM, MANAGE, STOP = "saved_searches.confirm", "saved_searches.manage", "saved_searches.stop"
CONFIRM_WITHIN = timedelta(days=7)


class LinkRefused(signing.BadSignature):
    """A link that was made up, cut off, is too old, or whose search or subscriber is gone."""


def confirm_path(search: SavedSearch) -> str:
    """Return the path of the page on which somebody confirms a search, and with it the address."""
    return reverse("saved_searches:confirm", args=[token_of(search.subscriber, CONFIRM, search.pk)])


def manage_path(subscriber: Subscriber) -> str:
    """Return the path of the page of one's own searches."""
    if subscriber.user_id is not None:
        return reverse("own_searches:list")
    return reverse("saved_searches:manage", args=[token_of(subscriber, MANAGE)])


def stop_path(subscriber: Subscriber) -> str:
    """Return the path that stops all alerts of a subscriber. It works for good, without signing in."""
    return reverse("saved_searches:stop", args=[token_of(subscriber, STOP)])


def search_to_confirm(token: str) -> SavedSearch:
    """Return the search that a link confirms. Raises LinkRefused."""
    subscriber, *rest = read(token, CONFIRM, CONFIRM_WITHIN)
    search = subscriber.searches.filter(pk__in=rest).first()
    if search is None:
        raise LinkRefused
    return search


def subscriber_to_manage(token: str) -> Subscriber:
    """Return whose searches a link shows. Raises LinkRefused."""
    return read(token, MANAGE, None)[0]


def subscriber_to_stop(token: str) -> Subscriber:
    """Return whose alerts a link stops. Raises LinkRefused."""
    return read(token, STOP, None)[0]


def token_of(subscriber: Subscriber, salt: str, *more: int) -> str:
    """Return a token. It holds no address."""
    return signing.dumps([subscriber.key, *more], salt=salt)


def read(token: str, salt: str, within: timedelta | None) -> tuple[Subscriber, *tuple[int, ...]]:
    """Return the subscriber that a token names, and what else it says. Raises LinkRefused."""
    try:
        key, *more = signing.loads(token, salt=salt, max_age=within)
        return Subscriber.objects.select_related("user").get(key=key), *more
    except (signing.BadSignature, Subscriber.DoesNotExist) as error:
        raise LinkRefused from error
