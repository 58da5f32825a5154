"""How people want to hear of things, and changing it."""

from collections.abc import Iterable, Mapping

from django.db import transaction

from partners.notices.models import Category, How, Notice, NoticePreference
from partners.people.models import User

BY_DEFAULT = dict.fromkeys(Category, How.AT_ONCE) | {Category.FRESHNESS: How.DAILY}


def how_people_hear(people: Iterable[User], category: Category) -> dict[int, How]:
    """Return how each of these people hears of this category, by key; one query."""
    keys = {person.pk for person in people}
    chosen = NoticePreference.objects.filter(person__in=keys, category=category)
    how = {row.person_id: How(row.how) for row in chosen}
    return {key: how.get(key, BY_DEFAULT[category]) for key in keys}


def choices_of(person: User) -> dict[Category, How]:
    """Return how this person hears of each category; one query."""
    rows = NoticePreference.objects.filter(person=person)
    return BY_DEFAULT | {Category(row.category): How(row.how) for row in rows}


@transaction.atomic
def choose(*, person: User, choices: Mapping[Category, How]) -> None:
    """Keep how a person wants to hear of these categories.

    What waits of a category for the letter of the day no longer does when the person wants no mail of it.
    """
    for category, how in choices.items():
        NoticePreference.objects.update_or_create(person=person, category=category, defaults={"how": how})
    silent = [category for category, how in choices.items() if how == How.OFF]
    Notice.objects.of(person).waiting().filter(category__in=silent).update(waits=False)
