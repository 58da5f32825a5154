"""Elasticsearch takes tokens as the product makes them: it neither splits, nor joins, nor changes any."""

import unicodedata
from pathlib import Path

import pytest

from search.engines.elasticsearch.schema import TOKENS
from search.engines.embedded.schema import ENGLISH, FOLDED, build_analyzers
from search.words import tidy

pytestmark = pytest.mark.elasticsearch

ROOT = Path(__file__).parents[3]
EVERY_CHARACTER = " ".join(
    tidy(f"a{chr(number)}b")
    for number in range(0x20, 0x30000)
    if unicodedata.category(chr(number))[0] in "LMNPS"
)


@pytest.fixture
def analyzed(elasticsearch):
    """What the server's analyzer makes of tokens, in bundles that it takes."""
    index = elasticsearch.indices.create()

    def analyze(tokens):
        found = []
        with elasticsearch.connection.asking(30) as client:
            for start in range(0, len(tokens), 5_000):
                text = " ".join(tokens[start : start + 5_000])
                answer = client.indices.analyze(index=index, analyzer=TOKENS._name, text=text)
                found += [each["token"] for each in answer["tokens"]]
        return found

    return analyze


@pytest.mark.parametrize("chain", [ENGLISH, FOLDED])
def test_the_words_of_our_own_texts(analyzed, chain):
    texts = [*ROOT.glob("docs/**/*.md"), *ROOT.glob("templates/**/*.html"), ROOT / "README.md"]
    words = sorted({word for text in texts for word in text.read_text().split()})
    tokens = build_analyzers()[chain].analyze(" ".join(words))
    assert len(tokens) > 5_000
    assert analyzed(tokens) == tokens


@pytest.mark.parametrize("chain", [ENGLISH, FOLDED])
def test_every_letter_of_every_script(analyzed, chain):
    tokens = build_analyzers()[chain].analyze(EVERY_CHARACTER)
    assert len(tokens) > 100_000
    assert analyzed(tokens) == tokens
