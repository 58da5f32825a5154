"""Reads about partners and their people."""

from django.db.models import QuerySet

from partners.agencies.acting import roles_from
from partners.agencies.models import Membership, Partner
from partners.people.models import User
from partners.policy.table import Standing


def people_of(partner: Partner, least: Standing) -> QuerySet[User]:
    """Return the people with this standing or more in a partner whose accounts are open; one query."""
    standing = Membership.objects.filter(partner=partner, role__in=roles_from(least))
    return User.objects.filter(is_active=True, pk__in=standing.values("user")).order_by("pk")
