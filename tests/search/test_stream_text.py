import pytest
from wagtail import blocks

from outcomes.blocks import BodyBlock
from search.text import rich_text, texts_of

STORED = [
    {"type": "heading", "value": "What we did"},
    {
        "type": "text",
        "value": "<p>Half<b>way</b> &amp; <i>there</i>.</p><ul><li>One</li><li>Two<br/>three</li></ul>",
    },
    {"type": "quote", "value": {"text": "It helped.", "who": "Resident"}},
    {"type": "figure", "value": {"number": "48", "label": "people came"}},
    {
        "type": "evidence",
        "value": {"claim": "Fewer falls", "source": "Audit", "link": "https://example.org/a"},
    },
    {
        "type": "links",
        "value": [{"type": "item", "value": {"text": "Read on", "url": "https://example.org/b"}}],
    },
]
SAID = [
    "What we did",
    "Halfway & there.\nOne\nTwo\nthree",
    "It helped.",
    "Resident",
    "48",
    "people came",
    "Fewer falls",
    "Audit",
    "Read on",
]


def test_every_block_says_what_its_readers_read():
    assert list(texts_of(BodyBlock(), STORED)) == SAID


def test_every_type_of_block_is_among_the_examples():
    assert {part["type"] for part in STORED} == set(BodyBlock().child_blocks)


@pytest.mark.parametrize(
    "stored", [[], None, [{"type": "abolished", "value": "x"}], [{"type": "quote", "value": {}}]]
)
def test_nothing_comes_of_nothing(stored):
    assert list(texts_of(BodyBlock(), stored)) == []


def test_a_list_in_its_old_form_is_read():
    block = blocks.ListBlock(blocks.CharBlock())
    assert list(texts_of(block, ["one", {"type": "item", "value": "two"}])) == ["one", "two"]


def test_a_block_that_nobody_thought_of_says_what_wagtail_searches_in():
    block = blocks.StreamBlock([("choice", blocks.ChoiceBlock([("a", "First"), ("b", "Second")]))])
    assert list(texts_of(block, [{"type": "choice", "value": "b"}])) == ["Second"]


def test_rich_text_keeps_no_tag_and_no_entity():
    assert (
        rich_text('<p>a&nbsp;&lt;b&gt; <a href="https://x.org">c</a></p>\n<p></p><hr/><p>d</p>')
        == "a <b> c\nd"
    )
