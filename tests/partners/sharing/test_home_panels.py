"""The admin's first page shows pages of the partner that one acts for."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from outcomes.casestudies.models import CaseStudy
from partners.agencies.models import Role
from tests.factories import MembershipFactory, PartnerFactory, make_page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]


def edited(partner, user, **fields):
    """A draft of the partner's that this person has changed."""
    page = make_page(CaseStudy, lead=partner, live=False, **fields)
    page.save_revision(user=user, log_action=True)


@pytest.fixture
def person(client):
    """An approver of a council and a charity who has worked for both, and acts for the council."""
    user = MembershipFactory(partner=PartnerFactory(name="Council"), role=Role.APPROVER).user
    MembershipFactory(user=user, partner=PartnerFactory(name="Charity"), role=Role.APPROVER)
    for membership in user.memberships.all():
        edited(membership.partner, user, title=f"Of the {membership.partner}")
    CaseStudy.objects.update(locked=True, locked_by=user, locked_at=timezone.now())
    client.force_login(user)
    return user


def test_what_i_changed_and_locked_for_this_partner(client, person):
    html = client.get("/admin/").content.decode()
    assert html.count("Of the Council") >= 2
    assert "Of the Charity" not in html
    client.post("/admin/acting/", {"partner": person.memberships.get(partner__name="Charity").partner_id})
    html = client.get("/admin/").content.decode()
    assert html.count("Of the Charity") >= 2
    assert "Of the Council" not in html


def test_the_latest_change_comes_first_and_few_are_shown(client, person):
    council = person.memberships.get(partner__name="Council").partner
    for number in range(7):
        edited(council, person, title=f"Draft {number}")
    panels = client.get("/admin/").context["panels"]
    recent = next(panel for panel in panels if panel.name == "recent_edits")
    shown = recent.get_context_data({"request": client.get("/admin/").wsgi_request})["last_edits"]
    assert [page.title for _, page in shown] == [f"Draft {number}" for number in (6, 5, 4, 3, 2)]


def test_many_changed_pages_cost_no_query_more(client, person):
    council = person.memberships.get(partner__name="Council").partner
    counts = []
    for _ in range(2):
        for _ in range(6):
            edited(council, person)
        client.get("/admin/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/admin/")
        counts.append(len(queries))
    assert counts[0] == counts[1]
