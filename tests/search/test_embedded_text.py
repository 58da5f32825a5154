"""What words find in the embedded engine, and how it is ordered and shown."""

from datetime import UTC, datetime
from itertools import chain

import pytest

from search.scope import Scope
from tests.search.conftest import document


def test_words_are_found_by_their_stem_without_accents_in_any_case(library):
    library.fill(document(1, body="Neighbours met in the CAFÉ of Ynys Môn"))
    for text in ("neighbour", "neighbours cafes", "MON", "môn", "Café"):
        assert library.found(text) == [1], text
    assert library.found("neighbourhood") == []


def test_letters_written_in_two_ways_are_the_same(library):
    library.fill(document(1, title="Cafe\u0301"))
    assert library.found("café") == library.found("cafe\u0301") == [1]


def test_a_word_in_the_title_counts_most_then_summary_and_names_then_body(library):
    library.fill(
        document(1, title="Other", body="gardens " + "x " * 20),
        document(2, title="Other", summary="gardens " + "x " * 20),
        document(3, title="Gardens"),
    )
    assert library.found("gardens") == [3, 2, 1]


def test_the_exact_word_in_a_title_comes_before_its_relatives(library):
    library.fill(document(1, title="Fairer ageing"), document(2, title="Fairer aged"))
    assert library.found("aged")[0] == 2
    assert library.found("ageing")[0] == 1


def test_words_that_stand_together_come_first(library):
    library.fill(
        document(1, title="Other", body="space that nobody keeps warm in winter at all"),
        document(2, title="Other", body="a warm space that somebody keeps open in winter"),
    )
    assert library.found("warm space") == [2, 1]


def test_a_phrase_must_be_there_as_it_is(library):
    library.fill(document(1, body="a warm space"), document(2, body="a space that is warm"))
    assert library.found('"warm space"') == [1]
    assert library.found('"warm spaces"') == [1]


def test_a_phrase_does_not_run_from_one_field_into_the_next(library):
    library.fill(document(1, title="Keeping warm", summary="Space for all"))
    assert library.found('"warm space"') == []


def test_what_is_left_out_is_not_found(library):
    library.fill(document(1, body="gardens and allotments"), document(2, body="gardens"))
    assert library.found("gardens -allotment") == [2]
    assert library.found("-allotments") == [2]
    assert library.found('-"gardens and allotments"') == [2]


def test_two_of_three_words_are_enough_but_of_two_both_are_needed(library):
    library.fill(document(1, body="older people"), document(2, body="people"))
    assert library.found("lonely older people") == [1]
    assert library.found("older people") == [1]
    assert library.found("lonely people") == []


def test_a_reference_is_found_with_its_number(library):
    library.fill(document(1, names=("TRAFFORD-3",)), document(2, names=("TRAFFORD-4", "3 Trafford Road")))
    assert library.found("trafford-3") == [1]


@pytest.mark.parametrize(
    "text",
    [
        "title:gardens",
        "gardens^5 OR",
        "(gardens",
        "gard*",
        "gardens~2",
        "[a TO z]",
        "+gardens",
        "/gard.*/",
        "IN [x]",
    ],
)
def test_no_syntax_reaches_the_engine(library, text):
    library.fill(document(1, title="gardens", kind="plan"), document(2, title="title"))
    assert set(library.found(text)) <= {1}


def test_words_of_which_nothing_can_be_made_find_nothing(library):
    library.fill(document(1))
    assert library.found("x" * 150) == []
    assert library.search('-"' + "x" * 150 + '"').total == 1


def test_without_words_the_newest_comes_first(library):
    library.fill(*(document(number, date=datetime(2020 + number, 1, 1, tzinfo=UTC)) for number in (3, 1, 2)))
    assert library.found() == [3, 2, 1]
    assert library.found("document", sort="date") == [3, 2, 1]


def test_the_strongest_evidence_comes_first_and_of_equals_the_newest(library):
    strengths = ["own_account", "independent", "", "not_recorded", "compared", "compared", "followed_up"]
    library.fill(*(document(number, evidence=each) for number, each in enumerate(strengths, start=1)))
    assert library.found(sort="evidence") == [2, 6, 5, 7, 1, 4, 3]
    assert library.found("document", sort="evidence", page_size=3, page=2) == [7, 1, 4]


def test_equals_come_in_the_same_order_however_the_index_was_written(library):
    twins = [document(number, title="Twin") for number in range(1, 41)]
    library.fill(*twins)
    at_once = [library.found("twin", page=page) for page in (1, 2, 3, 4)]
    library.fill()
    for number in (7, 3, 22, 40, 1):
        twins.insert(0, twins.pop(number - 1))
    for each in twins:
        with library.engine.writing(1) as batch:
            batch.put(each)
            batch.commit()
    assert [library.found("twin", page=page) for page in (1, 2, 3, 4)] == at_once
    assert list(chain.from_iterable(at_once)) == list(range(40, 0, -1))


def test_pages_have_their_part_each_and_none_is_past_the_last(library):
    library.fill(*(document(number) for number in range(1, 26)))
    assert [len(library.found(page=page)) for page in (1, 2, 3)] == [10, 10, 5]
    answer = library.search(page=999)
    assert (answer.page, answer.total, len(answer.hits)) == (3, 25, 5)
    assert library.search("nothing", page=7).page == 1


def test_highlights_are_marked_and_everything_else_is_escaped(library):
    body = 'Before <script>alert("x")</script> & the <mark>garden</mark> gardeners\' <b>tools</b> came.'
    library.fill(document(1, title="Garden", summary="One <i>garden</i>.", body=body))
    (hit,) = library.search("gardens").hits
    assert hit.highlights[0] == "One &lt;i&gt;<mark>garden</mark>&lt;/i&gt;."
    for fragment in hit.highlights:
        bare = fragment.replace("<mark>", "").replace("</mark>", "")
        assert "<" not in bare
        assert ">" not in bare
    assert len(hit.highlights) == 2


def test_there_are_no_highlights_without_words_or_where_no_word_stands(library):
    library.fill(document(1, title="Gardens", body="Nothing of the kind."))
    assert library.search().hits[0].highlights == ()
    assert library.search("gardens").hits[0].highlights == ()


def test_a_fragment_is_short_even_of_a_long_text(library):
    library.fill(document(1, body="filler " * 5_000 + "garden " + "filler " * 5_000))
    assert library.found("garden") == [1]
    library.fill(document(1, body="filler " * 500 + "garden " + "filler " * 500))
    (fragment,) = library.search("garden").hits[0].highlights
    assert fragment.startswith("… filler")
    assert fragment.endswith("filler …")
    assert "<mark>garden</mark>" in fragment
    assert len(fragment) < 220


def test_what_is_hidden_is_neither_found_nor_counted(library):
    library.fill(*(document(number, branch=(1, number % 2 + 100, number)) for number in range(1, 11)))
    assert library.search(scope=Scope(hidden=frozenset({"page-1", "page-2"}))).total == 8
    answer = library.search("document", scope=Scope(hidden_branches=frozenset({101})))
    assert answer.total == sum(answer.facets["kind"].values()) == 5
    many = Scope(hidden=frozenset(f"page-{number}" for number in range(1, 500)))
    assert library.search(scope=many).total == 0
