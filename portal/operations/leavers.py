"""What people who left a partner still hold there: drafts in their name, and contacts that name them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q
from wagtail.models import Page

from outcomes.casestudies.models import CaseStudy
from partners.agencies.models import PartnerContact
from partners.people.models import User
from partners.sharing.models import ShareRole

SHOWN = 5


@dataclass(frozen=True)
class Leaver:
    """A person and the partner that they left, by their keys."""

    user: User
    partner_key: int


@dataclass
class Held:
    """Titles of drafts in somebody's name, and where somebody is still named as the one to ask."""

    drafts: list[str] = field(default_factory=list)
    contacts: list[str] = field(default_factory=list)


def held_by(leavers: Iterable[Leaver]) -> dict[Leaver, Held]:
    """Return what each of these people still holds at the partner that they left; three queries."""
    wanted = list(leavers)
    held: dict[Leaver, Held] = defaultdict(Held)
    people = {leaver.user.pk for leaver in wanted}
    partners = {leaver.partner_key for leaver in wanted}
    drafts = drafts_in_the_name_of(people, partners)
    named = contacts_of(partners)
    for leaver in wanted:
        held[leaver].drafts = drafts[leaver.user.pk, leaver.partner_key]
        held[leaver].contacts = [
            where for where, text in named[leaver.partner_key] if names(text, leaver.user)
        ]
    return held


def drafts_in_the_name_of(people: set[int], partners: set[int]) -> dict[tuple[int, int], list[str]]:
    """Return titles of drafts, by who started them and the partner that leads them."""
    unfinished = Q(live=False) | Q(has_unpublished_changes=True)
    leads = Q(shares__partner__in=partners, shares__role=ShareRole.LEAD)
    pages = Page.objects.filter(unfinished, leads, owner__in=people)
    found: dict[tuple[int, int], list[str]] = defaultdict(list)
    for owner, partner, title in pages.order_by("title").values_list(
        "owner", "shares__partner", "draft_title"
    ):
        found[owner, partner].append(title)
    return found


def contacts_of(partners: set[int]) -> dict[int, list[tuple[str, str]]]:
    """Return, for each partner, where somebody is named as the one to ask, and the words that stand there."""
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    studies = CaseStudy.objects.filter(shares__partner__in=partners).exclude(contact="")
    for partner, title, contact in studies.values_list("shares__partner", "title", "contact"):
        found[partner].append((title, contact))
    for each in PartnerContact.objects.filter(partner__in=partners):
        found[each.partner_id].append(("the partner's own page", f"{each.name} {each.email}"))
    return found


def names(text: str, user: User) -> bool:
    """Whether a text names this person, by the whole name or the mail address."""
    words = text.casefold()
    name = user.get_full_name().casefold()
    return bool(name and name in words) or user.email.casefold() in words


def few(titles: list[str]) -> str:
    """Return the first titles and how many more there are."""
    more = len(titles) - SHOWN
    return ", ".join(titles[:SHOWN]) + (f" and {more} more" if more > 0 else "")
