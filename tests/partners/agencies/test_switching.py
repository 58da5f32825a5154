"""Choosing for which partner one acts, on every page of the admin."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from outcomes.casestudies.models import CaseStudy
from partners.agencies.models import Role
from tests.factories import MembershipFactory, PartnerFactory, UserFactory, make_page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]
HOME = "/admin/"


@pytest.fixture
def person(client):
    """Somebody who writes for a council and a charity."""
    user = UserFactory()
    for name in ("Council", "Charity"):
        MembershipFactory(user=user, partner=PartnerFactory(name=name), role=Role.EDITOR)
    client.force_login(user)
    return user


@pytest.fixture
def charity(person):
    return person.memberships.get(partner__name="Charity").partner


def words(answer):
    """What a page says, without its tags and scripts."""
    shown = re.sub(r"<script.*?</script>|<[^>]+>", " ", answer.content.decode(), flags=re.DOTALL)
    return " ".join(unescape(shown).split())


def refused(answer):
    """The admin says no on its first page."""
    assert answer.redirect_chain == [(HOME, 302)]
    assert "you do not have permission" in words(answer)


def acts_for(client):
    """The partner that the first page names."""
    return re.search(r"You act for (\w+)", words(client.get(HOME)))[1]


def test_a_page_says_for_whom_and_offers_the_others(client, person):
    answer = client.get("/admin/images/")
    assert "You act for Council Editor: writes" in words(answer)
    assert "Act for Charity instead" in words(answer)


def test_who_has_one_partner_is_offered_no_other(client):
    client.force_login(MembershipFactory(partner__name="Charity").user)
    answer = words(client.get(HOME))
    assert "You act for Charity" in answer
    assert "instead" not in answer


@pytest.mark.parametrize(
    ("belongs", "says"),
    [
        (False, "You run this site and act for no partner"),
        (True, "You act for Council Operator of this site"),
    ],
)
def test_an_operator_reads_what_they_are(client, belongs, says):
    operator = UserFactory(is_superuser=True)
    if belongs:
        MembershipFactory(user=operator, partner__name="Council", role=Role.MEMBER)
    client.force_login(operator)
    assert says in words(client.get(HOME))


def test_the_bar_costs_no_query_of_its_own(client, person, charity, django_assert_num_queries):
    """The memberships are read once, however many there are and however often somebody asks."""
    client.get("/admin/images/")
    with CaptureQueriesContext(connection) as few:
        client.get("/admin/images/")
    for _ in range(5):
        MembershipFactory(user=person)
    with django_assert_num_queries(len(few)):
        client.get("/admin/images/")
    reads = [query for query in few if '"agencies_membership"."joined_at"' in query["sql"]]
    assert len(reads) == 1


def test_after_the_switch_the_pages_of_the_other_partner_are_open(client, person, charity):
    page = make_page(CaseStudy, lead=charity, live=False)
    assert client.get(f"/admin/pages/{page.pk}/edit/").status_code == 403
    answer = client.post("/admin/acting/", {"partner": charity.pk}, follow=True)
    assert "You act for Charity" in words(answer)
    assert client.get(f"/admin/pages/{page.pk}/edit/").status_code == 200


def test_switching_keeps_the_page_that_the_other_partner_may_open(client, person, charity):
    answer = client.post("/admin/acting/", {"partner": charity.pk, "next": "/admin/images/?q=oak"})
    assert answer.headers["location"] == "/admin/images/?q=oak"
    assert "You act for Charity now." in words(client.get("/admin/images/?q=oak"))


@pytest.mark.parametrize("address", ["edit/", "history/"])
def test_switching_leaves_the_page_that_the_other_partner_may_not_open(client, person, charity, address):
    page = make_page(CaseStudy, lead=person.memberships.get(partner__name="Council").partner, live=False)
    here = f"/admin/pages/{page.pk}/{address}"
    assert client.get(here).status_code == 200
    answer = client.post("/admin/acting/", {"partner": charity.pk, "next": here}, follow=True)
    assert answer.redirect_chain[-1] == (HOME, 302)
    assert "Charity may not open the page that you came from" in words(answer)
    # Later the same address is refused as ever.
    assert client.get(here).status_code == 403


def test_what_is_refused_to_one_partner_offers_the_other(client, person, charity):
    """Whether the page is there, and whose it is, shows in nothing."""
    page = make_page(CaseStudy, lead=charity, live=False, title="Of the charity")
    here = f"/admin/pages/{page.pk}/edit/"
    answer, nowhere = client.get(here), client.get("/admin/pages/999999/edit/")
    assert answer.status_code == nowhere.status_code == 403
    assert words(answer).replace(here, "") == words(nowhere).replace("/admin/pages/999999/edit/", "")
    assert "You act for Council, which may not open this page" in words(answer)
    assert f'name="next" value="{here}"' in answer.content.decode()
    there = client.post("/admin/acting/", {"partner": charity.pk, "next": here}, follow=True)
    assert "Of the charity" in words(there)


def test_who_has_one_partner_is_just_refused(client, charity):
    client.force_login(MembershipFactory(partner=charity).user)
    assert "Act for another partner" not in words(client.get("/admin/pages/999999/edit/"))


def test_switching_on_the_answer_to_a_form_starts_from_the_first_page(client, person, charity):
    """What answers only to forms cannot be loaded again."""
    page = make_page(CaseStudy, lead=charity, live=False)
    here = f"/admin/sharing/parts/{page.shares.get().pk}/end/"
    answer = client.post("/admin/acting/", {"partner": charity.pk, "next": here}, follow=True)
    assert answer.redirect_chain[-1] == (HOME, 302)


@pytest.mark.parametrize(
    "target",
    [
        "",
        "https://evil.example/admin/",
        "//evil.example/admin/",
        "/\\evil.example/admin/",
        "/admin//evil.example",
        "/admin/../..//evil.example/",
        "/admin",
        "/places/",
        "admin/",
        "javascript:alert(1)",
        "/admin/nowhere/at/all",
        " /admin/",
        "\t//evil.example",
        "http:///evil.example/admin/",
    ],
)
def test_a_switch_leads_nowhere_else(client, person, charity, target):
    answer = client.post("/admin/acting/", {"partner": charity.pk, "next": target})
    assert answer.headers["location"] == HOME


def test_a_role_that_changes_counts_from_the_next_request_on(client, person):
    assert client.get("/admin/images/").status_code == 200
    person.memberships.filter(partner__name="Council").update(role=Role.MEMBER)
    assert client.get("/admin/images/").status_code == 403
    assert "You act for Council Member: may suggest" in words(client.get(HOME))


def test_a_membership_that_ends_ends_the_session_and_what_was_chosen(client, person, charity):
    client.post("/admin/acting/", {"partner": charity.pk})
    person.memberships.get(partner=charity).delete()
    assert client.get(HOME).headers["location"].startswith("/account/login/")
    client.force_login(person)
    assert acts_for(client) == "Council"


def test_nobody_acts_for_a_partner_of_others(client, person):
    refused(client.post("/admin/acting/", {"partner": PartnerFactory().pk}, follow=True))
    assert acts_for(client) == "Council"


@pytest.mark.parametrize("partner", ["", "x", "0", "9" * 30, "\u0661"])
def test_what_is_no_partner_is_refused_alike(client, person, partner):
    refused(client.post("/admin/acting/", {"partner": partner}, follow=True))
    assert acts_for(client) == "Council"
