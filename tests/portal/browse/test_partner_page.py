"""The page of a partner: what it is, where it works, whom to reach, and all that it publishes."""

import re

import pytest
from django.urls import reverse

from outcomes.casestudies.models import CaseStudy
from outcomes.objectives.models import Objective
from outcomes.proposals.models import Decision
from outcomes.proposals.moves import Status
from partners.agencies.models import PartnerContact, PartnerIdentifier
from partners.places.models import PlaceOutline
from tests.factories import PartnerFactory, PlaceFactory, make_page
from tests.outcomes.proposals.factories import NOW, ProposalFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]
SQUARE = '{"type":"Polygon","coordinates":[[[-2.3,53.4],[-2.2,53.4],[-2.2,53.5],[-2.3,53.5],[-2.3,53.4]]]}'


@pytest.fixture
def district():
    place = PlaceFactory(kind="district", name="Mersey")
    PlaceOutline.objects.create(place=place, geometry=SQUARE)
    return place


@pytest.fixture
def shed(district):
    return PartnerFactory(name="The Shed", slug="the-shed", kind="vcse", serves=[district])


def page_of(client, partner):
    """What the page of a partner says, and its context."""
    answer = client.get(partner.get_absolute_url())
    assert answer.status_code == 200
    return answer


def test_its_numbers_lead_to_the_registers(client, shed):
    for scheme, value in (("GB-CHC", "1012345"), ("GB-COH", "01234567"), ("GB-LAE", "MSY")):
        PartnerIdentifier.objects.create(partner=shed, scheme=scheme, value=value)
    text = page_of(client, shed).content.decode()
    assert "charitycommission.gov.uk/charity-details/?regid=1012345" in text
    assert "company-information.service.gov.uk/company/01234567" in text
    assert "Council in England: MSY" in text


def test_its_contacts_can_be_written_to_and_rung(client, shed):
    PartnerContact.objects.create(
        partner=shed, name="Desk", purpose="Giving time", email="d@shed.example.org"
    )
    PartnerContact.objects.create(partner=shed, name="Asha", phone="0161 496 0000", position=1)
    text = page_of(client, shed).content.decode()
    assert 'href="mailto:d@shed.example.org"' in text
    assert 'href="tel:01614960000"' in text
    assert text.index("Giving time") < text.index("For everything")


def test_the_places_that_it_serves_are_drawn_and_listed(client, shed, district):
    ward = PlaceFactory(name="Sale", qualifier="Mersey", inside=[district])
    shed.serves.add(ward)
    shed.save()
    answer = page_of(client, shed)
    assert [part.url for part in answer.context["map"].drawing.parts] == [
        district.get_absolute_url(),
        ward.get_absolute_url(),
    ]
    assert "Map of the places it serves: Mersey, Sale, Mersey" in answer.content.decode()


def test_without_a_boundary_there_is_no_drawing(client):
    partner = PartnerFactory(serves=[PlaceFactory(), PlaceFactory()])
    assert page_of(client, partner).context["map"] is None
    assert page_of(client, PartnerFactory()).context["map"] is None


def test_who_brings_it_together_with_others(client, shed, district):
    region = PlaceFactory(kind="region", inside=[])
    council = PartnerFactory(name="Mersey Council", is_convening=True, serves=[district])
    PartnerFactory(name="Elsewhere Council", is_convening=True, serves=[region])
    PartnerFactory(name="Mersey Trust", serves=[district])
    assert page_of(client, shed).context["conveners"] == [council]
    assert page_of(client, council).context["conveners"] == []
    assert "Brings partners together" in page_of(client, council).content.decode()
    assert "Brings partners together" not in page_of(client, shed).content.decode()


def test_with_whom_it_works_the_most_shared_first(client, shed):
    trust, college = PartnerFactory(name="Trust"), PartnerFactory(name="College")
    make_page(CaseStudy, lead=shed, contributors=[trust])
    make_page(Objective, lead=trust, contributors=[shed, college])
    make_page(CaseStudy, live=False, lead=shed, contributors=[PartnerFactory(name="Secret")])
    works_with = page_of(client, shed).context["works_with"]
    assert [(each["partner"].name, each["pages"]) for each in works_with] == [("Trust", 2), ("College", 1)]


def test_publications_stand_by_kind_with_how_many_there_are(client, shed):
    for _ in range(8):
        make_page(CaseStudy, lead=shed)
    make_page(Objective, contributors=[shed])
    make_page(Objective, lead=shed, live=False, title="Not yet")
    answer = page_of(client, shed)
    text = answer.content.decode()
    totals = {
        section["key"]: (section["total"], len(section["cards"])) for section in answer.context["totals"]
    }
    assert totals == {"objective": (1, 1), "case_study": (8, 6)}
    assert re.search(r'href="#case_study">Case studies <span class="cw-count">\(8\)', text)
    assert "See all 8 case studies" in text
    assert "kind=case_study&amp;partner=the-shed" in text
    assert "Not yet" not in text


def test_the_proposals_that_it_answered(client, district):
    council = PartnerFactory(is_convening=True, serves=[district])
    for number in range(8):
        answered(ProposalFactory(place=district, status=Status.OPEN, title=f"Open {number}"), council)
    answered(ProposalFactory(place=district, status=Status.DECLINED, title="Unseen"), council)
    answered(ProposalFactory(place=district, status=Status.OPEN, title="Theirs"), PartnerFactory())
    answer = page_of(client, council)
    section = next(each for each in answer.context["sections"] if each["key"] == "proposal")
    assert (section["total"], len(section["cards"])) == (8, 6)
    assert section["more_url"] == f"{reverse('proposals:list')}?place={district.code}"
    assert "Unseen" not in answer.content.decode()
    assert "Theirs" not in answer.content.decode()


def answered(proposal, partner):
    """Note an answer by a partner."""
    Decision.objects.create(
        proposal=proposal,
        from_status=Status.RECEIVED,
        to_status=proposal.status,
        reason="Because.",
        partner=partner,
        decided_at=NOW,
    )


def test_the_directory_leads_to_registering(client):
    assert f'href="{reverse("registrations:new")}"' in client.get("/partners/").content.decode()


@pytest.mark.parametrize("number", [1, 12])
def test_queries_are_as_many_however_much_there_is(client, shed, number, django_assert_num_queries):
    shed.is_convening = True
    shed.serves.set([*shed.serves.all(), *(PlaceFactory() for _ in range(number))])
    shed.save()
    for place in shed.serves.all():
        other = PartnerFactory(is_convening=True, serves=[place])
        make_page(CaseStudy, lead=shed, contributors=[other], places=[place])
        make_page(Objective, lead=other, contributors=[shed], places=[place])
        answered(ProposalFactory(place=place, status=Status.OPEN), shed)
        PartnerIdentifier.objects.create(partner=shed, scheme="GB-NHS", value=f"R{place.pk}")
        PartnerContact.objects.create(partner=shed, name="Desk", email="desk@example.org")
    page_of(client, shed)
    with django_assert_num_queries(21):
        page_of(client, shed)
