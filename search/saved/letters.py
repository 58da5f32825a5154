"""The letter of a morning: one for each subscriber, with all that is new in the searches that are due."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from outcomes.cards import Card
from partners.mail.links import absolute
from partners.mail.models import Letter
from partners.mail.services import contents, post
from search.addresses import address
from search.cards import restored
from search.documents import key_of
from search.saved.kept import kept
from search.saved.links import manage_path, stop_path
from search.saved.matching import built
from search.saved.models import Alert, AlertMail, How, SavedSearch, Subscriber
from search.saved.periods import day_of, latest_monday, latest_morning

PREFIX = "search-alerts-"
TEMPLATE = "saved_searches/mail/alerts"
# Of one search a letter names so many things, and leads to the others.
MOST_NAMED = 20


def due(at: datetime) -> Q:
    """Return which alerts a letter of this moment tells of: those found before it was due."""
    daily = Q(search__how=How.DAILY, found_at__lt=latest_morning(at))
    weekly = Q(search__how=How.WEEKLY, found_at__lt=latest_monday(at))
    return Q(mail=None) & (daily | weekly)


def subscribers_waiting(at: datetime) -> list[int]:
    """Return for whom something is due, by key; one query."""
    waiting = Alert.objects.filter(due(at)).order_by("search__subscriber")
    return list(waiting.values_list("search__subscriber", flat=True).distinct())


@transaction.atomic
def send_alerts_to(*, subscriber_id: int, at: datetime) -> bool:
    """Write a subscriber the letter of this morning. Return whether there was one to write.

    There is one a day, and what is weekly is in one of a week. What is not public at this moment waits: it
    is told of if it comes back. Two workers queue for the subscriber, and the second finds nothing.
    """
    subscriber = Subscriber.objects.select_for_update(no_key=True).filter(pk=subscriber_id).first()
    if subscriber is None or not subscriber.mail_address:
        return False
    day, week = day_of(latest_morning(at)), day_of(latest_monday(at))
    if subscriber.mails.filter(day__gte=day).exists():
        return False
    waiting = Alert.objects.filter(due(at), search__subscriber=subscriber)
    if subscriber.mails.filter(week__gte=week).exists():
        waiting = waiting.exclude(search__how=How.WEEKLY)
    cards = visible_cards(waiting)
    if not cards:
        return False
    is_weekly = waiting.filter(pk__in=cards, search__how=How.WEEKLY).exists()
    mail = AlertMail.objects.create(subscriber=subscriber, day=day, week=week if is_weekly else None, at=at)
    Alert.objects.filter(pk__in=cards).update(mail=mail)
    write(mail, cards)
    return True


def visible_cards(alerts: QuerySet[Alert]) -> dict[int, Card]:
    """Return the cards of what these tell of and anybody may read now, by key of the alert."""
    listed = list(alerts.select_related("thing"))
    documents, _ = built({each.thing_id: each.thing for each in listed}.values())
    keys = {each.pk: key_of(each.thing.source, each.thing.object_id) for each in listed}
    return {pk: restored(documents[key].card) for pk, key in keys.items() if key in documents}


def write(mail: AlertMail, cards: dict[int, Card]) -> None:
    """Write the letter."""
    subject, context = said(mail, cards)
    post(
        key=f"{PREFIX}{mail.pk}",
        to=mail.subscriber.mail_address,
        subject=subject,
        template=TEMPLATE,
        context=context,
        stop_url=context["stop_url"],
    )


def said(mail: AlertMail, cards: dict[int, Card]) -> tuple[str, dict[str, Any]]:
    """Return the subject of a letter, and what its templates need."""
    groups = list(groups_of(cards))
    number = len({card.url for card in cards.values()})
    names = f"“{groups[0]['name']}”" if len(groups) == 1 else f"{len(groups)} of your searches"
    context = {
        "groups": groups,
        "number": number,
        "day": mail.day,
        "manage_url": absolute(manage_path(mail.subscriber)),
        "stop_url": absolute(stop_path(mail.subscriber)),
    }
    return f"{number} new in {names}", context


def groups_of(cards: dict[int, Card]) -> Iterable[dict[str, Any]]:
    """Yield what is new by search, in the order of their names; the newest first."""
    alerts = list(Alert.objects.filter(pk__in=cards).order_by("search__name", "search", "pk"))
    searches = SavedSearch.objects.filter(pk__in={each.search_id for each in alerts})
    requests = kept(searches)
    for search in searches:
        found = [cards[each.pk] for each in alerts if each.search_id == search.pk]
        found.sort(key=lambda card: card.date or date.min, reverse=True)
        yield {
            "name": search.name,
            "url": absolute(address(requests[search.pk].request)),
            "found": [(card, absolute_url(card.url)) for card in found[:MOST_NAMED]],
            "more": max(0, len(found) - MOST_NAMED),
            "gone": requests[search.pk].gone,
        }


def absolute_url(url: str) -> str:
    """Return the whole address of a thing, whose card may have it already."""
    return absolute(url) if url.startswith("/") else url


@transaction.atomic
def still_right(letter: Letter) -> bool:
    """Whether a letter may go. Written anew without what was hidden meanwhile; not sent to who stopped.

    Called at the last moment before it is sent.
    """
    mail = (
        AlertMail.objects.filter(pk=letter.key.removeprefix(PREFIX))
        .select_related("subscriber__user")
        .first()
    )
    if mail is None or not mail.subscriber.mail_address:
        return False
    alerts = mail.alerts.exclude(search__how=How.OFF)
    cards = visible_cards(alerts)
    # What was hidden waits to be told of when it comes back.
    alerts.exclude(pk__in=cards).update(mail=None)
    if not cards:
        return False
    subject, context = said(mail, cards)
    letter.subject, letter.text, letter.html = contents(subject, TEMPLATE, context)
    letter.to = mail.subscriber.mail_address
    letter.save(update_fields=["to", "subject", "text", "html"])
    return True
