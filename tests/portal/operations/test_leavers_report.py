"""The report on leavers: who left, what they still hold, and who has not signed in for long."""

import csv
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from outcomes.casestudies.models import CaseStudy
from partners.agencies.models import Membership, PartnerContact, Role
from partners.audit.models import AuditRow
from partners.people.models import User
from portal.operations.leavers import few
from tests.factories import MembershipFactory, PartnerFactory, UserFactory, make_page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]
LEAVERS, QUIET = "/admin/reports/leavers/", "/admin/reports/leavers/not-signed-in/"


@pytest.fixture
def ours():
    return PartnerFactory(name="Ours")


@pytest.fixture
def admin(ours):
    return MembershipFactory(partner=ours, role=Role.ADMIN, user=UserFactory(last_login=timezone.now())).user


def leaver(partner, name="Lee Leaver", by=None, role=Role.EDITOR):
    """Somebody who left, or whose membership an admin ended."""
    first, last = name.split()
    found = MembershipFactory(partner=partner, role=role, user=UserFactory(first_name=first, last_name=last))
    browser = Client()
    browser.force_login(by or found.user)
    ended = f"/admin/members/{partner.pk}/member/{found.pk}/end/"
    answer = browser.post(ended if by else f"/account/memberships/{found.pk}/leave/")
    assert answer.status_code == 302
    return found.user


def text_of(response):
    return " ".join(response.content.decode().split())


def rows_of(client, address):
    body = b"".join(client.get(f"{address}?export=csv").streaming_content)
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"))))


def test_it_says_who_left_and_who_was_ended(client, ours, admin):
    leaver(ours)
    leaver(ours, "Eve Ended", by=admin, role=Role.APPROVER)
    client.force_login(admin)
    ended, left = rows_of(client, LEAVERS)
    assert (left["Who"].split(" <")[0], left["How"], left["Last role"]) == (
        "Lee Leaver",
        "Left",
        "Editor: writes",
    )
    assert ended["How"].startswith(f"Ended by {admin}")
    assert ended["Last role"] == "Approver: signs and answers"
    page = text_of(client.get(LEAVERS))
    assert "Lee Leaver" in page
    assert "Eve Ended" in page


def test_it_says_what_they_still_hold(client, ours, admin):
    lee = leaver(ours)
    for title, live, partner, owner in (
        ("Kettle mornings", False, ours, lee),
        ("Already out", True, ours, lee),
        ("Elsewhere", False, PartnerFactory(), lee),
        ("Not theirs", False, ours, admin),
    ):
        page = make_page(CaseStudy, lead=partner, live=live, title=title)
        page.owner, page.contact = owner, "Ask LEE Leaver" if title == "Already out" else ""
        page.save()
    PartnerContact.objects.create(partner=ours, name="Reception", email=lee.email)
    client.force_login(admin)
    (row,) = rows_of(client, LEAVERS)
    assert row["Drafts in their name"] == "Kettle mornings"
    assert row["Named as contact in"] == "Already out, the partner's own page"


def test_nobody_reads_of_another_partner(client, ours, admin):
    theirs = PartnerFactory(name="Theirs")
    leaver(theirs, "Canary Gone")
    quiet = MembershipFactory(
        partner=theirs,
        user=UserFactory(first_name="Canary", last_name="Quiet"),
        joined_at=timezone.now() - timedelta(days=365),
    )
    client.force_login(admin)
    for address in (LEAVERS, QUIET, f"{LEAVERS}results/", f"{QUIET}results/"):
        assert "Canary" not in text_of(client.get(address))
    assert rows_of(client, LEAVERS) == rows_of(client, QUIET) == []
    client.force_login(UserFactory(is_superuser=True))
    assert "Canary Gone" in text_of(client.get(LEAVERS))
    assert quiet.user.email in text_of(client.get(QUIET))


@pytest.mark.parametrize("role", [Role.MEMBER, Role.EDITOR, Role.APPROVER])
@pytest.mark.parametrize("address", [LEAVERS, QUIET, f"{QUIET}?export=csv"])
def test_only_admins_read_it(client, ours, role, address):
    client.force_login(MembershipFactory(partner=ours, role=role).user)
    assert client.get(address).status_code == 403
    assert "Leavers" not in text_of(client.get("/admin/"))


def test_who_has_not_signed_in_for_90_days_is_listed(client, ours, admin):
    now = timezone.now()
    for name, seen, joined in (
        ("long", 91, 400),
        ("lately", 89, 400),
        ("never", None, 91),
        ("new", None, 5),
    ):
        user = UserFactory(email=f"{name}@example.org")
        User.objects.filter(pk=user.pk).update(last_login=seen and now - timedelta(days=seen))
        MembershipFactory(partner=ours, user=user, joined_at=now - timedelta(days=joined))
    client.force_login(admin)
    rows = rows_of(client, QUIET)
    assert [row["Mail address"] for row in rows] == ["long@example.org", "never@example.org"]
    assert [row["Last signed in"] == "Never" for row in rows] == [False, True]
    page = text_of(client.get(QUIET))
    number = Membership.objects.get(user__email="long@example.org").pk
    assert f"/admin/members/{ours.pk}/member/{number}/" in page
    assert "lately@example.org" not in page


def test_no_cell_is_a_formula(client, ours, admin):
    leaver(ours, "=1+1 @Lee")
    client.force_login(admin)
    (row,) = rows_of(client, LEAVERS)
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row.values())
    assert "=1+1 @Lee" in row["Who"]


@pytest.mark.parametrize(("address", "name"), [(LEAVERS, "leavers"), (QUIET, "not-signed-in")])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_each_download_is_on_record(client, ours, admin, address, name, kind):
    leaver(ours)
    client.force_login(admin)
    b"".join(client.get(f"{address}?export={kind}"))
    row = AuditRow.objects.get(action="members.exported")
    assert row.partner_key == ours.pk
    assert row.changed == {"rows": int(name == "leavers"), "format": kind, "report": name}


@pytest.mark.parametrize("address", [LEAVERS, QUIET])
def test_the_number_of_queries_is_fixed(client, ours, admin, address):
    client.force_login(admin)
    counts = []
    long_ago = timezone.now() - timedelta(days=365)
    for number in (1, 8):
        for each in range(number):
            gone = leaver(ours, f"Lee L{number}-{each}")
            page = make_page(CaseStudy, lead=ours, live=False)
            CaseStudy.objects.filter(pk=page.pk).update(owner=gone, contact=str(gone))
            MembershipFactory(partner=ours, joined_at=long_ago)
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 25


def test_long_lists_are_cut():
    assert few(["a"]) == "a"
    assert few(list("abcdefg")) == "a, b, c, d, e and 2 more"
