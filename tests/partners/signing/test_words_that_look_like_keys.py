"""What partners sign: every word of a page, and nothing that says nothing."""

import json

import pytest

from outcomes.casestudies.models import CaseStudy
from partners.signing.digests import common_content, digest_of

pytestmark = pytest.mark.signoff


def digest(**said):
    """The digest of a version that says this, with a body of one kind of block each."""
    version = {"title": "Warm homes", "summary": "All winter.", **said}
    if "body" in version:
        version["body"] = json.dumps(version["body"])
    return digest_of(common_content(CaseStudy, version, []))


def text(value, key="one"):
    return {"type": "text", "value": value, "id": key}


def quote(words, who="A neighbour"):
    return {"type": "quote", "value": {"text": words, "who": who}, "id": "q"}


def links(*words, key="k"):
    items = [
        {"type": "item", "value": {"text": each, "url": "https://example.org"}, "id": f"{key}{each}"}
        for each in words
    ]
    return {"type": "links", "value": items, "id": key}


def test_the_keys_of_the_editor_say_nothing():
    before = [text('<p data-block-key="ab1cd">One.</p><ul><li data-block-key="x2y3z">Two.</li></ul>')]
    after = [text('<p data-block-key="other">One.</p><ul><li data-block-key="again">Two.</li></ul>', "two")]
    assert digest(body=before) == digest(body=after)
    assert digest(body=[links("One", key="k")]) == digest(body=[links("One", key="other")])


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ([text("<p>One.</p>")], [text("<p>Two.</p>")]),
        ([text("<p>One.</p>")], [text('<p class="x">One.</p>')]),
        ([text("<p>One.</p>"), text("<p>Two.</p>")], [text("<p>Two.</p>"), text("<p>One.</p>")]),
        ([quote("One.")], [quote("Two.")]),
        ([quote("One.")], [quote("One.", who="")]),
        ([links("One", "Two")], [links("Two", "One")]),
        ([links("One")], [links("One", "One")]),
        ([{"type": "gone", "value": "One.", "id": "1"}], [{"type": "gone", "value": "Two.", "id": "1"}]),
        ([{"type": "heading", "value": "One.", "id": "1"}], [{"type": "text", "value": "One.", "id": "1"}]),
    ],
)
def test_every_other_difference_in_a_body_makes_another_text(before, after):
    assert digest(body=before) != digest(body=after)


LOOKS_LIKE_A_KEY = 'We promise <p data-block-key="{}">.'


@pytest.mark.parametrize(
    "said",
    [
        lambda words: {"title": words},
        lambda words: {"summary": words},
        lambda words: {"body": [quote(words)]},
        lambda words: {"body": [{"type": "heading", "value": words, "id": "1"}]},
        lambda words: {"body": [links(words)]},
        lambda words: {"body": [text(f"<p>{words.replace('<', '&lt;').replace('>', '&gt;')}</p>")]},
    ],
    ids=["title", "summary", "quote", "heading", "link", "formatted"],
)
def test_words_that_look_like_a_key_are_words(said):
    """Otherwise a promise written in that form could be changed under everybody's signature."""
    some, other = (LOOKS_LIKE_A_KEY.format(words) for words in ("one million", "nothing"))
    assert digest(**said(some)) != digest(**said(other))


def test_a_value_named_like_a_key_in_a_block_is_a_word():
    one, two = (
        {"type": "quote", "value": {"text": "x", "type": "t", "value": "v", "id": each}} for each in "12"
    )
    assert digest(body=[one]) != digest(body=[two])
