"""Whatever somebody joins, leaves, becomes and chooses: they act in the chosen membership, as it is now."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from partners.agencies.acting import (
    STANDING_OF_ROLE,
    ActingMiddleware,
    act_for,
    membership_of,
    memberships_of,
    partner_of,
    standing_of,
)
from partners.agencies.convening import answers_for
from partners.agencies.models import Membership, Role
from partners.agencies.opened_for import NO_PARTNER, mark_of, partner_marked
from partners.people.models import User
from partners.policy.table import Standing, Thing
from tests.factories import PartnerFactory, UserFactory

pytestmark = pytest.mark.both
PARTNERS = 3
WHICH = st.integers(0, PARTNERS - 1)
ROLES = st.sampled_from(list(Role))
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("join"), WHICH, ROLES),
        st.tuples(st.just("role"), WHICH, ROLES),
        st.tuples(st.just("leave"), WHICH),
        st.tuples(st.just("switch"), WHICH),
        st.tuples(st.just("again in one request"), WHICH, WHICH),
        st.tuples(st.just("sign out")),
    ),
    max_size=20,
)


class Model:
    """In plain Python: roles by partner in the order of joining, and what was chosen in this session."""

    def __init__(self):
        self.roles, self.chosen = {}, None

    @property
    def acting(self):
        """The number of the partner: the chosen one while somebody belongs to it, else the oldest."""
        return self.chosen if self.chosen in self.roles else next(iter(self.roles), None)


class World:
    """The same with rows, a session, and a new person for every request."""

    def __init__(self):
        self.user = UserFactory()
        self.partners = [PartnerFactory(is_convening=number > 0) for number in range(PARTNERS)]
        self.session = {}

    def request(self):
        """The request as a view gets it."""
        request = RequestFactory().get("/admin/")
        request.user, request.session = User.objects.get(pk=self.user.pk), self.session
        seen = []
        ActingMiddleware(seen.append)(request)
        return seen[0]

    def rows(self, number):
        """The membership in this partner, if there is one."""
        return Membership.objects.filter(user=self.user, partner=self.partners[number])

    def switch(self, request, number):
        """Choose a partner; return whether it was the person's to choose."""
        try:
            act_for(request, self.partners[number])
        except Membership.DoesNotExist:
            return False
        return True


def take(step, model, world):
    """Do one step in both."""
    verb, *more = step
    if verb == "join" and more[0] not in model.roles:
        Membership.objects.create(user=world.user, partner=world.partners[more[0]], role=more[1])
        model.roles[more[0]] = more[1]
    elif verb == "role" and more[0] in model.roles:
        world.rows(more[0]).update(role=more[1])
        model.roles[more[0]] = more[1]
    elif verb == "leave" and more[0] in model.roles:
        world.rows(more[0]).delete()
        del model.roles[more[0]]
    elif verb == "switch":
        assert world.switch(world.request(), more[0]) is (more[0] in model.roles)
        if more[0] in model.roles:
            model.chosen = more[0]
    elif verb == "again in one request":
        switch_within_a_request(model, world, more)
    elif verb == "sign out":
        world.session.clear()
        model.chosen = None


def switch_within_a_request(model, world, wanted):
    """Switch after somebody has asked already: what was known before must not stay."""
    request = world.request()
    for number in wanted:
        agrees(model, world, request.user)
        if world.switch(request, number):
            model.chosen = number
    agrees(model, world, request.user)


def agrees(model, world, person):
    """Whether all that the site asks about a person says the same as the model."""
    number = model.acting
    partner = None if number is None else world.partners[number]
    role = model.roles.get(number)
    standing = STANDING_OF_ROLE[role] if role else Standing.SIGNED_IN
    assert partner_of(person) == partner
    assert standing_of(person) is standing
    assert (membership_of(person).role if partner else None) == role
    assert [each.partner for each in memberships_of(person)] == [world.partners[n] for n in model.roles]
    assert mark_of(person) == (str(partner.pk) if partner else NO_PARTNER)
    assert partner_marked(person, mark_of(person)) == partner
    answers = partner is not None and number > 0 and standing >= Standing.APPROVER
    assert answers_for(person, Thing.PROPOSAL) == (partner if answers else None)


class TestActing(TestCase):
    """One transaction for each example."""

    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(STEPS)
    def test_the_next_request_always_acts_in_the_chosen_membership(self, steps):
        model, world = Model(), World()
        for step in steps:
            take(step, model, world)
            agrees(model, world, world.request().user)

    @settings(max_examples=15, deadline=None)
    @given(STEPS)
    def test_an_account_that_is_switched_off_acts_for_nobody(self, steps):
        model, world = Model(), World()
        for step in steps:
            take(step, model, world)
        User.objects.filter(pk=world.user.pk).update(is_active=False)
        person = world.request().user
        assert membership_of(person) is None
        assert standing_of(person) is Standing.VISITOR
        assert answers_for(person, Thing.PROPOSAL) is None


def test_a_visitor_acts_for_nobody():
    assert memberships_of(AnonymousUser()) == []
    assert mark_of(AnonymousUser()) == NO_PARTNER
