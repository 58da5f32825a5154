"""A council with an admin and an editor, and people with confirmed addresses."""

import re
from datetime import UTC, datetime

import pytest
from allauth.account.models import EmailAddress
from django.core import mail

from partners.agencies.models import Membership, Role
from partners.members import invitations
from partners.people.models import User
from tests.factories import MembershipFactory, PartnerFactory, UserFactory

NOW = datetime(2026, 3, 4, 9, tzinfo=UTC)
LINK = re.compile(r"/invitations/([\w-]+)/")


def make_person(email="kit@example.org", **fields):
    """Somebody with a confirmed address."""
    user = UserFactory(email=email, **fields)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def make_member(partner, role=Role.ADMIN, email=None, **fields):
    """A member with a confirmed address."""
    number = User.objects.count()
    return MembershipFactory(
        partner=partner, role=role, user=make_person(email or f"member{number}@council.example", **fields)
    ).user


def fresh(user):
    """The person as a new request knows them."""
    return User.objects.get(pk=user.pk)


def last_key():
    """The key in the letter that was sent last."""
    return LINK.search(mail.outbox[-1].body)[1]


def role_of(user, partner):
    """The role that somebody has in a partner, None without one."""
    return Membership.objects.filter(user=user, partner=partner).values_list("role", flat=True).first()


@pytest.fixture
def council(db):
    return PartnerFactory(name="Mersey Bank Council")


@pytest.fixture
def admin(council):
    return make_member(council, email="ada@council.example", first_name="Ada", last_name="Admin")


@pytest.fixture
def editor(council):
    return make_member(council, Role.EDITOR, email="edie@council.example")


@pytest.fixture
def send(council, admin, django_capture_on_commit_callbacks):
    """Invite somebody and return the key in the letter."""

    def invite(address="kit@example.org", role=Role.EDITOR, at=NOW, by=admin, **facts):
        with django_capture_on_commit_callbacks(execute=True):
            invitations.invite(partner=council, address=address, role=role, by=fresh(by), at=at, **facts)
        return last_key()

    return invite
