"""Commitments: what a partner writes into its rows, what is kept of it, and how it is read."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from outcomes.plans import commitments
from outcomes.plans.commitments import COMMITMENTS, CommitmentsForm, money_in_words
from outcomes.plans.models import JointPlan


def form_of(*rows, statement="", **more):
    """A form as a browser sends it; each row is a dictionary of its fields."""
    sent = {"commitment-TOTAL_FORMS": len(rows), "commitment-INITIAL_FORMS": 0, "statement": statement}
    for number, row in enumerate(rows):
        sent |= {f"commitment-{number}-{name}": value for name, value in row.items()}
    return CommitmentsForm(sent | more)


def problems(*rows, **more):
    """What is wrong with the rows."""
    form = form_of(*rows, **more)
    assert not form.is_valid()
    return [tuple(problem) for problem in form.problems()]


def test_plans_ask_for_commitments():
    assert JointPlan.part_kind is COMMITMENTS


def test_rows_are_kept_in_their_order_and_empty_ones_are_none():
    form = form_of(
        {"what": "Insulate 270 homes", "money": "£2,300,000", "by": "31 March 2028"},
        {"what": " ", "money": "", "by": ""},
        {"what": "Lend heaters", "no_money": "on"},
        {"what": "Ring within a day"},
        statement="And we mean it.",
    )
    assert form.is_valid()
    assert form.content() == {
        "commitments": [
            {"what": "Insulate 270 homes", "money": 2_300_000, "by": "2028-03-31"},
            {"what": "Lend heaters", "money": 0, "by": None},
            {"what": "Ring within a day", "money": None, "by": None},
        ],
        "statement": "And we mean it.",
    }


def test_nothing_at_all_is_nothing_said():
    form = form_of({}, {"what": ""})
    assert form.is_valid()
    assert form.content() == {}


@pytest.mark.parametrize(
    ("typed", "pounds"),
    [("12000", 12000), ("£12,000", 12000), ("12 000", 12000), ("12,000.00", 12000), ("0", 0), ("", None)],
)
def test_money_as_people_write_it(typed, pounds):
    form = form_of({"what": "Something", "money": typed})
    assert form.is_valid(), form.problems()
    assert form.content()["commitments"][0]["money"] == pounds


@pytest.mark.parametrize("typed", ["12k", "12.50", "-5", "1,20", "about 3", "٣٠٠", "1e5", "£", "$5"])
def test_money_that_is_no_number_of_pounds_is_asked_for_again(typed):
    assert problems({"what": "Something", "money": typed}) == [
        ("id_commitment-0-money", commitments.NO_POUNDS)
    ]


def test_more_money_than_there_is():
    for typed in ("100000000000", "9" * 60):
        assert problems({"what": "Something", "money": typed}) == [
            ("id_commitment-0-money", commitments.TOO_MUCH)
        ]


@pytest.mark.parametrize("typed", ["31 March 2027", "31 Mar 2027", "31/03/2027", "2027-03-31"])
def test_days_as_people_write_them(typed):
    form = form_of({"what": "Something", "by": typed})
    assert form.is_valid()
    assert form.content()["commitments"][0]["by"] == "2027-03-31"


@pytest.mark.parametrize("typed", ["31 February 2027", "soon", "March 2027", "31/03/27", "31 March 0027"])
def test_a_day_that_is_none_is_asked_for_again(typed):
    assert problems({"what": "Something", "by": typed}) == [("id_commitment-0-by", commitments.NO_DAY)]


@pytest.mark.parametrize(
    "rest", [{"money": "5"}, {"no_money": "on"}, {"by": "31 March 2027"}, {"money": "0"}]
)
def test_money_or_a_day_alone_is_no_commitment(rest):
    assert problems({"what": "Something"}, rest) == [("id_commitment-1-what", commitments.NO_WHAT)]


def test_an_amount_and_no_money_contradict_each_other():
    row = {"what": "Something", "money": "5", "no_money": "on"}
    assert problems(row) == [("id_commitment-0-money", commitments.BOTH)]


def test_long_words_are_counted_and_kept():
    row = {"what": "x" * 301}
    assert "301" in problems(row)[0][1]
    assert "x" * 301 in str(form_of(row).rows[0]["what"])


def test_ten_and_no_more():
    assert form_of(*[{"what": "Something"}] * 10).is_valid()
    assert problems(*[{"what": "Something"}] * 11) == [("", "Write 10 commitments at most.")]
    assert problems(*[{"what": "Something"}] * 500)[0] == ("", "Write 10 commitments at most.")


def test_a_form_without_its_counts_is_refused():
    assert not CommitmentsForm({"commitment-0-what": "Something"}).is_valid()


def test_what_is_shown_to_be_changed_is_what_was_said_with_room_for_more():
    content = {"commitments": [{"what": "Lend heaters", "money": 0, "by": "2027-03-31"}]}
    form = CommitmentsForm.showing(content)
    assert len(form.rows) == 3
    first = form.rows[0]
    assert (first["what"].value(), first["no_money"].value(), first["by"].value()) == (
        "Lend heaters",
        "on",
        "31 March 2027",
    )
    assert len(CommitmentsForm.showing({"commitments": content["commitments"] * 10}).rows) == 10


@pytest.mark.parametrize(
    "content",
    [
        {"commitments": "Lend heaters"},
        {"commitments": ["Lend heaters"]},
        {"commitments": [{"what": 5}]},
        {"commitments": [{"what": "Lend", "money": "5"}]},
        {"commitments": [{"what": "Lend", "money": True}]},
        {"commitments": [{"what": "Lend", "money": -5}]},
        {"commitments": [{"what": "Lend", "by": "soon"}]},
        {"commitments": [{"what": "Lend", "by": 2027}]},
        {"commitments": [{"what": "Lend"}] * 11},
        {"commitments": [{"what": "x" * 301}]},
        {"statement": 5},
    ],
)
def test_content_that_the_form_would_refuse_is_refused(content):
    with pytest.raises(ValidationError):
        COMMITMENTS.checked(content)


ROWS = st.fixed_dictionaries(
    {
        "what": st.text(st.characters(categories=["L", "N", "P", "Zs"]), min_size=1, max_size=60).filter(
            lambda words: words == words.strip() != ""
        ),
        "money": st.none() | st.integers(0, commitments.MOST_MONEY),
        "by": st.none() | st.dates(date(2000, 1, 1), date(2100, 12, 31)).map(date.isoformat),
    }
)


@given(rows=st.lists(ROWS, min_size=1, max_size=10))
def test_what_is_kept_is_kept_as_it_is_when_it_is_saved_again(rows):
    content = {"commitments": rows}
    assert COMMITMENTS.checked(content) == content


@pytest.mark.parametrize(
    ("pounds", "words"), [(None, "Not recorded"), (0, "No money"), (1, "£1"), (2_300_000, "£2,300,000")]
)
def test_no_money_differs_from_money_that_nobody_recorded(pounds, words):
    assert money_in_words(pounds) == words


def test_how_it_is_read():
    content = {
        "commitments": [
            {"what": "Lend <b>heaters</b>", "money": 0, "by": "2027-03-04"},
            {"what": "Ring", "money": None, "by": None},
        ],
        "statement": "And we mean it.",
    }
    page = render_to_string(COMMITMENTS.template, {"shown": COMMITMENTS.shown(content)})
    assert "Lend &lt;b&gt;heaters&lt;/b&gt;" in page
    first, second = ([cell.text for cell in row] for row in html.fromstring(page).xpath(".//tbody/tr"))
    assert first == ["Lend <b>heaters</b>", "No money", "4 March 2027"]
    assert second == ["Ring", "Not recorded", "Not recorded"]
    assert COMMITMENTS.words(content) == "Lend <b>heaters</b>\nRing\nAnd we mean it."
