"""The sheet that you take away is the sheet that you may bring back: nothing changes by that."""

import string

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from outcomes.casestudies.commissioning import MOST_VALUE, ConsideredBefore
from outcomes.casestudies.costs import CostBand
from outcomes.casestudies.effects import Effect
from outcomes.casestudies.models import CaseStudy, EvidenceStrength, MeasuredEffect, Provider, Tier
from outcomes.casestudies.spreadsheet.columns import FACTS, headings_for, headings_to_fill_in
from outcomes.casestudies.spreadsheet.dry_run import Fate
from partners.agencies.models import PartnerKind
from partners.places.tagging import PagePlace
from tests.factories import make_page
from tests.outcomes.casestudies.spreadsheet.conftest import (
    changed_csv,
    csv_file,
    exported,
    plans_of,
    table_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site"), pytest.mark.both]
FORMS = ("csv", "xlsx")
# Also what begins like a formula, what Excel escapes, and ends of lines of all kinds.
WORDS = st.one_of(
    st.text(max_size=60),
    st.text(st.sampled_from("='+-@\t\r\n;,\"_x000D_ £€ł\u2028\x85" + string.ascii_letters), max_size=60),
    st.sampled_from(
        ["=1+1", "'=1+1", "''", "_x0041_", "TRUE", "#N/A", "1e5", "007", "1/2", "2025-01-01", "41%"]
    ),
)
LINES = WORDS.map(lambda text: " ".join(text.replace("\x00", "").split())[:90])


@pytest.mark.parametrize("form", FORMS)
def test_what_comes_back_changes_nothing(form, study, editor):
    assert [(plan.fate, plan.problems) for plan in plans_of(exported(editor, form), editor)] == [
        (Fate.SAME, {})
    ]


def test_every_column_of_the_export_holds_something(study, editor):
    """So the test above has something to compare in each; what cannot be filled beside an amount is empty."""
    row = table_of(exported(editor, "csv"))[0]
    assert [name for name, cell in row.items() if not cell] == ["cost_band", "other_partners"]
    assert list(row) == headings_for([study])


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_case_study_comes_back_as_it_was(form, data, council, editor, ward, region):
    CaseStudy.objects.all().delete()
    page = make_page(CaseStudy, live=False, lead=council)
    for name in ("for_whom", "cost", "what_changed", "what_did_not_work"):
        setattr(page, name, data.draw(WORDS).replace("\x00", ""))
    for name in ("contact", "source_title", "source_publisher"):
        setattr(page, name, data.draw(LINES))
    page.title = data.draw(LINES.filter(str.strip))
    page.year = data.draw(st.none() | st.integers(1990, 2100))
    page.evidence_strength = data.draw(st.sampled_from(["", *EvidenceStrength.values]))
    page.effect = data.draw(st.sampled_from(["", *Effect.values]))
    page.considered_before = data.draw(st.sampled_from(["", *ConsideredBefore.values]))
    page.contract_value = data.draw(st.none() | st.integers(0, MOST_VALUE))
    page.cost_amount = data.draw(st.none() | st.integers(0, 2_147_483_647))
    page.cost_year = data.draw(st.integers(1990, 2100)) if page.cost_amount is not None else None
    page.cost_band = "" if page.cost_year else data.draw(st.sampled_from(["", *CostBand.values]))
    page.place_tags = [
        PagePlace(place=place) for place in data.draw(st.sets(st.sampled_from([ward, region])))
    ]
    page.providers = [
        Provider(
            name=name,
            sector=data.draw(st.sampled_from(PartnerKind.values)),
            tier=data.draw(st.sampled_from(Tier.values)),
        )
        for name in data.draw(st.lists(LINES.filter(str.strip), max_size=4))
    ]
    page.effects = [
        MeasuredEffect(measure=measure, before=data.draw(LINES), after=data.draw(LINES.filter(str.strip)))
        for measure in data.draw(st.lists(LINES.filter(str.strip), max_size=3))
    ]
    page.save()
    page.save_revision()
    plans = plans_of(exported(editor, form), editor)
    assert [(plan.fate, plan.changes, plan.problems) for plan in plans] == [(Fate.SAME, [], {})]


def test_a_text_that_no_cell_holds_comes_back_as_it_was(council, editor):
    page = make_page(CaseStudy, lead=council, what_changed="a " * 20_000)
    page.save_revision()
    for form in FORMS:
        assert [plan.fate for plan in plans_of(exported(editor, form), editor)] == [Fate.SAME]


def test_a_workbook_has_no_formula_and_offers_the_answers(study, editor):
    book = load_workbook(exported(editor, "xlsx"))
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert len(cells) > 60
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
    table = book["Case studies"]
    headings = [cell.value for cell in table[1]]
    offered = {str(rule.sqref): rule.formula1 for rule in table.data_validations.dataValidation}
    letter = table.cell(1, headings.index("evidence_strength") + 1).column_letter
    source = offered[f"{letter}2:{letter}1001"]
    column = source.split("$")[1]
    answers = [cell.value for cell in book["Answers"][column] if cell.value]
    assert answers == ["evidence_strength", *EvidenceStrength.labels]


def test_a_formula_is_guarded_in_csv_and_comes_back_without_its_guard(study, editor):
    file = exported(editor, "csv")
    assert table_of(file)[0]["source_title"] == "'=1+1"
    file.seek(0)
    plan = plans_of(changed_csv(file, title="Monday lunches"), editor)[0]
    assert [(each.column, each.before, each.after) for each in plan.changes] == [
        ("title", "Sunday lunches", "Monday lunches")
    ]
    assert plan.page.source_title == "=1+1"


def test_drafts_are_in_the_export_as_they_were_saved_last_and_other_partners_pages_are_not(study, editor):
    study.title = "A newer draft"
    study.save_revision()
    make_page(CaseStudy, title="Somebody else's")
    assert [row["title"] for row in table_of(exported(editor, "csv"))] == ["A newer draft"]
    assert table_of(exported(editor, "csv"))[0]["status"] == "On the site, with a newer draft"


def test_facts_are_only_for_readers(study, editor):
    file = exported(editor, "csv")
    plan = plans_of(changed_csv(file, **dict.fromkeys(FACTS, "Something else")), editor)[0]
    assert plan.fate is Fate.SAME


def test_the_headings_of_the_template_are_those_that_can_be_imported(editor):
    headings = headings_to_fill_in()
    row = {**dict.fromkeys(headings, ""), "title": "New", "provider_1_name": "Us", "provider_1_sector": "NHS"}
    plan = plans_of(csv_file(headings, [row[heading] for heading in headings]), editor)[0]
    assert (plan.fate, plan.problems) == (Fate.NEW, {})
