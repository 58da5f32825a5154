"""What the public may not see is in no download, whatever the index holds and whenever it was hidden."""

import json

import pytest
from wagtail.models import Page, PageViewRestriction

from outcomes.casestudies.models import CaseStudy
from search.exports.service import begin
from search.models import SearchOutbox
from search.request import SearchRequest
from tests.factories import UserFactory, make_page
from tests.search.exports.conftest import FORMS

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.both,
    pytest.mark.usefixtures("either_engine", "few_at_once"),
]


def hide(pages):
    """Take some off the site in every way there is, past all signals."""
    unpublished, deleted, private, *_ = pages
    Page.objects.filter(pk=unpublished.pk).update(live=False)
    deleted.delete()
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    return {page.title for page in (unpublished, deleted, private)}


def test_a_stale_index_hands_out_nothing_hidden(content, client, taken):
    hidden = hide(content)
    client.force_login(UserFactory(is_superuser=True))
    for form in FORMS:
        titles = [row["title"] for row in taken(form)]
        assert len(titles) == 9
        assert not hidden & {*titles}, form
    feed = client.get("/search.atom").content.decode()
    assert feed.count("<entry>") == 9
    facts = json.loads(b"".join(client.get("/search.json")))
    assert sum(value["count"] for value in facts["facets"][0]["values"]) == facts["total"] == 9


def test_an_index_of_nobody_knows_when_hands_out_nothing_hidden(content, taken):
    hidden = hide(content)
    # As if the triggers had been taken away.
    SearchOutbox.objects.all().delete()
    for form in FORMS:
        assert not hidden & {row["title"] for row in taken(form)}, form


def test_what_is_hidden_while_others_are_read_is_left_out(content, client):
    parts = iter(client.get("/search.json?sort=date").streaming_content)
    read = next(parts) + next(parts)
    # The newest come first, so the oldest have not been read.
    hidden = hide(content)
    facts = json.loads(read + b"".join(parts))
    assert not hidden & {thing["title"] for thing in facts["things"]}
    assert facts["total"] == len(facts["things"]) == 9


def test_drafts_and_what_was_not_accepted_were_never_in_it(content, taken):
    make_page(CaseStudy, live=False, title="Draft of something")
    assert "Draft of something" not in {row["title"] for row in taken("csv")}


def test_rows_are_looked_up_when_they_are_asked_for(content):
    export = begin(SearchRequest(sort="date"))
    first = next(export.hits)
    hide(content)
    rest = [hit for hits in export.hits for hit in hits]
    assert export.total == 12
    assert len(first) + len(rest) == 9
