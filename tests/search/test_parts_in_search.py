"""What partners say for themselves is found once it is published, and no more when they have left."""

import pytest

from outcomes.objectives.models import Objective
from outcomes.plans.models import JointPlan
from partners.agencies.models import Role
from partners.parts.models import PartVersion
from partners.parts.services import show_parts
from partners.sharing.models import Share
from partners.sharing.services import end_share
from search.lookups import Lookups
from search.request import SearchRequest
from search.service import search
from search.sources import SOURCES
from tests.factories import MembershipFactory, PartnerFactory, make_page
from tests.partners.parts.saying import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]


@pytest.fixture
def page(committed):
    with committed():
        return make_page(Objective, title="Warm homes", contributors=[PartnerFactory(name="The trust")])


@pytest.fixture
def trust(page):
    return Share.objects.get(page=page, partner__name="The trust").partner


def says(page, partner, statement):
    """Have a partner say something that is not published yet."""
    return PartVersion.objects.create(
        page=page, partner=partner, content={"statement": statement}, saved_at=NOW
    )


def body(page):
    """What the document of the page says."""
    return SOURCES["page"].build([page.pk], Lookups()).documents[page.pk].body


def found(words):
    """The titles that a search finds."""
    return [hit.card["title"] for hit in search(SearchRequest(text=words)).hits]


def test_only_what_is_published_is_in_the_document(page, trust):
    says(page, trust, "Marzipan clinics.")
    assert "Marzipan" not in body(page)
    show_parts(page.pk, {trust.pk: PartVersion.objects.get()})
    says(page, trust, "Nougat clinics.")
    assert "Marzipan" in body(page)
    assert "Nougat" not in body(page)


def test_what_a_plan_commits_to_is_found_by_its_words(committed):
    with committed():
        plan = make_page(JointPlan)
    lead = plan.lead_partner
    row = {"what": "Open two marzipan clinics", "money": 12000, "by": None}
    version = PartVersion.objects.create(
        page=plan, partner=lead, content={"commitments": [row], "statement": "And nougat."}, saved_at=NOW
    )
    show_parts(plan.pk, {lead.pk: version})
    assert body(plan) == "Open two marzipan clinics\nAnd nougat."


def test_publishing_and_leaving_reach_the_search(search_index, committed, page, trust):
    with committed():
        show_parts(page.pk, {trust.pk: says(page, trust, "Marzipan clinics.")})
    assert found("marzipan") == ["Warm homes"]
    approver = MembershipFactory(partner=page.lead_partner, role=Role.APPROVER).user
    with committed():
        end_share(share=Share.objects.get(page=page, partner=trust), by=approver)
    assert found("marzipan") == []
    assert found("warm homes") == ["Warm homes"]


def test_a_new_draft_is_not_found(search_index, committed, page, trust):
    with committed():
        says(page, trust, "Marzipan clinics.")
        page.save_revision()
    assert found("marzipan") == []
    assert found("warm homes") == ["Warm homes"]
