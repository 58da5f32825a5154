"""Choosing for which partner one acts, on the first page of the admin."""

import pytest

from outcomes.casestudies.models import CaseStudy
from partners.agencies.models import Role
from tests.factories import MembershipFactory, PartnerFactory, UserFactory, make_page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]


@pytest.fixture
def person(client):
    """Somebody who writes for a council and a charity."""
    user = UserFactory()
    for name in ("Council", "Charity"):
        MembershipFactory(user=user, partner=PartnerFactory(name=name), role=Role.EDITOR)
    client.force_login(user)
    return user


def test_the_first_page_says_for_whom_and_offers_the_others(client, person):
    html = client.get("/admin/").content.decode()
    assert "You act for Council" in html
    assert "Act for Charity instead" in html


def test_after_the_switch_the_pages_of_the_other_partner_are_open(client, person):
    charity = person.memberships.get(partner__name="Charity").partner
    page = make_page(CaseStudy, lead=charity, live=False)
    assert client.get(f"/admin/pages/{page.pk}/edit/").status_code == 403
    answer = client.post("/admin/acting/", {"partner": charity.pk}, follow=True)
    assert "You act for Charity" in answer.content.decode()
    assert client.get(f"/admin/pages/{page.pk}/edit/").status_code == 200


def test_nobody_acts_for_a_partner_of_others(client, person):
    client.post("/admin/acting/", {"partner": PartnerFactory().pk})
    assert "You act for Council" in client.get("/admin/").content.decode()


@pytest.mark.parametrize("partner", ["", "x", "0", "9" * 30, "\u0661"])
def test_what_is_no_partner_is_not_found(client, person, partner):
    assert client.post("/admin/acting/", {"partner": partner}).status_code in (302, 403, 404)
    assert "You act for Council" in client.get("/admin/").content.decode()
