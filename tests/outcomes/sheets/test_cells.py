"""Cells as spreadsheets hold them: what goes in comes out, and nothing is a formula."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outcomes.sheets.csv_cells import FORMULA, guarded, unguarded
from outcomes.sheets.texts import escaped, unescaped

TEXTS = st.one_of(st.text(), st.text(st.sampled_from("_x0041fF =+-@'a")))


@given(TEXTS)
def test_a_guard_comes_off_again(text):
    assert unguarded(guarded(text)) == text


@given(TEXTS)
def test_nothing_guarded_begins_like_a_formula(text):
    assert guarded(text).lstrip(" ")[:1] not in FORMULA


@given(TEXTS)
def test_an_escape_comes_off_again(text):
    assert unescaped(escaped(text)) == text


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("_x0041_", "_x005F_x0041_"),
        ("_x0041_x0042_", "_x005F_x0041_x005F_x0042_"),
        ("snake_case_x_", "snake_case_x_"),
    ],
)
def test_only_what_excel_takes_for_an_escape_is_escaped(text, written):
    assert escaped(text) == written


def test_escapes_of_excel_are_read():
    assert unescaped("one_x000D__x000A_two") == "one\r\ntwo"


def test_an_apostrophe_of_somebody_else_stays():
    assert [unguarded(text) for text in ("'Tis", "'", "'=1", "''Tis'")] == ["'Tis", "'", "=1", "'Tis'"]
