"""Reads about what one person was told."""

from collections import Counter

from partners.agencies.acting import memberships_of, partner_of
from partners.agencies.models import Partner
from partners.notices.models import Notice
from partners.people.models import User


def number_unread(person: User) -> int:
    """Return how many notices a person has not read, for whichever partner; one query."""
    return Notice.objects.of(person).readable().unread().count()


def unread_for_others(person: User) -> list[tuple[Partner, int]]:
    """Return the partners for which a person could act instead and has something unread, with how much.

    One query for people with several partners, none for others.
    """
    now = partner_of(person)
    others = [each.partner for each in memberships_of(person) if each.partner != now]
    if not others or person.is_superuser:
        return []
    unread = Notice.objects.of(person).readable().unread().filter(partner__in=others)
    numbers = Counter(unread.values_list("partner", flat=True))
    return [(partner, numbers[partner.pk]) for partner in others if numbers[partner.pk]]
