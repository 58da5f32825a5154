"""What a row would do, and what is said about one that makes no sense."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from outcomes.casestudies.models import CaseStudy
from outcomes.casestudies.spreadsheet.columns import PARTS, VERSION
from outcomes.casestudies.spreadsheet.dry_run import Fate
from outcomes.objectives.models import Objective
from partners.agencies.models import Role
from partners.signing.machine import Text
from partners.signing.models import PageState
from tests.factories import MembershipFactory, PartnerFactory, PlaceFactory, make_page, theme
from tests.outcomes.casestudies.spreadsheet.conftest import (
    changed_csv,
    csv_file,
    exported,
    plans_of,
    table_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site"), pytest.mark.both]


def plan_of(user, **cells):
    """What an import of one row would do."""
    return plans_of(csv_file(cells.keys(), cells.values()), user)[0]


def changes_of(plan):
    return {change.column: (change.before, change.after) for change in plan.changes}


def test_a_new_case_study_says_what_its_cells_say(editor, ward, district):
    plan = plan_of(
        editor,
        title="Kettle mornings",
        places="Sale Central, Trafford; e08000009",
        themes="work and skills; loneliness",
        cost_amount="£12,500.00",
        cost_year="2024-04-01",
        effect="much BETTER",
        evidence_strength="own_account",
        considered_before="yes",
        provider_1_name="Age Friends",
        provider_1_sector="Voluntary and community",
        provider_3_name="Lunch Ltd",
        provider_3_sector="business",
        provider_3_tier="2",
        effect_1_measure="Often lonely",
        effect_1_after="12 of 120",
    )
    page = plan.page
    assert (plan.fate, plan.problems) == (Fate.NEW, {})
    assert page.places == [ward, district]
    assert page.themes == [theme("work-and-skills"), theme("loneliness")]
    assert (page.cost_amount, page.cost_year, page.effect) == (12_500, 2024, "much_better")
    assert [(each.name, each.sector, each.tier) for each in page.providers.all()] == [
        ("Age Friends", "vcse", 1),
        ("Lunch Ltd", "business", 2),
    ]
    assert [(each.measure, each.before, each.after) for each in page.effects.all()] == [
        ("Often lonely", "", "12 of 120")
    ]
    assert plan.notes == ["Before it can be submitted for signing, it needs a summary."]


def test_what_a_row_changes_is_said_cell_by_cell(study, editor):
    file = exported(editor, "csv")
    plan = plans_of(
        changed_csv(
            file, title="Monday lunches", provider_2_name="", provider_2_sector="", provider_2_tier=""
        ),
        editor,
    )[0]
    assert plan.fate is Fate.CHANGED
    assert changes_of(plan) == {
        "title": ("Sunday lunches", "Monday lunches"),
        "provider_2_name": ("Lunch Ltd", ""),
        "provider_2_sector": ("Business", ""),
        "provider_2_tier": ("Works for the main provider", ""),
    }
    assert plan.notes == [
        "It is on the site. What readers see stays as it is until the partners have signed the change."
    ]


def test_a_missing_column_leaves_what_is_there_and_an_empty_cell_empties_it(study, editor):
    row = table_of(exported(editor, "csv"))[0]
    keys = {name: row[name] for name in ("reference", "version")}
    plan = plan_of(editor, **keys, contact="", provider_1_name="Age Together")
    assert changes_of(plan) == {
        "contact": ("Neighbourhood team", ""),
        "provider_1_name": ("Age Friends", "Age Together"),
    }
    assert [(each.name, each.tier) for each in plan.page.providers.all()] == [
        ("Age Together", 1),
        ("Lunch Ltd", 2),
    ]
    assert plan.page.for_whom == "People who live alone"


def test_places_in_another_order_are_the_same_places(study, editor):
    file = exported(editor, "csv")
    places = table_of(file)[0]["places"].split("; ")
    file.seek(0)
    assert plans_of(changed_csv(file, places="; ".join(reversed(places))), editor)[0].fate is Fate.SAME


@pytest.mark.parametrize(
    ("cells", "column", "said"),
    [
        ({"title": "", "cost": "£5"}, "title", "Write a title"),
        ({"title": "x" * 256}, "title", "256 characters; there is room for 255"),
        ({"summary": "x" * 301}, "summary", "there is room for 300"),
        ({"cost_amount": "2.9k"}, "cost_amount", "Write a whole number of pounds in figures"),
        ({"cost_amount": "2.900"}, "cost_amount", "whole number"),
        ({"cost_amount": "-5"}, "cost_amount", "whole number"),
        ({"cost_amount": "2147483648", "cost_year": "2020"}, "cost_amount", "out of range"),
        ({"cost_amount": "5000"}, "cost_year", "Write the year too"),
        (
            {"cost_amount": "5000", "cost_year": "2020", "cost_band": "Under £5,000"},
            "cost_band",
            "belongs to",
        ),
        ({"cost_year": "2023/24"}, "cost_year", "one year in four figures"),
        ({"year": "1890"}, "year", "from 1990 to 2100"),
        ({"price_weight": "60", "quality_weight": "60"}, "quality_weight", "100 per cent"),
        ({"price_weight": "101"}, "price_weight", "from 0 to 100"),
        ({"effect": "Great"}, "effect", "Write “Got worse”, “No change”"),
        ({"evidence_strength": "Strong"}, "evidence_strength", "none of the answers"),
        ({"source_url": "javascript:alert(1)"}, "source_url", "https://"),
        ({"source_url": "example.org"}, "source_url", "https://"),
        ({"places": "E08000008"}, "places", "No place has the code E08000008"),
        ({"places": "E08000009 Leeds"}, "places", "is Trafford, not “Leeds”"),
        ({"places": "Nowhere at all"}, "places", "No place is called"),
        ({"places": "Traff"}, "places", "No place is called"),
        ({"places": "Trafford; E08000009"}, "places", "names Trafford twice"),
        ({"places": "M33 7PF"}, "places", "No place is called “[postcode]”"),
        ({"base_place": "M33"}, "base_place", "A postcode is kept nowhere"),
        ({"places": "; ".join(f"E{n:08}" for n in range(51))}, "places", "there is room for 50"),
        ({"themes": "Lonelyness"}, "themes", "none of the themes"),
        ({"objectives": "warm-homes"}, "objectives", "of those that you may read"),
        ({"provider_1_name": "Us"}, "provider_1_sector", "Choose the sector"),
        ({"provider_1_sector": "NHS"}, "provider_1_name", "Write who provided it"),
        ({"effect_2_measure": "Often lonely"}, "effect_2_after", "Write what it was afterwards"),
        ({"reference": "CS-999999", "version": "v1"}, "reference", "no case study CS-999999"),
        ({"reference": "one"}, "reference", "no case study one"),
        ({"version": "v1"}, "version", "belongs to a reference"),
    ],
)
def test_what_makes_no_sense_is_said_beside_its_column(cells, column, said, editor, district):
    plan = plan_of(editor, **{"title": "Kettle mornings", **cells})
    assert plan.fate is Fate.WRONG
    assert said in plan.problems[column]


def test_of_several_places_with_one_name_the_codes_are_offered(editor):
    codes = {PlaceFactory(name="Abbey", qualifier=district).code for district in ("Leicester", "Bath")}
    said = plan_of(editor, title="New", places="Abbey").problems["places"]
    assert all(code in said for code in codes)


def test_a_place_that_ended_is_refused_for_what_is_new(editor, ward):
    ward.ended_on = "2024-03-31"
    ward.save()
    assert "ended on 31 March 2024" in plan_of(editor, title="New", places=ward.code).problems["places"]


def test_every_mistake_of_a_row_is_said_at_once(editor):
    plan = plan_of(editor, title="", year="soon", effect="Great", provider_1_name="Us")
    assert set(plan.problems) == {"title", "year", "effect", "provider_1_sector"}


def test_a_stale_row_is_refused(study, editor):
    file = exported(editor, "csv")
    study.title = "Saved by somebody else"
    study.save_revision()
    plan = plans_of(changed_csv(file, title="Mine"), editor)[0]
    assert "Somebody saved this case study after you exported it" in plan.problems[VERSION]


def test_a_row_without_its_version_is_refused(study, editor):
    plan = plans_of(changed_csv(exported(editor, "csv"), version=""), editor)[0]
    assert "Export your case studies again" in plan.problems[VERSION]


def test_another_partners_case_study_is_refused_as_if_it_was_not_there(study, editor):
    stranger = MembershipFactory(partner=PartnerFactory(), role=Role.ADMIN).user
    plan = plans_of(exported(editor, "csv"), stranger)[0]
    there, nowhere = (
        plan.problems["reference"],
        plan_of(stranger, reference="CS-1", title="x").problems["reference"],
    )
    assert plan.fate is Fate.WRONG
    assert there.replace(f"CS-{study.pk}", "CS-1") == nowhere
    assert plan.page is None


def test_a_change_of_a_locked_page_is_refused(study, editor):
    study.locked, study.locked_by = True, MembershipFactory().user
    study.save()
    plan = plans_of(changed_csv(exported(editor, "csv"), title="New"), editor)[0]
    assert "locked" in plan.problems["reference"]
    assert plans_of(exported(editor, "csv"), editor)[0].fate is Fate.SAME


def test_who_changes_what_others_sign_is_told(study, editor):
    file = exported(editor, "csv")
    PageState.objects.filter(page=study.pk).update(text=Text.WAITING)
    assert any("signatures" in note for note in plans_of(changed_csv(file, title="New"), editor)[0].notes)


def test_one_title_is_taken_once(study, editor):
    rows = [["title"], ["sunday LUNCHES"], ["New"], ["new"]]
    plans = plans_of(csv_file(*rows), editor)
    assert f"CS-{study.pk}" in plans[0].problems["title"]
    assert plans[1].fate is Fate.NEW
    assert "Row 3 has the same title" in plans[2].problems["title"]


def test_one_case_study_is_changed_by_one_row(study, editor):
    row = table_of(exported(editor, "csv"))[0]
    plans = plans_of(csv_file(row.keys(), row.values(), {**row, "title": "Another"}.values()), editor)
    assert plans[0].fate is Fate.SAME
    assert "Row 2" in plans[1].problems["reference"]


def test_a_hidden_objective_is_neither_named_nor_lost(study, editor):
    """The draft of another partner, which a colleague at both put there."""
    hidden = make_page(Objective, live=False, title="Canary draft", slug="canary-draft")
    links = CaseStudy._meta.get_field("objective_links").related_model
    study.objective_links = [*study.objective_links.all(), links(objective=hidden)]
    study.save_revision()
    file = exported(editor, "csv")
    assert "canary" not in file.read().decode().lower()
    file.seek(0)
    plan = plans_of(changed_csv(file, objectives=""), editor)[0]
    assert plan.fate is Fate.CHANGED
    assert [link.objective.pk for link in plan.page.objective_links.all()] == [hidden.pk]
    assert plan_of(editor, title="New", objectives="canary-draft").fate is Fate.WRONG


def test_objectives_are_known_by_address_reference_and_title(editor, council):
    one = make_page(Objective, lead=council, title="Warm homes", slug="warm", reference="TRAF-3")
    for typed in (
        "warm",
        "/objectives/warm/",
        "https://example.org/objectives/warm/",
        "traf-3",
        "Warm Homes",
    ):
        plan = plan_of(editor, title="New", objectives=typed)
        assert [link.objective for link in plan.page.objective_links.all()] == [one], typed


def test_every_field_of_a_case_study_has_a_column_or_is_left_out_on_purpose():
    """Whoever adds a field decides whether a sheet holds it."""
    own = {field.name for field in CaseStudy._meta.local_fields} - {"page_ptr"}
    left_out = {"body"}
    assert own - left_out <= {part.name for part in PARTS}


def test_looking_writes_nothing(study, editor):
    file = changed_csv(exported(editor, "csv"), title="Monday lunches", effect="Worse")
    with CaptureQueriesContext(connection) as asked:
        plans_of(file, editor)
    assert [query["sql"] for query in asked if not query["sql"].startswith("SELECT")] == []
