"""Accents, Welsh letters, names that look like words, and what is left out, on each engine."""

import pytest

from tests.search.conftest import document


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("Tŷ Gŵyr", ["ty gwyr", "TŶ GŴYR", "tŷ", "gŵyr", "ty\u0302"]),
        ("Ynys Môn a Llŷn", ["mon", "Môn", "llyn", "LLŶN"]),
        (
            "pêl-droed, gwên, sgïo, tân, dŵr, ẁ ẃ ẅ ỳ ý ÿ",
            ["pel-droed", "gwen", "sgio", "dwr", "ẃ", "y"],
        ),
        ("Café Zoë, naïve façade, Łódź, Straße", ["cafe zoe", "naive facade", "lodz", "strasse"]),
        ("St John\u2019s, O'Brien", ["st john's", "St John\u2019s", "o'brien", "O\u2019Brien", "st johns"]),
    ],
)
def test_letters_are_found_with_and_without_their_marks(library, written, typed):
    library.fill(document(1, body=written), document(2, body="nothing of it"))
    for text in typed:
        assert library.found(text) == [1], text


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Leeds", "Lee"),
        ("Wales", "wale"),
        ("Reading", "read reads reading read"),
        ("Barking", "barks bark bark bark"),
        ("Sale", "sales sales sales"),
        ("Wells", "well well wells well"),
        ("Battle", "battling battles battled"),
    ],
)
def test_a_name_comes_before_the_words_that_it_looks_like(library, name, other):
    library.fill(
        document(1, title="Other", names=(name,), body="long text of something else " * 4),
        document(2, title="Other", names=("Somewhere",), body=other),
    )
    assert library.found(name)[0] == 1
    assert library.found(name.lower())[0] == 1


def test_names_that_differ_are_not_mixed_up(library):
    library.fill(document(1, names=("Leeds",)), document(2, names=("Lee",)), document(3, names=("Whales",)))
    assert library.found("leeds") == [1]
    assert library.found("Lee") == [2]
    assert library.found("Wales") == []


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("gardens -mon", [2, 3]),
        ("gardens -Môn", [2, 3]),
        ('gardens -"city farm"', [1, 2]),
        ("gardens -farms", [1, 2]),
        ("gardens -“city farm” -môn", [2]),
        ("-gardens", []),
        ("gardens --farm", [1, 2]),
        ("gardens -", [1, 2, 3]),
        ("gardens - farm", [3]),
        ("co-op", []),
    ],
)
def test_what_is_left_out_is_left_out_in_any_form(library, text, left):
    library.fill(
        document(1, body="gardens of Ynys Môn"),
        document(2, body="gardens in the city"),
        document(3, body="gardens of a city farm"),
    )
    assert sorted(library.found(text)) == left
