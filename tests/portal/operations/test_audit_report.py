"""The audit in the admin: who sees which rows, the filters, and the spreadsheet."""

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from partners.agencies.models import Role
from partners.audit.models import AuditRow
from partners.audit.services import record
from tests.factories import MembershipFactory, PartnerFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]
REPORT = "/admin/reports/audit/"


@pytest.fixture
def partners():
    return PartnerFactory(name="Ours"), PartnerFactory(name="Theirs")


@pytest.fixture
def rows(partners):
    ours, theirs = partners
    pat = UserFactory(first_name="Canary", last_name="Wren")
    record(action="page.published", by=pat, for_partner=ours, label="Our page")
    record(action="page.deleted", by=pat, for_partner=theirs, label="Their page")
    record(action="proposal.purged", by=None, changed={"count": 3}, label="=1+1")


def sign_in(client, partner=None, role=Role.ADMIN, **fields):
    user = UserFactory(**fields)
    if partner:
        MembershipFactory(user=user, partner=partner, role=role)
    client.force_login(user)
    return user


def test_an_operator_reads_everything(client, rows):
    sign_in(client, is_superuser=True)
    html = client.get(REPORT).content.decode()
    for words in ("Our page", "Their page", "Canary Wren", "A page was published", "count: 3"):
        assert words in html
    assert "Nobody who was signed in" in html


def test_a_partner_admin_reads_the_partners_rows_only(client, rows, partners):
    sign_in(client, partners[0])
    for address in (REPORT, f"{REPORT}results/"):
        html = client.get(address).content.decode()
        assert "Our page" in html
        assert "Their page" not in html
    assert "Audit" in client.get("/admin/").content.decode()


@pytest.mark.parametrize("role", [None, Role.MEMBER, Role.EDITOR, Role.APPROVER])
@pytest.mark.parametrize("address", [REPORT, f"{REPORT}results/", f"{REPORT}?export=csv"])
def test_others_are_turned_away(client, rows, partners, role, address):
    sign_in(client, partners[0] if role else None, role)
    answer = client.get(address)
    text = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert b"Our page" not in text
    assert not AuditRow.objects.filter(action="audit.exported").exists()


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("action=page.deleted", ["Their page"]),
        ("partner_name=our", ["Our page"]),
        ("by__label=canary", ["Our page", "Their page"]),
        ("at_from=2100-01-01", []),
        ("action=nonsense", None),
    ],
)
def test_filters(client, rows, query, shown):
    sign_in(client, is_superuser=True)
    html = client.get(f"{REPORT}results/?{query}").content.decode()
    if shown is not None:
        assert [name for name in ("Our page", "Their page", "=1+1") if name in html] == shown


def test_by_day(client, rows):
    sign_in(client, is_superuser=True)
    today = timezone.localdate()
    assert "Our page" in client.get(f"{REPORT}results/?at_from={today}&at_to={today}").content.decode()
    tomorrow = today + timedelta(days=1)
    assert "Our page" not in client.get(f"{REPORT}results/?at_from={tomorrow}").content.decode()


def test_the_spreadsheet_has_the_same_rows_and_no_formula(client, rows, partners):
    admin = sign_in(client, partners[0])
    answer = client.get(f"{REPORT}?export=csv")
    sheet = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode())))
    assert [line["To what"] for line in sheet][-1] == "Our page"
    assert "Theirs" not in {line["For partner"] for line in sheet}
    told = AuditRow.objects.filter(action="audit.exported")
    assert told.get().by.user == admin
    assert told.get().changed == {"rows": len(sheet), "format": "csv"}


def test_cells_that_look_like_formulas_are_text(client, rows):
    sign_in(client, is_superuser=True)
    text = b"".join(client.get(f"{REPORT}?export=csv").streaming_content).decode()
    assert "'=1+1" in text
    assert not any(line.startswith("=") for row in csv.reader(io.StringIO(text)) for line in row)
    assert client.get(f"{REPORT}?export=xlsx").status_code == 200


def test_a_long_list_costs_the_same(client, rows, django_assert_max_num_queries):
    sign_in(client, is_superuser=True)
    for number in range(60):
        record(
            action="page.published", by=UserFactory(), for_partner=PartnerFactory(), label=f"Page {number}"
        )
    client.get(REPORT)
    with django_assert_max_num_queries(25):
        assert client.get(reverse("audit:report")).status_code == 200
