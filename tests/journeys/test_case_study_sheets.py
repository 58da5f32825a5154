"""An editor brings twelve case studies in a sheet of which two rows are wrong, and takes them away again."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.everybody import is_for_everybody
from tests.journeys.sheets import import_rows, look, take_away, written

EDITOR = "editor@mersey-bank.example"
SCRIPT = "<script>window.ran=1</script><img src=x onerror=window.ran=1>"


def rows(first):
    """Twelve rows, two of them wrong."""
    good = {
        "places": "E05015254 Sale Central",
        "cost_amount": "£2,900",
        "cost_year": "2025",
        "effect": "Better",
    }
    table = [
        {"title": f"Lunch number {number}", "summary": f"Lunch £1 {SCRIPT}", **good}
        for number in range(first, first + 12)
    ]
    table[3]["effect"] = "Great"
    table[7]["places"] = "Atlantis"
    return table


@pytest.mark.parametrize(
    ("options", "first"),
    [({}, 1), ({"java_script_enabled": False, "width": 320}, 40)],
    ids=["wide", "narrow without scripts"],
)
def test_import_export_and_import_again(sign_in, tmp_path, options, first):
    page, scripts = sign_in(EDITOR, **options), options.get("java_script_enabled", True)
    page.goto("/admin/case-studies/sheet/")
    is_for_everybody(page, scripts)
    look(page, written(tmp_path / "lunches.csv", rows(first)))
    expect(page.get_by_text("2 rows cannot be imported.")).to_be_visible()
    wrong = page.get_by_role("region", name="Rows with mistakes (2)")
    expect(wrong.get_by_role("row", name=f"Lunch number {first + 3}")).to_contain_text("“Great” is none of")
    expect(wrong.get_by_role("row", name=f"Lunch number {first + 7}")).to_contain_text("No place is called")
    is_for_everybody(page, scripts)
    import_rows(page, 10)
    is_for_everybody(page, scripts)
    expect(page.get_by_role("listitem").filter(has_text=re.compile(r"^\s*Row \d+:"))).to_have_count(10)
    for form in ("Excel", "CSV"):
        look(page, take_away(page, form, tmp_path))
        expect(page.get_by_text("There is nothing to import.")).to_be_visible()
        expect(page.get_by_role("region", name="Rows with mistakes")).to_have_count(0)
    if scripts:
        assert page.evaluate("window.ran") is None
