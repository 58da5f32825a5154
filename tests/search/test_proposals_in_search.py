"""Proposals are found once a moderator has accepted them, by all that they say and never by who proposed."""

import itertools

import pytest
from django.utils import timezone

from outcomes.proposals.models import Proposal
from search.drain import drain
from search.engines.choice import engine
from search.lookups import Lookups
from search.models import SearchOutbox
from search.rebuild import rebuild
from search.request import SearchRequest
from search.service import search
from search.sources import SOURCES
from tests.factories import PlaceFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both]
numbers = itertools.count(1)


def propose(accepted=True, **fields):
    """Make a proposal that was confirmed, and accepted unless told otherwise."""
    facts = {
        "place": PlaceFactory(code=f"E05{next(numbers):06}", name="Priory"),
        "title": "A crossing by the school",
        "what_should_change": "Traffic stops for children.",
        "why": "Two were hurt.",
        "proposer_name": "Ada Quill",
        "proposer_email": "ada@example.org",
        "submitted_at": timezone.now(),
        "confirmed_at": timezone.now(),
        "submission_key": str(next(numbers)),
        **({"accepted_at": timezone.now(), "status": "open"} if accepted else {}),
    }
    return Proposal.objects.create(**{**facts, **fields})


def found(text="", **facts):
    return {hit.key for hit in search(SearchRequest(text=text, **facts)).hits}


def test_a_proposal_is_found_by_what_it_says_and_where_it_is(site, search_index):
    proposal = propose()
    drain()
    key = f"proposal-{proposal.pk}"
    for text in ("crossing", "traffic", "hurt", "priory", proposal.reference):
        assert found(text) == {key}, text
    assert found(places=(proposal.place.code,), kinds=("proposal",)) == {key}
    (hit,) = search(SearchRequest()).hits
    assert (hit.card["kind_label"], hit.card["url"]) == ("Proposal", proposal.get_absolute_url())


@pytest.mark.parametrize("words", ["Ada", "Quill", "ada@example.org"])
def test_nobody_finds_who_proposed_it(site, search_index, words):
    propose(show_name=True)
    drain()
    assert found(words) == set()


def test_one_that_waits_is_not_there(site, search_index):
    waiting = propose(accepted=False)
    rebuild()
    drain()
    assert engine().keys() == set()
    assert SOURCES["proposal"].build([waiting.pk], Lookups()).documents == {}


def test_one_that_is_taken_back_behind_the_back_of_all_signals_is_neither_found_nor_counted(
    site, search_index
):
    proposals = [propose() for _ in range(12)]
    rebuild()
    Proposal.objects.filter(pk=proposals[0].pk).update(accepted_at=None, status="received")
    Proposal.objects.filter(pk=proposals[11].pk)._raw_delete("default")
    results = search(SearchRequest())
    assert results.total == results.facets["kind"]["proposal"] == 10
    assert SearchOutbox.objects.filter(subject="proposal", hides=True).count() == 2


def test_an_accepted_one_is_noted_and_a_deleted_one_leaves(site, search_index, committed):
    with committed():
        proposal = propose()
    assert len(found()) == 1
    with committed():
        proposal.delete()
    assert engine().keys() == set()


def test_what_search_takes_for_public_is_what_proposals_take_for_it(db):
    made = [
        propose(),
        propose(status="declined"),
        propose(accepted=False),
        propose(accepted=False, status="declined"),
        propose(accepted=False, confirmed_at=None),
    ]
    ids = [proposal.pk for proposal in made]
    public = set(Proposal.objects.public().values_list("pk", flat=True))
    assert len(public) == 2
    assert SOURCES["proposal"].visible(ids) == public
    assert SOURCES["proposal"].visible([]) == set()
