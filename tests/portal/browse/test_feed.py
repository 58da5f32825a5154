"""The Atom feed of a place: valid, only what everybody may read, and cheap to ask for again."""

import xml.etree.ElementTree as ET
from datetime import UTC, datetime, timedelta

import pytest
from wagtail.models import PageViewRestriction

from outcomes.casestudies.models import CaseStudy
from outcomes.objectives.models import Objective
from outcomes.plans.models import JointPlan
from outcomes.proposals.models import Decision
from outcomes.proposals.moves import Status
from tests.factories import PartnerFactory, PlaceFactory, UserFactory, make_page, publish
from tests.outcomes.proposals.factories import ProposalFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]
ATOM = "{http://www.w3.org/2005/Atom}"
MARCH = datetime(2026, 3, 4, 9, tzinfo=UTC)


@pytest.fixture
def district():
    return PlaceFactory(code="E08000009", kind="district", name="Trafford")


@pytest.fixture
def ward(district):
    return PlaceFactory(name="Sale", inside=[district])


def get(client, **headers):
    return client.get("/places/E08000009/feed.atom", headers=headers)


def feed(client):
    return ET.fromstring(get(client).content)  # noqa: S314  # our own feed


def titles(client):
    return [entry.findtext(f"{ATOM}title") for entry in feed(client).iter(f"{ATOM}entry")]


def adopt(place, title, *, status=Status.ADOPTED, at=MARCH, **fields):
    """Make a proposal that was adopted, with the decision that says so."""
    proposal = ProposalFactory(place=place, title=title, status=status, **fields)
    Decision.objects.create(
        proposal=proposal,
        from_status=Status.OPEN,
        to_status=Status.MERGED if status == Status.MERGED else Status.ADOPTED,
        reason="We agree.",
        decided_at=at,
        decided_by=UserFactory(first_name="Decider"),
    )
    return proposal


def test_what_is_published_here_and_inside_newest_first(client, district, ward):
    make_page(Objective, title="First", places=[district], published=MARCH)
    make_page(JointPlan, title="Second", places=[ward], published=MARCH + timedelta(days=1))
    adopt(ward, "Third", at=MARCH + timedelta(days=2))
    make_page(CaseStudy, title="Fourth", places=[ward], published=MARCH + timedelta(days=3))
    assert titles(client) == ["Fourth", "Third", "Second", "First"]


