"""The rules that an address may have: who gets in, before its own view looks any further."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from wagtail.models import Page

from partners.agencies.acting import standing_of
from partners.policy.table import Standing
from partners.sharing.rules import may_see_draft

Parts = Mapping[str, Any]  # what stands in the address, by name
Check = Callable[[HttpRequest, Parts], bool]


@dataclass(frozen=True)
class Rule:
    """Who gets in: everybody of a standing for whom the check, if there is one, says yes."""

    words: str
    least: Standing
    check: Check | None = None
    is_open: bool = True

    def admits(self, request: HttpRequest, parts: Parts) -> bool:
        """Whether this person gets in."""
        if not self.is_open or standing_of(request.user) < self.least:
            return False
        return self.check is None or self.check(request, parts)


PUBLIC = Rule("everybody", Standing.VISITOR)
SIGNED_IN = Rule("everybody who is signed in", Standing.SIGNED_IN)
MEMBERS = Rule("members of a partner", Standing.MEMBER)
EDITORS = Rule("editors of a partner", Standing.EDITOR)
APPROVERS = Rule("approvers of a partner", Standing.APPROVER)
ADMINS = Rule("admins of a partner", Standing.ADMIN)
OPERATORS = Rule("operators", Standing.OPERATOR)
CLOSED = Rule("nobody: the site does without it", Standing.OPERATOR, is_open=False)


def page_rule(right: str, words: str, name: str = "page_id") -> Rule:
    """Return the rule that a person has this right over the page that the address names."""

    def check(request: HttpRequest, parts: Parts) -> bool:
        return has_right(request, parts.get(name), right)

    return Rule(words, Standing.EDITOR, check)


def has_right(request: HttpRequest, page_id: Any, right: str) -> bool:
    """Whether the person has the right over this page. A page that is not there is nobody's."""
    page = Page.objects.filter(pk=page_id).first()
    return page is not None and bool(getattr(page.permissions_for_user(request.user), right)())


def own_page(request: HttpRequest, page_id: Any) -> bool:
    """Whether the person may find the page in the admin."""
    page = Page.objects.filter(pk=page_id).first()
    return page is not None and may_see_draft(request.user, page)


SEES_PAGE = page_rule("can_view_revisions", "who may see the page's history")
EDITS_PAGE = page_rule("can_edit", "who may edit the page")
COMPARES_PAGE = page_rule("can_view_revisions", "who may see the page's history", "pk")
PUBLISHES_PAGE = page_rule("can_publish", "who may publish the page")
UNPUBLISHES_PAGE = page_rule("can_unpublish", "who may take the page off the site")
DELETES_PAGE = page_rule("can_delete", "who may delete the draft")
COPIES_PAGE = page_rule("can_copy", "who may copy the page")
LOCKS_PAGE = page_rule("can_lock", "who may lock the page")
UNLOCKS_PAGE = page_rule("can_unlock", "who may unlock the page")
ADDS_BELOW = page_rule("can_add_subpage", "who may add to this list", "parent_page_id")
