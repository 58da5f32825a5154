"""Somebody who may do everything, signed in, and a page to do it to."""

import pytest

from outcomes.casestudies.models import CaseStudy
from tests.factories import MembershipFactory, PartnerFactory, UserFactory, make_page, publish


@pytest.fixture
def operator(client, site):
    user = UserFactory(is_superuser=True)
    client.force_login(user)
    return user


@pytest.fixture
def council():
    return PartnerFactory(name="Mersey Bank Council")


@pytest.fixture
def member(council):
    return MembershipFactory(partner=council)


@pytest.fixture
def page(site, council):
    page = make_page(CaseStudy, lead=council, title="Kettle mornings", what_did_not_work="Mondays.")
    publish(page)
    return CaseStudy.objects.get(pk=page.pk)
