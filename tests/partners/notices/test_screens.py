"""The list of notices, opening one, choosing how one hears of things, and the link that stops letters."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse

from partners.agencies.acting import SESSION_KEY
from partners.agencies.models import Role
from partners.notices.links import stop_path
from partners.notices.models import Category, How, Notice
from partners.notices.preferences import choices_of, choose
from partners.notices.screens import NO_LONGER, PER_PAGE
from partners.notices.services import read
from tests.factories import MembershipFactory, PartnerFactory, UserFactory
from tests.partners.notices.telling import NOW, say

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]
LIST = "/admin/notices/"
CHOICES = "/admin/notices/preferences/"


@pytest.fixture
def charity():
    return PartnerFactory(name="Charity")


@pytest.fixture
def person(client, charity):
    person = MembershipFactory(partner=charity).user
    client.force_login(person)
    return person


def shown(client, address=LIST):
    return client.get(address, follow=True).content.decode()


def one(**facts):
    return Notice.objects.get(**facts)


def titles(page):
    return re.findall(r'<h2><a href="/admin/notices/\d+/">([^<]+)</a>', page)


def acts_for(client):
    return client.session.get(SESSION_KEY)


class TestTheList:
    def test_what_is_unread_comes_first_then_the_latest(self, client, person):
        for number in range(4):
            say(person, key=str(number), subject=f"Notice {number}", at=NOW + timedelta(hours=number))
        read(notice=one(key="3"), at=NOW)
        read(notice=one(key="1"), at=NOW)
        page = shown(client)
        assert titles(page) == ["Notice 2", "Notice 0", "Notice 3", "Notice 1"]
        assert page.count("<strong>Unread</strong>") == 2
        assert "Kettle &amp; kin asks you to sign “Tea &lt;at&gt; ten”." in page

    def test_an_empty_one_says_what_would_be_there(self, client, person):
        assert "Nothing yet." in shown(client)
        assert "Mark all as read" not in shown(client)

    def test_it_holds_nothing_of_anybody_else(self, client, person):
        say(UserFactory(), subject="Of somebody else")
        assert titles(shown(client)) == []

    def test_a_long_one_has_pages(self, client, person):
        for number in range(PER_PAGE + 1):
            say(person, key=str(number), category=Category.FRESHNESS)
        assert len(titles(shown(client))) == PER_PAGE
        assert len(titles(shown(client, f"{LIST}?p=2"))) == 1

    def test_it_takes_the_same_queries_however_long_it_is(
        self, client, person, charity, django_assert_max_num_queries
    ):
        say(person, key="first", category=Category.FRESHNESS, partner=charity)
        client.get(LIST)
        with django_assert_max_num_queries(40) as few:
            client.get(LIST)
        for number in range(10):
            say(person, key=str(number), category=Category.FRESHNESS, partner=charity)
        with django_assert_max_num_queries(len(few)):
            client.get(LIST)

    def test_what_came_for_another_partner_is_only_counted(self, client, person, charity):
        other = MembershipFactory(user=person, partner=PartnerFactory(name="Hospital")).partner
        say(person, key="1", subject="For the charity", partner=charity)
        say(person, key="2", subject="For the hospital", partner=other)
        say(person, key="3", subject="For nobody")
        page = shown(client)
        assert sorted(titles(page)) == ["For nobody", "For the charity"]
        assert "1 unread notice for Hospital" in page
        assert "For the hospital" not in page
        client.post("/admin/acting/", {"partner": other.pk, "next": LIST})
        page = shown(client)
        assert sorted(titles(page)) == ["For nobody", "For the hospital"]
        assert "1 unread notice for Charity" in page

    def test_who_left_the_partner_reads_no_more_of_it(self, client, person, charity):
        MembershipFactory(user=person)
        say(person, subject="For the charity", partner=charity)
        person.memberships.filter(partner=charity).delete()
        client.force_login(person)
        page = shown(client)
        assert "For the charity" not in page
        assert "unread notice" not in page

    def test_an_operator_reads_what_operators_are_told(self, client, charity):
        operator = UserFactory(is_superuser=True)
        client.force_login(operator)
        say(operator, subject="An override", partner=charity)
        assert titles(shown(client)) == ["An override"]
        assert client.get(f"/admin/notices/{one().pk}/").headers["location"] == "/"

    def test_people_without_a_partner_are_not_let_in(self, client):
        client.force_login(UserFactory())
        assert client.get(LIST).status_code == 403


class TestReading:
    def test_opening_one_marks_it_as_read_and_leads_on(self, client, person, charity):
        say(person, url="/admin/somewhere/", partner=charity)
        answer = client.get(f"/admin/notices/{one().pk}/")
        assert (answer.status_code, answer.headers["location"]) == (302, "/admin/somewhere/")
        assert one().read_at

    def test_what_came_for_another_partner_is_opened_acting_for_it(self, client, person):
        other = MembershipFactory(user=person, partner=PartnerFactory(name="Hospital")).partner
        say(person, subject="A draft of theirs", url="/admin/somewhere/", partner=other)
        address = f"/admin/notices/{one().pk}/"
        page = shown(client, address)
        assert "Act for Hospital and go on" in page
        assert "A draft of theirs" not in page
        assert one().read_at is None
        assert acts_for(client) is None
        answer = client.post(address)
        assert answer.headers["location"] == "/admin/somewhere/"
        assert acts_for(client) == other.pk
        assert one().read_at

    @pytest.mark.parametrize("way", ["", "read/"])
    def test_an_old_letter_leads_to_the_list_when_it_is_none_of_ours_any_more(
        self, client, person, charity, way
    ):
        MembershipFactory(user=person)
        say(person, subject="Theirs", url="/admin/somewhere/", partner=charity)
        person.memberships.filter(partner=charity).delete()
        client.force_login(person)
        answer = client.post(f"/admin/notices/{one().pk}/{way}", follow=True)
        assert answer.redirect_chain == [(LIST, 302)]
        assert NO_LONGER in answer.content.decode()
        assert one().read_at is None

    @pytest.mark.parametrize("way", ["", "read/"])
    def test_what_others_were_told_is_refused_like_what_is_not_there(self, client, person, way):
        say(UserFactory(), subject="Of somebody else")
        answers = [client.post(f"/admin/notices/{key}/{way}") for key in (one().pk, 999_999)]
        assert {answer.headers["location"] for answer in answers} == {"/admin/"}
        assert one().read_at is None

    def test_one_can_be_marked_as_read_without_opening_it(self, client, person):
        say(person, key="1")
        say(person, key="2")
        client.post(f"/admin/notices/{one(key='1').pk}/read/")
        assert one(key="1").read_at
        assert one(key="2").read_at is None

    def test_reading_needs_a_post(self, client, person):
        say(person)
        assert client.get(f"/admin/notices/{one().pk}/read/").status_code == 405
        assert client.get("/admin/notices/read/").status_code == 405

    def test_all_that_was_shown_is_marked_and_nothing_that_came_since(self, client, person):
        other = MembershipFactory(user=person).partner
        say(person, key="1")
        say(person, key="2", partner=other)
        latest = re.search(r'name="latest" value="(\d+)"', shown(client)).group(1)
        say(person, key="3")
        page = client.post("/admin/notices/read/", {"latest": latest}, follow=True).content.decode()
        assert "1 notice is marked as read." in page
        assert set(Notice.objects.unread().values_list("key", flat=True)) == {"2", "3"}

    @pytest.mark.parametrize("latest", ["", "x", "9" * 30, "-1"])
    def test_a_made_up_mark_changes_nothing(self, client, person, latest):
        say(person)
        assert client.post("/admin/notices/read/", {"latest": latest}).status_code == 302
        assert one().read_at is None


class TestTheWayThere:
    def test_the_menu_and_the_first_page_say_how_much_is_unread(self, client, person):
        assert "Your notices (" not in shown(client, "/admin/")
        say(person, key="1")
        say(person, key="2")
        page = shown(client, "/admin/")
        assert "Your notices (2)" in page
        assert "2 notices that you have not read" in page
        client.get(f"/admin/notices/{one(key='1').pk}/")
        page = shown(client, "/admin/")
        assert "Your notices (1)" in page
        assert "1 notice that you have not read" in page

    def test_the_page_about_the_account_leads_to_the_choices(self, client, person):
        assert f'href="{CHOICES}"' in shown(client, "/account/")

    def test_who_belongs_to_no_partner_is_not_led_there(self, client):
        client.force_login(UserFactory())
        assert CHOICES not in shown(client, "/account/")


class TestChoosing:
    def test_it_opens_with_what_holds_by_default(self, client, person):
        page = shown(client, CHOICES)
        chosen = dict(re.findall(r'name="(\w+)" value="([\w ]+)"[^>]* checked', page))
        assert chosen == {category.value: choices_of(person)[category].value for category in Category}
        assert chosen["freshness"] == "daily"
        assert person.email in page

    def test_what_is_chosen_holds(self, client, person):
        choices = dict.fromkeys(Category, How.DAILY) | {Category.PARTS: How.OFF}
        answer = client.post(CHOICES, {c.value: how.value for c, how in choices.items()}, follow=True)
        assert "Your choices are saved." in answer.content.decode()
        assert choices_of(person) == choices
        assert choices_of(UserFactory())[Category.PARTS] == How.AT_ONCE

    def test_a_choice_that_is_none_is_refused_at_its_field_and_the_rest_is_kept(self, client, person):
        sent = {category.value: "off" for category in Category} | {"parts": "by pigeon"}
        page = client.post(CHOICES, sent).content.decode()
        assert "by pigeon is not one of the available choices" in page
        assert re.search(r'name="signing" value="off"[^>]* checked', page)
        assert choices_of(person)[Category.SIGNING] == How.AT_ONCE


@pytest.mark.usefixtures("letters_go_out")
class TestStopping:
    def link(self, person):
        say(person)
        return re.search(r"http://[^/]+(/notices/stop/\S+)", mail.outbox[0].body).group(1)

    def test_the_link_asks_first_and_then_stops_that_category(self, client):
        person = MembershipFactory(role=Role.APPROVER).user
        link = self.link(person)
        page = shown(client, link)
        assert "Stop mail about “What you are asked to sign”?" in page
        assert choices_of(person)[Category.SIGNING] == How.AT_ONCE
        answer = client.post(link)
        assert answer.status_code == 200
        assert "Mail is stopped" in answer.content.decode()
        assert choices_of(person) == {**choices_of(UserFactory()), Category.SIGNING: How.OFF}
        say(person, key="another")
        say(person, key="parts", category=Category.PARTS)
        assert len(mail.outbox) == 2

    def test_a_mail_program_stops_it_without_a_page(self, django_user_model):
        """As RFC 8058 has it: a post without cookies, and so without our token against forged requests."""
        from django.test import Client

        person = UserFactory()
        program = Client(enforce_csrf_checks=True)
        assert program.post(self.link(person), {"List-Unsubscribe": "One-Click"}).status_code == 200
        assert choices_of(person)[Category.SIGNING] == How.OFF

    def test_pressing_twice_is_pressing_once(self, client):
        person = UserFactory()
        for _ in range(2):
            assert client.post(stop_path(person, Category.PARTS)).status_code == 200
        assert choices_of(person)[Category.PARTS] == How.OFF

    @pytest.mark.parametrize("spoil", [lambda link: link[:-4] + "/", lambda link: "/notices/stop/made-up/"])
    def test_a_link_that_is_cut_or_made_up_stops_nothing(self, client, spoil):
        person = UserFactory()
        answer = client.post(spoil(stop_path(person, Category.PARTS)))
        assert answer.status_code == 404
        assert "This link does not work" in answer.content.decode()
        assert choices_of(person)[Category.PARTS] == How.AT_ONCE

    def test_a_link_of_somebody_who_is_gone_does_not_work(self, client):
        person = UserFactory()
        link = stop_path(person, Category.PARTS)
        person.delete()
        assert client.get(link).status_code == 404

    def test_a_link_of_another_kind_stops_nothing(self, client):
        from django.core import signing

        token = signing.dumps([UserFactory().pk, "parts"], salt="proposals.own")
        assert client.get(reverse("notice_links:stop", args=[token])).status_code == 404

    def test_who_stopped_by_link_chooses_again_when_signed_in(self, client):
        person = MembershipFactory().user
        client.post(stop_path(person, Category.SIGNING))
        choose(person=person, choices={Category.SIGNING: How.AT_ONCE})
        say(person)
        assert len(mail.outbox) == 1
