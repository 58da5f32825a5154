"""Whether somebody may still read what they were told.

A notice outlives the reason for which it was sent: people leave partners, and partners leave pages. So it is
asked anew, each time that notices are shown or put into a letter. Which partner may know of which page is for
the room of shared pages to say, which lies above this one: it adds its answer when it starts.
"""

from collections.abc import Callable

from django.db.models import Exists, OuterRef, Q

from partners.agencies.models import Membership

# Asked of each notice about a page; `OuterRef("person")`, "partner" and "page" are those of the notice.
PageRule = Callable[[], Q]
_page_rules: list[PageRule] = []


def readable_when(rule: PageRule) -> None:
    """Let people read notices about pages of which this is true, beside those of earlier rules."""
    if rule not in _page_rules:
        _page_rules.append(rule)


def still_readable() -> Q:
    """Return which notices their readers may still read, as a filter of notices; no query.

    One that was sent for a partner: as long as the person belongs to it. One about a page: as long as a rule
    says so, and never without a rule. Operators may read all that they were told.
    """
    belongs = Exists(Membership.objects.filter(user=OuterRef("person"), partner=OuterRef("partner")))
    of_partner = Q(partner=None) | Q(belongs)
    of_page = Q(page=None)
    for rule in _page_rules:
        of_page |= rule()
    return Q(person__is_active=True) & (Q(person__is_superuser=True) | of_partner & of_page)
