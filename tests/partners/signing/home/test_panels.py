"""The partner's home in the admin: what waits for us to sign, and what of ours waits for others."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from partners.agencies.models import Role
from partners.signing.models import Decision
from tests.factories import MembershipFactory, PartnerFactory, UserFactory
from tests.partners.signing.together import a_page_together, acting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]
COUNCIL, TRUST, CHARITY = "Mersey Bank Council", "Ship Canal Health", "Sale Moor Together"
FOR_US, FOR_OTHERS = "Waits for us to sign", "Waits for others"
NOW = datetime(2026, 3, 10, 12, tzinfo=ZoneInfo("Europe/London"))


@pytest.fixture
def together():
    return a_page_together(COUNCIL, TRUST, CHARITY, title="Trees for all")


def lists(client, user, address="/admin/"):
    """What each of the two lists says, its spaces as one; None where it is not shown."""
    client.force_login(user)
    with time_machine.travel(NOW, tick=False):
        html = " ".join(client.get(address).content.decode().split())
    return {name: cut(html, name) for name in (FOR_US, FOR_OTHERS)}


def cut(html, name):
    """What stands between a heading and the end of its section."""
    after = html.partition(name)[2]
    return after.partition("</section>")[0] if after else None


def test_a_page_waits_for_each_partner_until_it_has_decided(client, together):
    council, trust, charity = together.partners
    together.submit(NOW, due_on=date(2026, 3, 20))
    for partner in together.partners:
        said = lists(client, together.approvers[partner.pk])[FOR_US]
        assert "Trees for all" in said
        assert f"submitted by {COUNCIL} on 10 March 2026" in said
        assert "Due on 20 March 2026." in said
        assert f'href="/admin/signing/pages/{together.page.pk}/sign/"' in said
    together.decide(trust, NOW)
    together.decide(charity, NOW, Decision.DECLINED, "Who pays?")
    for partner in (trust, charity):
        assert "Trees for all" not in lists(client, together.approvers[partner.pk])[FOR_US]
    assert "Trees for all" in lists(client, together.approvers[council.pk])[FOR_US]


def test_who_has_not_decided_and_who_declined_is_named(client, together):
    council, trust, charity = together.partners
    together.submit(NOW, due_on=date(2026, 3, 9))
    said = lists(client, together.approvers[council.pk])[FOR_OTHERS]
    assert f"Not decided yet: {TRUST}; {CHARITY}." in said
    assert "No due date" not in said
    together.decide(charity, NOW, Decision.DECLINED, "Who pays?")
    said = lists(client, together.approvers[trust.pk])[FOR_OTHERS]
    assert f"Not decided yet: {COUNCIL}." in said
    assert f"Declined by {CHARITY}." in said
    together.decide(council, NOW)
    together.decide(trust, NOW)
    assert "Trees for all" not in lists(client, together.approvers[charity.pk])[FOR_OTHERS]
    said = lists(client, together.approvers[council.pk])[FOR_OTHERS]
    assert "Not decided" not in said
    assert f"Declined by {CHARITY}." in said


def test_a_due_date_that_is_past_says_so_and_comes_first(client, together):
    later, never = together.another(title="Later"), together.another(title="No date")
    never.submit(NOW)
    later.submit(NOW, due_on=date(2026, 3, 10))
    together.submit(NOW, due_on=date(2026, 3, 9))
    said = lists(client, together.approvers[together.partners[1].pk])[FOR_US]
    assert said.index("Trees for all") < said.index("Later") < said.index("No date")
    assert "Was due on 9 March 2026." in said
    assert "Due on 10 March 2026." in said
    assert "No due date." in said


def test_it_waits_for_nobody_before_it_is_submitted_nor_when_it_is_changed_taken_back_or_live(
    client, together
):
    council = together.approvers[together.partners[0].pk]
    shown = []
    for step in (
        lambda: None,
        lambda: together.submit(NOW),
        lambda: together.write(summary="Other words."),
        lambda: together.submit(NOW),
        lambda: together.all_sign(NOW),
    ):
        step()
        shown.append("Trees for all" in lists(client, council)[FOR_OTHERS])
    assert shown == [False, True, False, True, False]


def test_a_signed_page_that_goes_live_on_a_date_waits_for_nobody(client, together):
    with time_machine.travel(NOW, tick=False):
        together.submit(NOW, go_live_at=datetime(2026, 4, 1, 9, tzinfo=ZoneInfo("Europe/London")))
        together.all_sign(NOW)
    for partner in together.partners:
        assert all(
            "Trees for all" not in said for said in lists(client, together.approvers[partner.pk]).values()
        )


def test_empty_lists_say_what_would_be_there(client, together):
    said = lists(client, together.approvers[together.partners[1].pk])
    assert f"No page waits for {TRUST} to sign." in said[FOR_US]
    assert f"No page of {TRUST} waits for another partner." in said[FOR_OTHERS]


def test_only_the_partner_acted_for_counts(client, together):
    together.submit(NOW)
    user = together.approvers[together.partners[1].pk]
    MembershipFactory(user=user, partner=PartnerFactory(name="Another charity"), role=Role.ADMIN)
    assert "Trees for all" in lists(client, user)[FOR_US]
    other = user.memberships.get(partner__name="Another charity").partner
    client.post("/admin/acting/", {"partner": other.pk})
    with time_machine.travel(NOW, tick=False):
        html = client.get("/admin/").content.decode()
    assert "Trees for all" not in html
    assert "No page waits for Another charity to sign." in html


def test_an_editor_reads_what_waits_but_is_not_sent_to_sign(client, together):
    together.submit(NOW)
    said = lists(client, together.writers[together.partners[1].pk])[FOR_US]
    assert f'href="/admin/signing/pages/{together.page.pk}/"' in said
    assert "/sign/" not in said
    assert "An approver of your partner signs." in said


def test_members_operators_and_other_partners_see_nothing_of_it(client, together):
    together.submit(NOW)
    member = acting(together.partners[1], Role.MEMBER)
    stranger = acting(PartnerFactory(name="Stranger"), Role.ADMIN)
    assert lists(client, member) == {FOR_US: None, FOR_OTHERS: None}
    assert lists(client, UserFactory(is_superuser=True)) == {FOR_US: None, FOR_OTHERS: None}
    assert all("Trees for all" not in said for said in lists(client, stranger).values())
    assert all("Trees for all" not in said for said in lists(client, stranger, "/admin/signing/").values())
    client.force_login(member)
    assert client.get("/admin/signing/").status_code in (302, 403)


def test_an_operator_signs_for_nobody_in_the_whole_list_either(client, together):
    together.submit(NOW)
    said = lists(client, UserFactory(is_superuser=True), "/admin/signing/")
    assert "No page waits for you to sign." in said[FOR_US]


def many(together, number):
    """So many more pages of the same partners, submitted."""
    for each in range(number):
        together.another(title=f"Page {each}").submit(NOW)


def test_the_first_few_lead_to_all(client, together):
    many(together, 6)
    user = together.approvers[together.partners[1].pk]
    first = lists(client, user)
    assert first[FOR_US].count("submitted by") == 5
    assert "See all 6 pages that wait for Ship Canal Health" in first[FOR_US]
    assert "See all 6 pages that wait for others" in first[FOR_OTHERS]
    whole = lists(client, user, "/admin/signing/")
    assert whole[FOR_US].count("submitted by") == 6
    assert whole[FOR_OTHERS].count("Not decided yet") == 6


@pytest.mark.parametrize("address", ["/admin/", "/admin/signing/"])
def test_more_pages_cost_no_query_more(client, together, address):
    user = together.approvers[together.partners[1].pk]
    counts = []
    for number in (2, 7):
        many(together, number)
        lists(client, user, address)
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("query", ["?us=2", "?us=x", "?others=-1", "?us=%00&others=999"])
def test_the_list_answers_any_page_number(client, together, query):
    client.force_login(together.approvers[together.partners[0].pk])
    assert client.get(f"/admin/signing/{query}").status_code == 200
