"""Reading all that is found gives what the pages show, one after the other, on both engines."""

import random
from dataclasses import replace

import pytest

from search.plan import plan_of
from search.synonyms.rules import shipped_rules
from search.synonyms.table import SynonymTable
from tests.search.conftest import document
from tests.search.contract.corpus import make_documents, make_requests

DOCUMENTS, REQUESTS = 700, 60


@pytest.fixture
def filled(library):
    """An engine with documents made up at random, more than are read at once."""
    library.fill(*(documents := make_documents(DOCUMENTS, random.Random(3))))
    return library.engine, documents


def on_pages(engine, plan):
    """All hits, page after page."""
    hits, page = [], 1
    while len(hits) < (answer := engine.search(replace(plan, page=page, page_size=40))).total:
        hits += answer.hits
        page += 1
    return hits


def test_all_hits_come_once_and_in_the_order_of_the_pages(filled):
    engine, documents = filled
    totals = []
    for request, scope in make_requests(REQUESTS, random.Random(4), documents):
        plan = plan_of(request, scope, SynonymTable(shipped_rules()))
        read = [hit for hits in engine.scan(plan) for hit in hits]
        assert [hit.key for hit in read] == [hit.key for hit in on_pages(engine, plan)], plan
        assert all(not hit.highlights for hit in read)
        totals.append(len(read))
    assert max(totals) == DOCUMENTS
    assert sum(total > 40 for total in totals) > REQUESTS / 5
    assert 0 in totals


def test_all_that_the_index_keeps_of_a_thing_is_read(library):
    record = {"reference": "A-1", "places": [["E08000009", "district", -2.3, None]]}
    library.fill(document(7, record=record, effect="worse", evidence="compared", years=("2024",)))
    ((hit,),) = library.engine.scan(library.plan())
    facts = {
        "effect": "worse",
        "evidence": "compared",
        "years": ["2024"],
        "cost": "",
        "sectors": [],
        "status": "",
    }
    assert hit.record == {**record, **facts}
    assert library.search().hits == (hit,)


def test_what_is_written_or_built_meanwhile_changes_nothing_that_is_being_read(library):
    library.fill(*(document(number) for number in range(1, DOCUMENTS + 1)))
    scan = library.engine.scan(library.plan(sort="date"))
    read = [hit.key for hit in next(scan)]
    with library.engine.writing(wait=5) as batch:
        for number in range(1, DOCUMENTS + 1, 2):
            batch.remove(f"page-{number}")
        batch.put(document(DOCUMENTS + 1))
        batch.commit()
    read += [hit.key for hits in scan for hit in hits]
    assert sorted(read) == sorted(f"page-{number}" for number in range(1, DOCUMENTS + 1))
    assert len(library.found(sort="date", page_size=1000)) == DOCUMENTS // 2 + 1


def test_who_stops_reading_leaves_nothing_open(library):
    library.fill(*(document(number) for number in range(1, DOCUMENTS + 1)))
    scan = library.engine.scan(library.plan())
    next(scan)
    scan.close()
    assert list(scan) == []
    if library.engine.name == "elasticsearch":
        with library.engine.connection.asking() as client:
            open_now = client.indices.stats(index=library.engine.indices.alias, metric="search").body
        assert open_now["_all"]["total"]["search"]["open_contexts"] == 0
