import pytest
from django.test import Client

from outcomes.casestudies.models import CaseStudy
from partners.agencies.models import Role
from tests.factories import MembershipFactory, make_page, theme
from tests.outcomes.casestudies.guided.forms import Guided


@pytest.fixture
def person(council):
    """An editor of the council."""
    return MembershipFactory(partner=council, role=Role.EDITOR).user


@pytest.fixture
def guided(site, person):
    """The guided form as an editor of the council opens it."""
    return Guided(Client(), person)


@pytest.fixture
def page(site, council, ward, person):
    """A draft of the council with a place and a theme."""
    page = make_page(
        CaseStudy, live=False, lead=council, places=[ward], themes=[theme("food")], title="Kettle mornings"
    )
    page.save_revision(user=person)
    return CaseStudy.objects.get(pk=page.pk)
