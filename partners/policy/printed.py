"""The table of who may do what, as the page docs/policy.md."""

from itertools import groupby

from partners.policy.table import Row, Standing, rows

HEAD = """# Who may do what

Printed by `manage.py print_policy` from `partners/policy/table.py`; a test compares them. What is not here is
refused. Each standing includes the ones before it: {standings}. A person acts for one partner at a time;
*their partner* is that one. Operators run the site and may do everything here, except what a partner says for
itself: nobody else writes its part, answers an invitation for it, or signs for it.

| what | action | when | who, at least |
| --- | --- | --- | --- |
"""


def policy_page() -> str:
    """Return the page in Markdown."""
    standings = ", ".join(standing.label for standing in Standing)
    return HEAD.format(standings=standings) + "".join(map(lines_of, grouped()))


def grouped() -> list[list[Row]]:
    """Return the lines of the table, by thing."""
    return [list(lines) for _, lines in groupby(rows(), key=lambda row: row.thing)]


def lines_of(lines: list[Row]) -> str:
    """Return the lines about one thing; only the first names it."""
    named = [str(lines[0].thing), *[""] * (len(lines) - 1)]
    return "".join(
        f"| {thing} | {row.action} | {row.relation} | {row.least.label} |\n"
        for thing, row in zip(named, lines, strict=True)
    )
