"""Two texts side by side: what was removed and added gives back both, exactly, however hostile they are."""

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from partners.signing.comparing.word_changes import Kind, rows

words = st.sampled_from(["We", "will", "plant", "trees", ".", " ", "\t", "<script>", "\u202e", "א", ""])
paragraphs = st.lists(st.lists(words, max_size=12).map(" ".join) | st.text(max_size=30), max_size=12)


def side(found, name):
    """What one side says, read down."""
    lines = (getattr(row, name) for row in found)
    return ["".join(run.text for run in line) for line in lines if line is not None]


@given(before=paragraphs, after=paragraphs)
@example(before=["a b"], after=["a  b"])
@example(before=["one two"], after=["one two", ""])
def test_each_side_is_its_text(before, after):
    found = rows(before, after)
    assert side(found, "before") == before
    assert side(found, "after") == after


@given(before=paragraphs, after=paragraphs)
def test_taking_out_and_putting_in_what_is_marked_makes_one_text_of_the_other(before, after):
    for row in rows(before, after):
        kept, became = (
            "".join(run.text for run in line or () if run.kind is Kind.SAME).split()
            for line in (row.before, row.after)
        )
        assert kept == became
        assert all(run.kind is not Kind.ADDED for run in row.before or ())
        assert all(run.kind is not Kind.REMOVED for run in row.after or ())


@given(text=paragraphs)
def test_a_text_does_not_differ_from_itself(text):
    assert all(row.is_same for row in rows(text, text))


def marked(before, after):
    """The rows of two texts, removed words in [brackets] and added ones in {braces}."""
    signs = {Kind.SAME: "{}", Kind.REMOVED: "[{}]", Kind.ADDED: "{{{}}}"}

    def told(line):
        return None if line is None else "".join(signs[run.kind].format(run.text) for run in line)

    return [(told(row.before), told(row.after)) for row in rows(before, after)]


def test_one_word_changes_in_a_sentence():
    assert marked(["We will plant 40 trees."], ["We will plant 60 trees."]) == [
        ("We will plant [40 ]trees.", "We will plant {60 }trees.")
    ]


def test_words_at_the_end_leave_the_rest_alone():
    assert marked(["We plant"], ["We plant trees"]) == [("We plant", "We plant {trees}")]


def test_a_new_paragraph_stands_alone():
    assert marked(["One.", "Three."], ["One.", "Two.", "Three."]) == [
        ("One.", "One."),
        (None, "{Two.}"),
        ("Three.", "Three."),
    ]


def test_an_edited_paragraph_stands_beside_what_it_was_though_another_came_before_it():
    before = ["The park is open to everybody all day."]
    after = ["Bring your own tools.", "The park is open to everybody all night."]
    assert marked(before, after) == [
        (None, "{Bring your own tools.}"),
        ("The park is open to everybody all [day].", "The park is open to everybody all {night}."),
    ]


def test_a_paragraph_that_says_something_else_is_replaced_whole():
    assert marked(["Nobody came."], ["The hall was full of neighbours."]) == [
        ("[Nobody came.]", "{The hall was full of neighbours.}")
    ]


def test_a_short_word_between_changes_is_no_island():
    assert marked(["Open on Monday to Friday, every week."], ["Open on Tuesday to Sunday, every week."]) == [
        ("Open on [Monday to Friday], every week.", "Open on {Tuesday to Sunday}, every week.")
    ]


HOSTILE = {
    "one word": (["a" * 100_000], ["b" * 100_000]),
    "spaces": ([" " * 100_000], [" " * 99_999]),
    "the same word": (["a " * 50_000 + "b"], ["c " + "a " * 49_999]),
    "lines": (["x", "y"] * 25_000, ["y", "z"] * 25_000),
    "words in another order": (
        [" ".join(str(n) for n in range(15_000))],
        [" ".join(str(n) for n in reversed(range(15_000)))],
    ),
    "few words": (["a b c d e " * 10_000], ["e a d b c " * 10_000]),
    "as many as are compared": (
        [" ".join(str(n * n % 449) for n in range(4_400))],
        [" ".join(str(n * n * n % 449) for n in range(4_400))],
    ),
    "paragraphs as many as are paired": (
        [" ".join(str(n * m % 997) for n in range(800)) for m in range(1, 21)],
        [" ".join(str(n * m % 991) for n in range(800)) for m in range(20, 0, -1)],
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_long_and_hostile_texts_are_quick(name):
    before, after = HOSTILE[name]
    start = time.perf_counter()
    found = rows(before, after)
    assert time.perf_counter() - start < 3  # seconds, on a machine that does other things too
    assert side(found, "before") == before
    assert side(found, "after") == after
