"""Both engines say the same of the same documents: hits, counts, highlights, and nearly the same order.

CONTRACT_REQUESTS and CONTRACT_DOCUMENTS ask for more than the short form; CONTRACT_SEED for others.
"""

import os
import random
import secrets
from dataclasses import replace
from statistics import mean

import pytest

from search.engines.elasticsearch.engine import ElasticsearchEngine
from search.engines.embedded.engine import EmbeddedEngine
from search.plan import plan_of
from search.synonyms.rules import shipped_rules
from search.synonyms.table import SynonymTable
from tests.search.conftest import Library, delete_indices
from tests.search.contract.corpus import make_documents, make_requests

REQUESTS = int(os.environ.get("CONTRACT_REQUESTS", "500"))
DOCUMENTS = int(os.environ.get("CONTRACT_DOCUMENTS", "800"))
SEED = int(os.environ.get("CONTRACT_SEED", "7"))

pytestmark = [pytest.mark.elasticsearch, pytest.mark.xdist_group("contract")]


@pytest.fixture(scope="module")
def documents():
    return make_documents(DOCUMENTS, random.Random(SEED))


@pytest.fixture(scope="module")
def both(elasticsearch_url, tmp_path_factory, documents):
    """Both engines with the same documents."""
    prefix, folder = f"test-{secrets.token_hex(6)}", tmp_path_factory.mktemp("engines")
    engines = EmbeddedEngine(folder), ElasticsearchEngine(elasticsearch_url, prefix, folder)
    for engine in engines:
        Library(engine).fill(*documents)
    yield engines
    delete_indices(elasticsearch_url, prefix)


@pytest.fixture(scope="module")
def plans(documents):
    """What is asked of both."""
    synonyms = SynonymTable(shipped_rules())
    requests = make_requests(REQUESTS, random.Random(SEED + 1), documents)
    return [plan_of(request, scope, synonyms) for request, scope in requests]


@pytest.fixture(scope="module")
def answers(both, plans):
    """What both answer to each."""
    return [(plan, *(engine.search(plan) for engine in both)) for plan in plans]


def test_the_requests_are_worth_asking(answers):
    totals = [one.total for _, one, _ in answers]
    assert sum(total > 10 for total in totals) > len(totals) / 4
    assert sum(total == 0 for total in totals) < len(totals) / 2
    assert sum(bool(plan.filters) for plan, *_ in answers) > len(totals) / 4
    assert sum(any(hit.highlights for hit in one.hits) for _, one, _ in answers) > len(totals) / 4


def test_totals_pages_and_all_counts_are_equal(answers):
    for plan, one, other in answers:
        assert (one.total, one.page, one.facets) == (other.total, other.page, other.facets), plan


def test_everything_found_is_the_same(both, plans):
    for plan in plans:
        everything = replace(plan, page=1, page_size=DOCUMENTS)
        one, other = ({hit.key for hit in engine.search(everything).hits} for engine in both)
        assert one == other, plan


def test_order_by_date_and_without_words_is_the_same(answers):
    alike = [
        (plan, one, other) for plan, one, other in answers if plan.sort != "relevance" or not list(plan.typed)
    ]
    assert len(alike) > len(answers) / 5
    for plan, one, other in alike:
        assert [hit.key for hit in one.hits] == [hit.key for hit in other.hits], plan


def test_nine_of_the_ten_best_are_the_same(both, plans):
    overlaps = []
    for plan in plans:
        best = replace(plan, page=1, page_size=10, sort="relevance")
        one, other = ([hit.key for hit in engine.search(best).hits] for engine in both)
        if one:
            overlaps.append(len({*one} & {*other}) / len(one))
    print(f"top-10 overlap {mean(overlaps):.4f}, least {min(overlaps):.2f}, {len(overlaps)} requests")  # noqa: T201  # the evidence
    assert mean(overlaps) >= 0.97
    assert sum(overlap >= 0.9 for overlap in overlaps) / len(overlaps) >= 0.95


def test_cards_and_highlights_are_equal(answers):
    compared = 0
    for _, one, other in answers:
        said = {hit.key: hit for hit in other.hits}
        for hit in one.hits:
            if hit.key in said:
                assert hit == said[hit.key]
                compared += 1
    assert compared > len(answers)
