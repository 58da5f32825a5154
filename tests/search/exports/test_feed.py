"""The feed of a search, as RFC 4287 wants it."""

from datetime import UTC, datetime, timedelta

import pytest
from defusedxml import ElementTree
from django.utils.dateparse import parse_datetime

from outcomes.casestudies.models import CaseStudy
from outcomes.proposals.moves import Status
from search.rebuild import rebuild
from tests.factories import make_page
from tests.outcomes.proposals.factories import ProposalFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both]
NAMES = {"a": "http://www.w3.org/2005/Atom"}


@pytest.fixture
def feed(client):
    """The feed of a search."""

    def read(query=""):
        response = client.get(f"/search.atom?{query}")
        assert response.status_code == 200
        assert response["Content-Type"].startswith("application/atom+xml")
        return ElementTree.fromstring(response.content)

    return read


def text(element, name):
    """The one text of this name."""
    (found,) = element.findall(f"a:{name}", NAMES)
    return found.text


def link(element, relation):
    """The address of the link with this relation."""
    (found,) = [each for each in element.findall("a:link", NAMES) if each.attrib["rel"] == relation]
    return found.attrib["href"]


def test_it_has_all_that_a_feed_must_have(content, feed):
    found = feed("q=warm&place=E08000009&sort=evidence&page=2")
    query = "q=warm&place=E08000009&sort=evidence"
    assert found.tag == "{http://www.w3.org/2005/Atom}feed"
    assert text(found, "title") == "Commonweal: words: warm; place: Trafford"
    assert link(found, "self") == text(found, "id") == f"http://testserver/search.atom?{query}"
    assert link(found, "alternate") == f"http://testserver/search/?{query}"
    assert found.find("a:author/a:name", NAMES).text == "Commonweal"
    entries = found.findall("a:entry", NAMES)
    assert len(entries) == 8
    for entry in entries:
        assert text(entry, "title")
        assert text(entry, "id").startswith("tag:testserver,2026:page-")
        assert link(entry, "alternate").startswith("http://testserver/")
        assert parse_datetime(text(entry, "updated")) >= parse_datetime(text(entry, "published"))
        assert entry.find("a:author/a:name", NAMES).text in ("Moorside Neighbours", "Trafford Council")
    assert len({text(entry, "id") for entry in entries}) == len(entries)
    assert text(found, "updated") == max(text(entry, "updated") for entry in entries)


def test_the_newest_come_first_and_only_fifty(site, search_index, feed):
    now = datetime(2026, 5, 1, tzinfo=UTC)
    for number in range(52):
        make_page(CaseStudy, title=f"Number {number}", published=now - timedelta(hours=number))
    rebuild()
    titles = [text(entry, "title") for entry in feed("sort=evidence").findall("a:entry", NAMES)]
    assert titles == [f"Number {number}" for number in range(50)]


def test_a_proposal_names_nobody(site, search_index, feed):
    accepted = ProposalFactory(status=Status.OPEN, proposer_name="Canary", show_name=True)
    rebuild()
    (entry,) = feed().findall("a:entry", NAMES)
    assert text(entry, "title") == accepted.title
    assert entry.find("a:author", NAMES) is None


def test_nothing_found_is_a_feed_that_stays_the_same(content, client, feed):
    found = feed("q=nothingatall")
    assert found.findall("a:entry", NAMES) == []
    assert text(found, "updated")
    first, again = (client.get("/search.atom?q=nothingatall") for _ in range(2))
    assert first.content == again.content


def test_who_has_it_already_is_not_sent_it_again(content, client):
    first = client.get("/search.atom?q=warm")
    for header in ("ETag", "Last-Modified"):
        name = {"ETag": "If-None-Match", "Last-Modified": "If-Modified-Since"}[header]
        assert client.get("/search.atom?q=warm", headers={name: first[header]}).status_code == 304
