"""The chapters of the guide that editors read in the admin, in the order of the work."""

from dataclasses import dataclass
from itertools import groupby

from partners.policy.table import Row, Thing, rows


@dataclass(frozen=True)
class Chapter:
    """One page of the guide. Its words are in the template of its name."""

    slug: str
    title: str
    about: str

    @property
    def template_name(self) -> str:
        """The template that holds its words."""
        return f"guide/{self.slug}.html"


CHAPTERS = (
    Chapter("write-together", "Write a page together", "From the first draft to the last signature."),
    Chapter("your-part", "Your partner's part", "What each partner says for itself, and nobody else for it."),
    Chapter("sign-or-decline", "Sign or decline", "What you sign, what ends a signature, and how to say no."),
    Chapter("withdraw", "Withdraw", "Taking a page off the site, with a word to the public or without."),
    Chapter("keep-it-right", "Keep it right", "Review dates, contacts, and pages that are due for a check."),
    Chapter("who-may-do-what", "Who may do what", "Members, editors, approvers, partner admins, operators."),
)
BY_SLUG = {chapter.slug: chapter for chapter in CHAPTERS}

# What the guide is about, of all that the policy names.
THINGS = (Thing.PAGE_LIST, Thing.PAGE, Thing.PART, Thing.SHARE)


def next_to(chapter: Chapter) -> tuple[Chapter | None, Chapter | None]:
    """Return the chapters before and after one."""
    place = CHAPTERS.index(chapter)
    before = CHAPTERS[place - 1] if place else None
    return before, CHAPTERS[place + 1] if place + 1 < len(CHAPTERS) else None


def policy_of_pages() -> list[tuple[Thing, list[Row]]]:
    """Return the lines of the policy that are about shared pages, by thing."""
    found = (row for row in rows() if row.thing in THINGS)
    return [(thing, list(lines)) for thing, lines in groupby(found, key=lambda row: row.thing)]
