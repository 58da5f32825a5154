"""Who may do what to shared pages, written down a second time: the site is compared with it.

Plain Python on purpose. Nothing here looks at the site's own table or asks the database.
"""

from copy import deepcopy
from dataclasses import dataclass, field

ROLES = ["member", "editor", "approver", "admin"]

# What is done: what the person's partner is to the page, and the least role that it takes.
LEAST = {
    "see": {"leads": "editor", "contributes": "editor", "asked": "approver"},
    "find": {"leads": "editor", "contributes": "editor"},
    "edit": {"leads": "editor", "contributes": "editor"},
    "publish": {"leads": "approver"},
    "unpublish": {"leads": "approver"},
    "delete": {"leads": "editor"},
    "copy": {"leads": "editor", "contributes": "editor"},
    "lock": {"leads": "approver"},
    "invite": {"leads": "editor"},
    "withdraw": {"leads": "approver"},
    "answer": {"asked": "approver"},
    "leave": {"contributes": "approver"},
    "hand over": {},
    "move": {},
    "restrict": {},
}
# What operators, who may do everything else, leave to partners.
NOT_FOR_OPERATORS = {"answer"}


@dataclass
class PageState:
    """What a page is now. Words are what its titles, slugs and comments were made of."""

    pk: int
    parent: str
    title: str
    parts: dict = field(default_factory=dict)
    asked: set = field(default_factory=set)
    live: bool = False
    was_live: bool = False
    shown: str = ""
    locked_by: str = ""
    planned: str = ""
    private: bool = False
    words: set = field(default_factory=set)
    public_words: set = field(default_factory=set)
    slug: str = ""


class Model:
    """People, pages, and what follows from both."""

    def __init__(self, operators, memberships):
        self.operators = set(operators)
        # Of each person, the oldest first.
        self.memberships = memberships
        self.chosen = {}
        self.signed_in = set(memberships) | self.operators
        self.pages = {}
        self.private_lists = set()
        # What a partner ever had before its eyes, which its own record may still name.
        self.known = {}

    def copy(self):
        return deepcopy(self)

    def partner(self, who):
        """For whom somebody acts."""
        own = self.memberships.get(who, {})
        if who not in self.signed_in or not own:
            return None
        return self.chosen[who] if self.chosen.get(who) in own else next(iter(own))

    def role(self, who):
        partner = self.partner(who)
        return self.memberships[who][partner] if partner else None

    def is_operator(self, who):
        return who in self.operators and who in self.signed_in

    def is_at_least(self, who, role):
        own = self.role(who)
        return self.is_operator(who) or (own is not None and ROLES.index(own) >= ROLES.index(role))

    def relation(self, who, page):
        partner = self.partner(who)
        return page.parts.get(partner) or ("asked" if partner in page.asked else None)

    def may(self, who, what, page):
        """The rule, before locks."""
        if self.is_operator(who):
            return what not in NOT_FOR_OPERATORS
        least = LEAST[what].get(self.relation(who, page))
        return least is not None and self.is_at_least(who, least)

    def is_locked(self, who, page):
        """Whether a lock is in somebody's way: a plan is in everybody's, a person's in that of others."""
        return bool(page.planned) or page.locked_by not in ("", who)

    def may_write(self, who, what, page):
        return self.may(who, what, page) and not self.is_locked(who, page)

    def may_delete(self, who, page):
        never_shown = not page.live and not page.was_live
        return self.is_operator(who) or (never_shown and self.may(who, "delete", page))

    def may_read(self, who, page):
        """Whether somebody gets the page on the public site."""
        return page.live and (who in self.signed_in or not self.is_private(page))

    def is_private(self, page):
        return page.private or page.parent in self.private_lists

    def words_for(self, who):
        """Every word that may come before somebody's eyes."""
        seen = set()
        for page in self.pages.values():
            if self.may(who, "see", page):
                seen |= page.words
            elif self.may_read(who, page):
                seen |= page.public_words
        return seen

    def words_of_record(self, who):
        """Words that may stand in the record of somebody's partner; operators read everybody's."""
        if self.is_operator(who):
            return set().union(*self.known.values())
        partner = self.partner(who)
        return self.words_for(who) | (self.known.get(partner, set()) if partner else set())

    def remember(self):
        """Note what every partner has had before its eyes until now."""
        for page in self.pages.values():
            for partner in {None, *page.parts, *page.asked}:
                self.known.setdefault(partner, set()).update(page.words)

    def facts(self):
        """What the database should hold."""
        return {
            page.pk: {
                "parent": page.parent,
                "title": page.title,
                "shown": page.shown if page.live else "",
                "live": page.live,
                "parts": dict(page.parts),
                "asked": set(page.asked),
                "locked_by": page.locked_by,
                "planned": bool(page.planned),
                "private": page.private,
            }
            for page in self.pages.values()
        }


def show(page):
    """The page goes on the site as it is now."""
    page.live = page.was_live = True
    page.shown, page.planned = page.title, ""
    page.public_words |= {page.title, page.slug}