def test_it_has_what_an_atom_feed_must_have(client, district):
    """RFC 4287, sections 4.1.1 and 4.1.2: id, title and updated, an author, and a link to itself."""
    lead = PartnerFactory(name="Mersey Bank Council")
    page = make_page(Objective, title="Warm <b>homes</b>", places=[district], lead=lead)
    response = get(client)
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    root = ET.fromstring(response.content)  # noqa: S314  # our own feed
    assert root.tag == f"{ATOM}feed"
    for part in (root, root.find(f"{ATOM}entry")):
        assert part.findtext(f"{ATOM}id").startswith("tag:testserver,2026:")
        assert part.findtext(f"{ATOM}title")
        assert datetime.fromisoformat(part.findtext(f"{ATOM}updated")).tzinfo
        assert part.findtext(f"{ATOM}author/{ATOM}name")
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert links == {
        "self": "http://testserver/places/E08000009/feed.atom",
        "alternate": "http://testserver/places/E08000009/",
    }
    entry = root.find(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == "Warm <b>homes</b>"
    assert entry.find(f"{ATOM}link").get("href").endswith(page.get_url())
    assert entry.find(f"{ATOM}category").get("term") == "Objective"
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == "Mersey Bank Council"


def test_what_looks_like_markup_in_a_summary_stays_text(client, district):
    make_page(Objective, places=[district], summary="<script>alert(1)</script> & more")
    summary = feed(client).find(f"{ATOM}entry/{ATOM}summary")
    assert summary.get("type") == "html"
    assert summary.text == "&lt;script&gt;alert(1)&lt;/script&gt; &amp; more"


def test_ids_stay_when_the_address_of_a_page_changes(client, district):
    page = make_page(Objective, places=[district])
    before = [entry.findtext(f"{ATOM}id") for entry in feed(client).iter(f"{ATOM}entry")]
    page.slug = "quite-another"
    page.save()
    assert [entry.findtext(f"{ATOM}id") for entry in feed(client).iter(f"{ATOM}entry")] == before


def test_nothing_that_not_everybody_may_read_is_in_it(client, district, ward):
    make_page(CaseStudy, title="Draft", places=[district], live=False)
    private = make_page(CaseStudy, title="Private", places=[district])
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    make_page(CaseStudy, title="Elsewhere", places=[PlaceFactory()])
    for status in (Status.RECEIVED, Status.IN_REVIEW, Status.OPEN, Status.PARKED, Status.DECLINED):
        ProposalFactory(place=ward, title=f"Proposal {status}", status=status)
    ProposalFactory(place=ward, title="Unconfirmed", unconfirmed=True)
    client.force_login(UserFactory(is_superuser=True))
    assert titles(client) == []


def test_who_proposed_is_said_only_where_that_is_public(client, district):
    adopt(district, "Hidden", proposer_name="Asha Rahman", proposer_email="asha@example.org")
    content = get(client).content.decode()
    assert "Hidden" in content
    for secret in ("Asha Rahman", "asha@example.org", "Decider"):
        assert secret not in content
    adopt(district, "Shown", proposer_name="Urmston Sitters", show_name=True)
    assert "Urmston Sitters" in get(client).content.decode()


def test_taken_up_by_merging_and_delivered_since_count_too(client, district):
    adopt(district, "Merged", status=Status.MERGED, at=MARCH)
    adopt(district, "Delivered", status=Status.DELIVERED, at=MARCH + timedelta(days=1))
    assert titles(client) == ["Delivered", "Merged"]


def test_fifty_at_most_and_few_queries(client, district, ward, django_assert_max_num_queries):
    for number in range(55):
        make_page(CaseStudy, title=f"Number {number}", places=[ward])
    get(client)
    with django_assert_max_num_queries(11):
        found = titles(client)
    assert len(found) == 50
    assert found[0] == "Number 54"


def test_asked_again_nothing_is_sent_until_something_changes(client, district):
    page = make_page(CaseStudy, places=[district], published=MARCH)
    first = get(client)
    assert first["Last-Modified"] == "Wed, 04 Mar 2026 09:00:00 GMT"
    again = get(client, if_none_match=first["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    assert get(client, if_modified_since=first["Last-Modified"]).status_code == 304
    page.title = "Said better"
    publish(page)
    changed = get(client, if_none_match=first["ETag"], if_modified_since=first["Last-Modified"])
    assert changed.status_code == 200
    assert b"Said better" in changed.content


def test_what_was_withdrawn_is_gone_at_once(client, district):
    page = make_page(CaseStudy, title="Withdrawn", places=[district])
    first = get(client)
    assert "no-cache" in first["Cache-Control"]
    page.unpublish()
    assert b"Withdrawn" not in get(client, if_none_match=first["ETag"]).content
    assert get(client, if_none_match=first["ETag"]).status_code == 200


def test_an_empty_feed_is_valid_and_stays_the_same(client, district):
    first = get(client)
    assert titles(client) == []
    assert feed(client).findtext(f"{ATOM}updated") == "2026-01-01T00:00:00+00:00"
    assert get(client, if_none_match=first["ETag"]).status_code == 304


def test_it_is_the_same_for_everybody_and_gives_no_cookie(client, district):
    make_page(CaseStudy, places=[district])
    stranger = get(client)
    client.force_login(UserFactory())
    assert get(client).content == stranger.content
    assert not stranger.cookies
    assert "Cookie" not in stranger.get("Vary", "")


def test_former_codes_lead_to_it_and_unknown_ones_to_nothing(client, district):
    district.codes.create(code="E08000999")
    assert client.get("/places/E08000999/feed.atom").url == "/places/E08000009/feed.atom"
    assert client.get("/places/E08000998/feed.atom").status_code == 404
    assert client.post("/places/E08000009/feed.atom").status_code == 405
