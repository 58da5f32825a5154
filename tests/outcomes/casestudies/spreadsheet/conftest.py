import csv
import io

import pytest
from django.core.files.base import ContentFile
from openpyxl import Workbook

from outcomes.casestudies.models import CaseStudy, MeasuredEffect, ObjectiveLink, PlanLink, Provider
from outcomes.casestudies.spreadsheet.dry_run import DryRun
from outcomes.casestudies.spreadsheet.services import read_sheet
from outcomes.casestudies.spreadsheet.write_files import written_as
from outcomes.casestudies.spreadsheet.written import WrittenSheet
from outcomes.objectives.models import Objective
from outcomes.plans.models import JointPlan
from partners.agencies.models import Role
from tests.factories import MembershipFactory, as_acting_for, make_page, theme


@pytest.fixture
def editor(council):
    return as_acting_for(MembershipFactory(partner=council, role=Role.EDITOR).user, council)


@pytest.fixture
def study(site, council, ward, district):
    """A case study that says something in every column."""
    page = make_page(
        CaseStudy,
        lead=council,
        places=[ward, district],
        themes=[theme("loneliness"), theme("work-and-skills")],
        title="Sunday lunches",
        for_whom="People who live alone",
        cost="From the public health grant",
        base_place=ward,
        effect="better",
        buying_route="grant",
        price_weight=40,
        quality_weight=40,
        social_value_weight=20,
        contract_value=12_000_000_000,
        considered_before="not_applicable",
        consulted="The lunch club",
        cost_amount=2_900,
        cost_year=2025,
        what_changed="More of them\nknow a neighbour",
        what_did_not_work="-",
        evidence_strength="followed_up",
        year=2025,
        contact="Neighbourhood team",
        source_title="=1+1",
        source_publisher="The council",
        source_year=2025,
        source_url="https://example.org/lunches",
    )
    page.providers = [
        Provider(name="Age Friends", sector="vcse"),
        Provider(name="Lunch Ltd", sector="business", tier=2),
    ]
    measured = {"how_measured": "By asking", "source": "Report", "source_url": "https://example.org/report"}
    page.effects = [
        MeasuredEffect(measure="Often lonely", before="41 of 120", after="=1+1", **measured),
        MeasuredEffect(measure="Came twice", before="0.5", after="3.2 days", **measured),
    ]
    page.objective_links = [ObjectiveLink(objective=make_page(Objective, lead=council))]
    page.plan_links = [PlanLink(plan=make_page(JointPlan, lead=council))]
    page.save()
    page.save_revision()
    return CaseStudy.objects.get(pk=page.pk)


def named(name, content):
    return ContentFile(content, name=name)


def csv_file(*rows, name="sheet.csv", encoding="utf-8", between=","):
    """A file as somebody may send it; the first row has the headings."""
    text = io.StringIO()
    csv.writer(text, delimiter=between).writerows(rows)
    return named(name, text.getvalue().encode(encoding))


def excel_file(*rows, change=lambda sheet: None):
    """A workbook as somebody may send it."""
    book = Workbook()
    for row in rows:
        book.active.append(list(row))
    change(book.active)
    content = io.BytesIO()
    book.save(content)
    return named("sheet.xlsx", content.getvalue())


def exported(user, form):
    """What this person takes away, as a file to send."""
    user = as_acting_for(user, user.memberships.get().partner)
    return named(f"sheet.{form}", written_as(form, WrittenSheet(user, "https://example.org")))


def plans_of(file, user):
    """What an import of a file would do."""
    return list(DryRun(read_sheet(file), as_acting_for(user, user.memberships.get().partner)).plans())


def table_of(file):
    """The rows of a CSV file as dictionaries."""
    return list(csv.DictReader(io.StringIO(file.read().decode("utf-8-sig"))))


def changed_csv(file, **cells):
    """A CSV export of one case study with other cells."""
    row = {**table_of(file)[0], **cells}
    return csv_file(row.keys(), row.values())
