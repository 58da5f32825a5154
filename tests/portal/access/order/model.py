"""Who may do what to shared pages, written down a second time: the site is compared with it.

Plain Python on purpose. Nothing here looks at the site's own table or asks the database.
"""

from copy import deepcopy
from dataclasses import dataclass, field

from tests.portal.access.order.signatures import (
    SIGNED,
    WAITING,
    WRITING,
    Signing,
    has_signed,
    missing,
)

ROLES = ["member", "editor", "approver", "admin"]

# What is done: what the person's partner is to the page, and the least role that it takes.
LEAST = {
    "see": {"leads": "editor", "contributes": "editor", "asked": "approver"},
    "find": {"leads": "editor", "contributes": "editor"},
    "edit": {"leads": "editor", "contributes": "editor"},
    "submit": {"leads": "editor", "contributes": "editor"},
    "sign": {"leads": "approver", "contributes": "approver"},
    "take off": {"leads": "approver"},
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
NOT_FOR_OPERATORS = {"answer", "submit", "sign"}
# The partner that brings others together, and may answer for a missing signature.
CONVENES = "Birch"


@dataclass
class PageState:
    """What a page is now. Words are what its titles, slugs and comments were made of."""

    pk: int
    parent: str
    title: str
    summary: str = ""
    parts: dict = field(default_factory=dict)
    asked: set = field(default_factory=set)
    live: bool = False
    was_live: bool = False
    shown: str = ""
    shown_summary: str = ""
    locked_by: str = ""
    private: bool = False
    words: set = field(default_factory=set)
    public_words: set = field(default_factory=set)
    slug: str = ""
    signing: Signing = field(default_factory=Signing)


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
        """Whether somebody else's lock is in somebody's way."""
        return page.locked_by not in ("", who)

    def may_write(self, who, what, page):
        return self.may(who, what, page) and not self.is_locked(who, page)

    def may_submit(self, who, page):
        return self.may(who, "submit", page) and page.signing.phase == WRITING and self.has_a_lead(page)

    def may_take_back(self, who, page):
        return self.may(who, "submit", page) and page.signing.phase in (WAITING, SIGNED)

    def may_decide(self, who, page, says):
        """Whether somebody may decide, having read what the page says now."""
        if not self.may(who, "sign", page):
            return False
        if says == "declined":
            return page.signing.phase in (WAITING, SIGNED)
        return page.signing.phase == WAITING and (
            not self.wrote(who, page) or self.is_alone(self.partner(who))
        )

    def wrote(self, who, page):
        """Whether somebody last wrote what they would sign."""
        return who in (page.signing.writer, page.signing.own_writer.get(self.partner(who)))

    def is_alone(self, partner):
        return sum(partner in own for own in self.memberships.values()) == 1

    def may_override(self, who, page):
        """Whether somebody may let it go live: for a convening partner that is named and has signed."""
        return (
            self.partner(who) == CONVENES
            and self.may(who, "sign", page)
            and page.signing.phase == WAITING
            and has_signed(page, CONVENES)
            and bool(missing(page))
        )

    def may_review(self, who, page, overrode):
        other = self.may(who, "sign", page) and self.partner(who) != overrode
        return self.is_operator(who) or other

    def may_take_off(self, who, page):
        return page.live and self.may(who, "take off", page)

    def may_speak(self, who, page, partner):
        """Whether somebody may write what a partner says for itself."""
        own = self.partner(who) == partner and partner in page.parts
        return own and not self.is_operator(who) and self.is_at_least(who, "editor")

    def has_a_lead(self, page):
        return "leads" in page.parts.values()

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
                "summary": page.summary,
                "shown": (page.shown, page.shown_summary) if page.live else ("", ""),
                "live": page.live,
                "parts": dict(page.parts),
                "asked": set(page.asked),
                "locked_by": page.locked_by,
                "planned": False,
                "private": page.private,
                **signing_facts(page),
            }
            for page in self.pages.values()
        }


def signing_facts(page):
    """What the database should hold about signatures."""
    signing = page.signing
    return {
        "phase": signing.phase,
        "public": signing.public,
        "decided": {partner: each.says for partner, each in signing.signatures.items()},
        "submitted": signing.phase in (WAITING, SIGNED),
        "own": {partner: words for partner, words in signing.own.items() if words},
        "named": set(signing.named),
        "parts shown": dict(signing.published.parts),
        "overrides": signing.overrides,
    }
