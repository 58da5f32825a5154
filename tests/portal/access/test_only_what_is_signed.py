"""Whatever partners do, in whatever order: the public reads only what all that it names have signed.

As in test_any_order.py, but all steps are about one thing, so that runs come far: pages are shared, written,
signed, overridden, published on a date, withdrawn, and tried to be published past their partners.
"""

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import invariant

from tests.portal.access.order.acting import numbers, step
from tests.portal.access.order.looking import Looking
from tests.portal.access.order.model import CONVENES
from tests.portal.access.order.proving import prove
from tests.portal.access.order.sharing import Sharing
from tests.portal.access.order.signatures import AT_ONCE, LATER, WAITING, WRITING
from tests.portal.access.order.signing import Signing
from tests.portal.access.order.stage import PEOPLE
from tests.portal.access.order.writing import Writing

pytestmark = [
    pytest.mark.sections,
    pytest.mark.schedule,
    pytest.mark.django_db,
    pytest.mark.stateful,
    pytest.mark.signoff,
    pytest.mark.usefixtures("site"),
]


class OnlyWhatIsSigned(Writing, Signing, Sharing, Looking):
    """What becomes of texts, and what the public reads of them."""

    def is_willing(self, who):
        """Three times out of four it is somebody who may, so that much is done."""
        return PEOPLE.index(who) % 2 == 0

    @step(number=numbers, goes_live=st.sampled_from([AT_ONCE, AT_ONCE, LATER]))
    def from_draft_to_site(self, who, which, able, number, goes_live):
        """A text is submitted, and each partner decides at once."""
        page = self.page_in(which, able or number % 4, WRITING)
        self.somebody_sends_in(who, page, goes_live)
        if page.signing.phase == WAITING:
            self.all_sign(page, number)

    @step(number=numbers, goes_live=st.sampled_from([AT_ONCE, AT_ONCE, LATER]))
    def past_those_who_have_not_signed(self, who, which, able, number, goes_live):
        """The partner that brings others together signs, and does not wait for the others."""
        pages = [page for page in self.model.pages.values() if CONVENES in page.parts and len(page.parts) > 1]
        page = pages[which % len(pages)] if pages else self.page(which)
        self.somebody_sends_in(who, page, goes_live)
        if page.signing.phase == WAITING:
            self.all_sign(page, number, [CONVENES])
            who = self.somebody(who, able or number % 4, lambda each: self.model.may_override(each, page))
            self.answer_for_the_others(who, page)

    def somebody_sends_in(self, who, page, goes_live):
        can = [each for each in PEOPLE if self.model.may_submit(each, page)]
        self.send_in(can[PEOPLE.index(who) % len(can)] if can else who, page, goes_live)

    @invariant()
    def nobody_sees_what_is_not_theirs(self):
        """Here only the public site is looked at, by somebody who has just come."""
        if self.model.pages and hasattr(self, "chance"):
            self.look_at_the_page_itself(self.chance.choice(list(self.model.pages.values())))


def test_nothing_unsigned_is_ever_public(record_property):
    counts = prove(OnlyWhatIsSigned, short=12, record_property=record_property)
    for event in ("published", "overridden", "withdrawn"):
        assert counts[event], f"No run came so far that a page was {event}."
