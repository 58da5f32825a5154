"""The table of who may do what: what it says, and that its printed page says the same."""

from pathlib import Path

import pytest

from partners.policy.printed import policy_page
from partners.policy.table import TABLE, Action, Relation, Standing, Thing, allows, rows

DOCS = Path(__file__).parents[3] / "docs"


def test_the_page_in_the_docs_is_printed_from_the_table():
    assert (DOCS / "policy.md").read_text(encoding="utf-8") == policy_page()


def test_every_thing_has_rows():
    assert {row.thing for row in rows()} == set(Thing)


@pytest.mark.parametrize("row", list(rows()), ids=lambda row: f"{row.thing}: {row.action}, {row.relation}")
def test_from_the_named_standing_on_and_not_below(row):
    for standing in Standing:
        expected = standing >= row.least or standing is Standing.OPERATOR
        assert allows(standing, row.thing, row.action, row.relation) is expected


@pytest.mark.parametrize("standing", [each for each in Standing if each is not Standing.OPERATOR])
def test_what_has_nothing_to_do_with_somebody_is_refused(standing):
    for thing, actions in TABLE.items():
        for action, grants in actions.items():
            if Relation.ANY not in grants:
                assert not allows(standing, thing, action)


def test_operators_may_do_everything():
    assert all(allows(Standing.OPERATOR, row.thing, row.action) for row in rows())


def test_an_action_that_nobody_has_is_a_mistake():
    with pytest.raises(KeyError):
        allows(Standing.OPERATOR, Thing.PUBLISHED, Action.DELETE)


@pytest.mark.parametrize(
    ("standing", "action", "relation", "allowed"),
    [
        (Standing.EDITOR, Action.SIGN, Relation.LEAD, False),
        (Standing.APPROVER, Action.SIGN, Relation.CONTRIBUTOR, True),
        (Standing.APPROVER, Action.WITHDRAW, Relation.CONTRIBUTOR, False),
        (Standing.APPROVER, Action.WITHDRAW, Relation.LEAD, True),
        (Standing.EDITOR, Action.EDIT, Relation.INVITED, False),
        (Standing.EDITOR, Action.EDIT, Relation.CONTRIBUTOR, True),
        (Standing.ADMIN, Action.DELETE_DRAFT, Relation.CONTRIBUTOR, False),
        (Standing.EDITOR, Action.SEE_DRAFT, Relation.INVITED, False),
        (Standing.APPROVER, Action.SEE_DRAFT, Relation.INVITED, True),
        (Standing.APPROVER, Action.SEE_HISTORY, Relation.INVITED, False),
    ],
)
def test_what_matters_most_about_pages(standing, action, relation, allowed):
    assert allows(standing, Thing.PAGE, action, relation) is allowed
