"""Everything that changes saved searches. Each verb writes in one transaction, letters too."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.db import transaction

from partners.mail.links import absolute
from partners.mail.services import post
from partners.people.models import User
from search.request import SearchRequest
from search.saved.gates import rules_now, set_gates
from search.saved.kept import conditions_of, in_words, kept, said_by
from search.saved.links import CONFIRM_WITHIN, confirm_path
from search.saved.models import Alert, AlertMail, Condition, How, SavedSearch, Subscriber

MOST_SEARCHES = 50
UNCONFIRMED_KEPT = timedelta(days=7)
ALERTS_KEPT = timedelta(days=90)


class TooManyError(Exception):
    """Somebody has as many saved searches as anybody may have."""


@dataclass(frozen=True)
class Wish:
    """What somebody wants to keep: what is looked for, what they call it, and how often they want mail."""

    request: SearchRequest
    name: str
    how: How


@transaction.atomic
def save(*, user: User, wish: Wish, at: datetime) -> SavedSearch:
    """Save a search of somebody with an account. Sent twice it is saved once. Raises TooManyError."""
    subscriber = subscriber_of(user, at)
    # Whoever sends the same form again waits here for the first one.
    Subscriber.objects.select_for_update(no_key=True).get(pk=subscriber.pk)
    same = SavedSearch.objects.of(subscriber).filter(name=wish.name, how=wish.how, text=wish.request.text)
    for search, each in zip(same, kept(same).values(), strict=True):
        if each.request.with_page(1) == wish.request.with_page(1):
            return search
    return keep(subscriber, wish, at=at, confirmed_at=at)


def described(search: SavedSearch) -> dict[str, str]:
    """Return what a saved search looks for, in words."""
    return in_words(search, said_by([search.pk])[search.pk])


@transaction.atomic
def ask(*, address: str, wish: Wish, at: datetime) -> None:
    """Keep a search for a mail address, and send the link that confirms it.

    Nothing else is ever sent before the link was followed, and whoever asks learns nothing of the address:
    also not that it has as many searches as anybody may have, when nothing is kept or sent.
    """
    found = Subscriber.objects.filter(user=None, address__iexact=address).first()
    subscriber = found or Subscriber.objects.create(address=address, since=at)
    try:
        search = keep(subscriber, wish, at=at, confirmed_at=None)
    except TooManyError:
        return
    post(
        key=f"saved-search-{search.pk}-confirm",
        to=subscriber.address,
        subject="Confirm that you want alerts",
        template="saved_searches/mail/confirm",
        context={
            "search": search,
            "words": described(search),
            "how": search.get_how_display(),
            "confirm_url": absolute(confirm_path(search)),
            "days": CONFIRM_WITHIN.days,
        },
    )


def keep(subscriber: Subscriber, wish: Wish, *, at: datetime, confirmed_at: datetime | None) -> SavedSearch:
    """Write the rows of a search. Raises TooManyError."""
    if subscriber.searches.count() >= MOST_SEARCHES:
        raise TooManyError
    request = wish.request
    search = SavedSearch.objects.create(
        subscriber=subscriber,
        name=wish.name,
        how=wish.how,
        text=request.text,
        relation=request.relation,
        within=request.within,
        sort=request.sort,
        made_at=at,
        since=at,
        confirmed_at=confirmed_at,
    )
    conditions = conditions_of(request)
    for each in conditions:
        each.search = search
    Condition.objects.bulk_create(conditions)
    set_gates([search], rules_now())
    return search


def subscriber_of(user: User, at: datetime) -> Subscriber:
    """Return the subscriber that somebody with an account is."""
    subscriber, _ = Subscriber.objects.get_or_create(user=user, defaults={"since": at})
    return subscriber


@transaction.atomic
def confirm(*, search: SavedSearch, at: datetime) -> SavedSearch:
    """Note that the owner of the address wants the search; from now on it is asked about what is new.

    Where the address is that of an account, the search goes there: nobody gets two mails of a morning.
    """
    if not SavedSearch.objects.filter(pk=search.pk, confirmed_at=None).update(confirmed_at=at, since=at):
        search.refresh_from_db()
        return search
    search.refresh_from_db()
    subscriber = search.subscriber
    owner = account_of(subscriber.address) if subscriber.user_id is None else None
    if owner is not None:
        search.subscriber = subscriber_of(owner, at)
        search.save(update_fields=["subscriber"])
        forget_if_empty(subscriber)
    return search


def account_of(address: str) -> User | None:
    """Return who signs in with this address, if that was confirmed and letters go there."""
    known = EmailAddress.objects.filter(email__iexact=address, verified=True, primary=True)
    users = User.objects.filter(pk__in=known.values("user"), is_active=True, email__iexact=address)
    return users.first()


@transaction.atomic
def change(*, search: SavedSearch, name: str, how: How, at: datetime) -> None:
    """Give a search another name or rhythm. Without mail nothing is noted for it, and nothing waits."""
    search.refresh_from_db()
    if search.how == How.OFF and how != How.OFF:
        # What came while it was off has been there to read.
        search.since = at
    search.name, search.how = name, how
    search.save(update_fields=["name", "how", "since"])
    if how == How.OFF:
        Alert.objects.filter(search=search, mail=None).delete()


@transaction.atomic
def delete(*, search: SavedSearch) -> None:
    """Delete a search, and the address when it was its last one."""
    subscriber = search.subscriber
    search.delete()
    forget_if_empty(subscriber)


@transaction.atomic
def stop_all(*, subscriber: Subscriber) -> None:
    """Send a subscriber nothing more, also not what is written already.

    With an account the searches stay, without mail. An address goes, with all that was kept for it.
    """
    if subscriber.user_id is None:
        subscriber.delete()
        return
    subscriber.searches.update(how=How.OFF)
    Alert.objects.filter(search__subscriber=subscriber, mail=None).delete()


def forget_if_empty(subscriber: Subscriber) -> None:
    """Let an address go that has no searches left."""
    if subscriber.user_id is None and not subscriber.searches.exists():
        subscriber.delete()


@transaction.atomic
def forget_old(*, at: datetime) -> int:
    """Delete searches never confirmed, with their addresses, and alerts of long ago. Return how many."""
    overdue = SavedSearch.objects.never_confirmed(before=at - UNCONFIRMED_KEPT)
    number = overdue.count()
    overdue.delete()
    Subscriber.objects.filter(user=None, searches=None).delete()
    Alert.objects.filter(found_at__lt=at - ALERTS_KEPT).delete()
    AlertMail.objects.filter(at__lt=at - ALERTS_KEPT).delete()
    return number
