"""What a search needs of a text can mostly be told from the words of the text, and never wrongly."""

import random

import pytest

from search.engines.embedded.shelf import Shelf
from search.plan import plan_of
from search.request import SearchRequest
from search.saved.facts import Facts
from search.saved.gates import english
from search.saved.needs import fulfils, needs_of
from search.scope import Scope
from search.synonyms.rules import shipped_rules
from search.synonyms.table import SynonymTable
from tests.search.contract.corpus import make_documents, make_requests

SYNONYMS = SynonymTable(shipped_rules())


def planned(text):
    return plan_of(SearchRequest(text=text, as_typed=True), Scope(), SYNONYMS)


def told(text, has):
    """What the needs of a search for a text say about a text with these words."""
    return fulfils(set(english()(has)), needs_of(planned(text), english()))


@pytest.mark.parametrize(
    ("text", "has", "answer"),
    [
        ("", "anything", True),
        ("gardens", "a garden", True),
        ("gardens", "a park", False),
        ("older gardens", "old garden", False),
        ("gardens parks benches", "a bench in a park", True),
        ("gardens parks benches", "a bench", False),
        ("-gardens", "a park", True),
        ("-gardens", "a garden", False),
        ("parks -gardens", "a park and a garden", False),
        ('"older people"', "young people", False),
        ('"older people"', "people who are older", None),
        ('-"older people"', "people who are older", None),
        ('-"older people"', "young people", True),
        ('gardens "older people"', "older people", False),
        ("third sector", "a VCSE partner", True),
    ],
)
def test_from_the_words_of_a_text(text, has, answer):
    assert told(text, has) is answer


def test_an_engine_never_says_anything_else():
    chance = random.Random(8)
    documents = make_documents(40, chance)
    shelf = Shelf(documents)
    everything = [Facts(document) for document in documents]
    texts = {request.text for request, _ in make_requests(400, chance, documents)}
    answers = {True: 0, False: 0, None: 0}
    for text in texts:
        plan = planned(text)
        needs = needs_of(plan, english())
        for facts in everything:
            answer = fulfils(facts.words, needs)
            answers[answer] += 1
            assert answer in (None, shelf.has(facts.key, plan)), (text, facts.document)
    assert min(answers.values()) > 20
    assert answers[None] < sum(answers.values()) / 4
