"""Whoever saves what in whichever order: a partner says what its own editors saved last; nothing is lost."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from outcomes.objectives.models import Objective
from partners.parts.content import content_digest
from partners.parts.models import PartVersion
from partners.parts.selectors import latest_parts
from partners.parts.services import StalePartError, save_part
from partners.policy.refusals import NotAllowed
from partners.sharing.models import Share
from portal.operations.services import set_up_site
from tests.factories import MembershipFactory, PartnerFactory, UserFactory, as_acting_for, make_page
from tests.partners.parts.saying import NOW

pytestmark = [pytest.mark.both, pytest.mark.sections]
PARTNERS = 4  # the last has no part in the page
WHO = st.integers(0, PARTNERS - 1)
WORDS = st.sampled_from(["", "Two clinics.", "Forty volunteers.", "We lead.", "é ü 漢 🏠"])
STEP = st.one_of(
    st.tuples(st.just("save"), WHO, WHO, WORDS, st.sampled_from(["latest", "first", "none", "theirs"])),
    st.tuples(st.just("leave"), WHO),
    st.tuples(st.just("join"), WHO),
    st.tuples(st.just("revise")),
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


class World:
    """Partners, one person who belongs to all of them, and a page of the first three."""

    def __init__(self):
        self.partners = [PartnerFactory() for _ in range(PARTNERS)]
        self.person = UserFactory()
        for partner in self.partners:
            MembershipFactory(user=self.person, partner=partner)
        self.page = make_page(Objective, lead=self.partners[0], contributors=self.partners[1:3])
        # In plain Python: what each partner said, in order.
        self.said = {number: [] for number in range(PARTNERS)}
        self.parts = {0, 1, 2}

    def save(self, acting, whose, words, based_on):
        """Try to save, and hold what happens against the rules in plain Python."""
        said = self.said[whose]
        claim = {
            "latest": said[-1].pk if said else None,
            "first": said[0].pk if said else None,
            "none": None,
            "theirs": max((versions[-1].pk for versions in self.said.values() if versions), default=None),
        }[based_on]
        content = {"statement": words} if words else {}
        now = said[-1].content if said else {}
        by, key = as_acting_for(self.person, self.partners[acting]), self.partners[whose].pk
        facts = {"content": content, "based_on": claim, "partner_id": key, "at": NOW}
        if acting != whose or whose not in self.parts:
            with pytest.raises(NotAllowed):
                save_part(page=self.page, by=by, **facts)
        elif content == now:
            assert save_part(page=self.page, by=by, **facts) == (said[-1] if said else None)
        elif claim != (said[-1].pk if said else None):
            with pytest.raises(StalePartError):
                save_part(page=self.page, by=by, **facts)
        else:
            said.append(save_part(page=self.page, by=by, **facts))

    def leave(self, who):
        """End a partner's part in the page."""
        Share.objects.filter(page=self.page, partner=self.partners[who]).delete()
        self.parts.discard(who)

    def join(self, who):
        """Give a partner a part in the page."""
        Share.objects.get_or_create(page=self.page, partner=self.partners[who])
        self.parts.add(who)

    def revise(self):
        """Save the common text again."""
        Objective.objects.get(pk=self.page.pk).save_revision()

    def check(self):
        """Every version is there as it was saved, and the latest of each is what it says."""
        expected = {v.pk: (v.partner_id, v.content) for versions in self.said.values() for v in versions}
        rows = PartVersion.objects.filter(page=self.page)
        assert {row.pk: (row.partner_id, row.content) for row in rows} == expected
        assert all(row.digest == content_digest(row.content) for row in rows)
        latest = {self.partners[who].pk: versions[-1].pk for who, versions in self.said.items() if versions}
        assert {key: version.pk for key, version in latest_parts(self.page.pk).items()} == latest


class AnyOrderTest(TestCase):
    """Made-up runs of saves by anybody for anybody."""

    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(steps=st.lists(STEP, max_size=15))
    def test_nobody_ever_changes_what_another_says(self, steps):
        set_up_site()
        world = World()
        for verb, *facts in steps:
            getattr(world, verb)(*facts)
            world.check()


@given(content=st.dictionaries(st.text(max_size=5), JSON, max_size=4))
def test_the_digest_is_that_of_the_content_and_not_of_its_order(content):
    backwards = dict(reversed(content.items()))
    assert content_digest(content) == content_digest(backwards)
    assert content_digest(content | {"more": 1}) != content_digest(content | {"more": 2})
    assert bool(content_digest(content)) is bool(content)
