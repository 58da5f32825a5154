"""A person acts for one partner at a time."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from partners.agencies.acting import (
    SESSION_KEY,
    ActingMiddleware,
    act_for,
    membership_of,
    partner_of,
    standing_of,
)
from partners.agencies.models import Membership, Role
from partners.people.models import User
from partners.policy.table import Standing
from tests.factories import MembershipFactory, PartnerFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def arrived(user, session):
    """The request as a view gets it."""
    request = RequestFactory().get("/")
    request.user, request.session = user, session
    seen = []
    ActingMiddleware(seen.append)(request)
    return seen[0]


@pytest.fixture
def person():
    """Somebody who is an editor of one partner and an admin of another."""
    user = UserFactory()
    MembershipFactory(user=user, role=Role.EDITOR)
    MembershipFactory(user=user, role=Role.ADMIN)
    return User.objects.get(pk=user.pk)


def test_the_first_partner_until_another_is_chosen(person):
    assert membership_of(person).role == Role.EDITOR
    assert standing_of(person) is Standing.EDITOR


def test_the_chosen_partner_for_the_rest_of_the_session(person):
    admin = person.memberships.get(role=Role.ADMIN)
    session = {}
    request = arrived(person, session)
    act_for(request, admin.partner)
    assert partner_of(request.user) == admin.partner
    later = arrived(User.objects.get(pk=person.pk), session)
    assert standing_of(later.user) is Standing.ADMIN


def test_nobody_chooses_a_partner_that_they_do_not_belong_to(person):
    request = arrived(person, {})
    with pytest.raises(Membership.DoesNotExist):
        act_for(request, PartnerFactory())
    assert SESSION_KEY not in request.session


def test_a_choice_ends_with_the_membership(person):
    gone = person.memberships.get(role=Role.ADMIN)
    session = {SESSION_KEY: gone.partner_id}
    gone.delete()
    later = arrived(User.objects.get(pk=person.pk), session)
    assert standing_of(later.user) is Standing.EDITOR


@pytest.mark.parametrize(
    ("user", "standing"),
    [
        (lambda: AnonymousUser(), Standing.VISITOR),
        (lambda: UserFactory(), Standing.SIGNED_IN),
        (lambda: MembershipFactory(role=Role.MEMBER).user, Standing.MEMBER),
        (lambda: MembershipFactory(role=Role.APPROVER).user, Standing.APPROVER),
        (lambda: UserFactory(is_superuser=True), Standing.OPERATOR),
        (lambda: UserFactory(is_superuser=True, is_active=False), Standing.VISITOR),
        (
            lambda: MembershipFactory(role=Role.ADMIN, user=UserFactory(is_active=False)).user,
            Standing.VISITOR,
        ),
    ],
    ids=[
        "visitor",
        "signed in",
        "member",
        "approver",
        "operator",
        "operator switched off",
        "admin switched off",
    ],
)
def test_what_somebody_is(user, standing):
    assert standing_of(user()) is standing


def test_asking_often_costs_one_query(person, django_assert_num_queries):
    with django_assert_num_queries(1):
        for _ in range(5):
            standing_of(person)


def test_a_visitor_costs_no_query(django_assert_num_queries):
    request = arrived(AnonymousUser(), {})
    with django_assert_num_queries(0):
        assert standing_of(request.user) is Standing.VISITOR


def test_the_first_member_gives_a_partner_its_own_collection():
    partner = PartnerFactory()
    assert partner.collection is None
    MembershipFactory(partner=partner)
    MembershipFactory(partner=partner)
    partner.refresh_from_db()
    assert partner.collection.name == partner.name
