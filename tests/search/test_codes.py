"""Codes and references: found whole, in any case, and first."""

import pytest

from search.codes import code_typed, codes_in
from tests.search.conftest import document


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("leeds-3.2", "LEEDS-3.2"),
        ("(Trafford-3),", "TRAFFORD-3"),
        ("e08000035", "E08000035"),
        ("P-7k2m9q", "P-7K2M9Q"),
        ("2024/25-B", "2024/25-B"),
        ("co-op", ""),
        ("2024", ""),
        ("warm", ""),
        ("title:x3", ""),
        ("a--3", ""),
        ("x" * 50 + "1", ""),
        ("", ""),
    ],
)
def test_what_is_a_code(typed, code):
    assert code_typed(typed) == code


def test_codes_are_found_in_texts_as_a_whole():
    text = "See LEEDS-3.2 (and leeds-3). In 2024, COVID-19; e08000035."
    assert list(codes_in(text)) == ["LEEDS-3.2", "LEEDS-3", "COVID-19", "E08000035"]


def test_the_thing_itself_comes_first_then_those_that_speak_of_it_then_those_with_more_in_their_code(library):
    library.fill(
        document(1, title="LEEDS-3.2 LEEDS-3.2 LEEDS-3.2", names=("LEEDS-3.2",)),
        document(2, body="This serves LEEDS-3, and much else besides."),
        document(3, title="Homes", names=("LEEDS-3",), body="many words " * 50),
    )
    for typed in ("LEEDS-3", "leeds-3", '"Leeds-3"'):
        assert library.found(typed) == [3, 2, 1], typed
    assert library.found("leeds-3.2") == [1]
    assert library.found("leeds-3.2.1") == []


def test_the_code_of_a_place_finds_what_lies_in_it(library):
    place = ("E08000035", "district")
    library.fill(document(1, places=[place]), document(2), document(3, body="Compare E08000035."))
    assert sorted(library.found("e08000035")) == [1, 3]
    assert library.search("e08000035").total == 2
    assert library.found("-e08000035 document") == [2, 1]


def test_a_code_and_words_must_both_be_there(library):
    library.fill(document(1, names=("LEEDS-3",), body="gardens"), document(2, names=("LEEDS-3",)))
    assert library.found("leeds-3 gardens") == [1]
