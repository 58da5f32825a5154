"""The letter of the day: one for each person for whom something waits, each notice in one of them."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from partners.mail.links import absolute
from partners.mail.services import post
from partners.notices.links import stop_path
from partners.notices.models import Category, Digest, How, Notice
from partners.notices.preferences import choices_of
from partners.notices.services import open_path
from partners.people.models import User

KEPT = timedelta(days=90)
EMPTY = dict.fromkeys(("subject", "text", "url"), "")


def people_waiting() -> list[int]:
    """Return for whom something waits, by key; one query."""
    waiting = Notice.objects.waiting().order_by("person").values_list("person", flat=True)
    return list(waiting.distinct())


@transaction.atomic
def send_digest(*, person_id: int, at: datetime) -> bool:
    """Write a person one letter about all that waits. Return whether there was one to write.

    There is one a day, by the days of this site's time zone; what comes later waits for the next day. What
    the person has read meanwhile, may not read any more or wants no mail of is not in it, and waits no more.
    """
    # Two workers queue here. People may still be told of more meanwhile: that only needs the key to stay.
    people = User.objects.select_for_update(no_key=True)
    person = people.filter(pk=person_id).first()
    if person is None:
        return False
    # First what waits: what the person is told of from here on is in neither list, and goes on waiting.
    waiting = set(Notice.objects.of(person).waiting().values_list("pk", flat=True))
    notices = [notice for notice in worth_a_letter(person) if notice.pk in waiting]
    keys = {notice.pk for notice in notices}
    Notice.objects.filter(pk__in=waiting - keys).update(waits=False)
    day = local_day(at)
    if not notices or Digest.objects.filter(person=person, day=day).exists():
        return False
    digest = Digest.objects.create(person=person, day=day, at=at)
    Notice.objects.filter(pk__in=keys).update(waits=False, mailed_at=at, digest=digest)
    write(person, day, notices)
    return True


def worth_a_letter(person: User) -> list[Notice]:
    """Return what a person should still hear of in the letter of the day, by category, the oldest first."""
    loud = [category for category, how in choices_of(person).items() if how != How.OFF]
    notices = Notice.objects.of(person).waiting().readable().unread().filter(category__in=loud)
    place = list(Category)
    oldest_first = notices.select_related("partner").order_by("at", "pk")
    return sorted(oldest_first, key=lambda notice: place.index(Category(notice.category)))


def write(person: User, day: date, notices: list[Notice]) -> None:
    """Write the letter."""
    number = len(notices)
    post(
        key=f"digest-{person.pk}-{day}",
        to=person.email,
        subject=f"{number} new {'notice' if number == 1 else 'notices'} for you",
        template="notices/mail/digest",
        context={
            "person": person,
            "groups": [
                about(person, Category(name), list(told))
                for name, told in groupby(notices, key=lambda notice: notice.category)
            ],
            "preferences_url": absolute(reverse("notices:preferences")),
        },
    )


def about(person: User, category: Category, notices: list[Notice]) -> Mapping[str, Any]:
    """Return what the letter says about one category."""
    return {
        "label": category.label,
        "notices": [(notice, absolute(open_path(notice))) for notice in notices],
        "stop_url": absolute(stop_path(person, category)),
    }


def local_day(at: datetime) -> date:
    """Return the day of this moment where the site is, whatever time zone its editors chose."""
    return timezone.localdate(at, timezone.get_default_timezone())


@transaction.atomic
def empty_old(*, at: datetime) -> int:
    """Empty what was read so long ago that nobody looks for it. Return how many.

    The rows stay, without their words, so that nobody is told of the same event again.
    """
    return Notice.objects.old(before=at - KEPT).update(emptied_at=at, **EMPTY)
