"""Saving a search, asking for alerts by mail, and changing, stopping and deleting them."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.urls import reverse

from outcomes.proposals import limits
from outcomes.themes.models import Theme
from partners.places.models import PostcodePoint
from search.request import parse
from search.saved.kept import kept
from search.saved.links import confirm_path, manage_path, stop_path
from search.saved.models import Condition, How, SavedSearch, Subscriber
from search.saved.services import MOST_SEARCHES
from tests.factories import PartnerFactory, PlaceFactory, UserFactory
from tests.search.saved.kit import NOW, saved

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.both,
    pytest.mark.usefixtures("site", "no_index", "letters_go_out"),
]
NEW, OWN, ASK = "/account/searches/new/", "/account/searches/", "/search/alerts/"
ADDRESS = "someone@example.org"


@pytest.fixture
def person(client):
    person = UserFactory()
    client.force_login(person)
    return person


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def ask(client, query="q=gardens", address=ADDRESS, **more):
    return client.post(ASK, {"query": query, "address": address, "how": "daily", **more})


def link_in(letter, part):
    return re.search(rf"http://localhost:8000(/search/alerts/{part}/\S+)", letter.body)[1]


def asked_and_confirmed(client, **facts):
    ask(client, **facts)
    client.post(link_in(mail.outbox[-1], "confirm"))
    return SavedSearch.objects.latest("pk")


class TestOnTheResults:
    def test_a_visitor_is_offered_alerts_by_mail(self, client):
        page = client.get("/search/?q=gardens&kind=objective&page=1").content.decode()
        assert 'href="/search/alerts/?q=gardens&amp;kind=objective"' in page
        assert "Save this search</a>" not in page

    def test_who_is_signed_in_is_offered_to_save_it(self, client, person):
        page = client.get("/search/?q=gardens").content.decode()
        assert 'href="/account/searches/new/?q=gardens"' in page
        assert "Get alerts by mail" not in page


class TestSaving:
    def test_a_visitor_signs_in_first(self, client):
        response = client.get(f"{NEW}?q=gardens")
        assert response.status_code == 302
        assert response.url.startswith("/account/login/?next=")

    def test_the_form_says_what_is_saved_and_offers_a_name(self, client, person):
        PlaceFactory(code="E08000009", name="Trafford", kind="district")
        response = client.get(f"{NEW}?q=gardens&place=E08000009&kind=objective&year=nonsense")
        assert 'value="gardens, Objectives, Trafford"' in response.content.decode()
        assert "We did not understand year" in words(response)

    def test_it_is_kept_and_listed(self, client, person):
        answer = client.post(NEW, {"query": "q=gardens&kind=objective", "name": "Green", "how": "weekly"})
        assert answer.url == OWN
        search = SavedSearch.objects.get()
        assert (search.name, search.how, search.subscriber.user) == ("Green", How.WEEKLY, person)
        assert search.confirmed_at is not None
        page = client.get(OWN).content.decode()
        assert 'href="/search/?q=gardens&amp;kind=objective"' in page

    @pytest.mark.idempotent
    def test_sent_twice_it_is_saved_once(self, client, person):
        for _ in range(2):
            client.post(NEW, {"query": "q=gardens", "name": "Green", "how": "daily"})
        client.post(NEW, {"query": "q=gardens&kind=plan", "name": "Green", "how": "daily"})
        assert SavedSearch.objects.count() == 2

    def test_what_was_typed_stays_when_something_is_missing(self, client, person):
        response = client.post(NEW, {"query": "q=gardens", "name": "", "how": "weekly"})
        assert response.status_code == 200
        assert "Enter a name for the search." in words(response)
        assert 'name="query" value="q=gardens"' in response.content.decode()
        assert re.search(r'value="weekly"[^>]*checked', response.content.decode())
        assert not SavedSearch.objects.exists()

    def test_there_is_an_end_to_how_many(self, client, person):
        for number in range(MOST_SEARCHES):
            saved(person, name=f"{number}", text="gardens")
        response = client.post(NEW, {"query": "q=x", "name": "One more", "how": "daily"})
        assert "Delete one first" in words(response)
        assert SavedSearch.objects.count() == MOST_SEARCHES


class TestPostcodes:
    @pytest.fixture(autouse=True)
    def postcode(self):
        place = PlaceFactory(code="E05000833", name="Urmston")
        PostcodePoint.objects.create(code="M419TD", place=place)

    @pytest.mark.parametrize("address", [NEW, ASK])
    def test_a_search_with_one_leads_to_its_place_and_nothing_is_kept(self, client, person, address):
        form = {"query": "q=gardens+M41+9TD", "name": "x", "how": "daily", "address": ADDRESS}
        for answer in (client.get(f"{address}?q=gardens+M41+9TD"), client.post(address, form)):
            assert answer.status_code == 302
            assert "place=E05000833" in answer.url
            assert "M41" not in answer.url
        assert not SavedSearch.objects.exists()
        assert mail.outbox == []

    def test_a_name_with_one_is_refused(self, client, person):
        response = client.post(NEW, {"query": "q=gardens", "name": "Near M41 9TD", "how": "daily"})
        assert "Leave the postcode out" in words(response)
        assert not SavedSearch.objects.exists()


class TestByMail:
    def test_nothing_is_sent_but_the_link_until_it_was_followed(self, client):
        answer = ask(client)
        assert answer.url == "/search/alerts/sent/"
        assert ADDRESS in words(client.get(answer.url))
        [letter] = mail.outbox
        assert letter.to == [ADDRESS]
        assert "Words: gardens" in letter.body
        path = link_in(letter, "confirm")
        assert "Yes, send me these alerts" in words(client.get(path))
        assert not SavedSearch.objects.confirmed().exists()
        assert "Your alerts are on" in words(client.post(path))
        search = SavedSearch.objects.confirmed().get()
        assert search.subscriber.address == ADDRESS
        assert "Your alerts are on" in words(client.get(path))

    def test_the_answer_is_the_same_for_an_address_that_is_known(self, client, django_user_model):
        UserFactory(email="known@example.org")
        asked_and_confirmed(client, address="again@example.org")
        answers = []
        for address in ("known@example.org", "again@example.org", "new@example.org"):
            client.cookies.clear()
            answer = ask(client, address=address)
            answers.append((answer.status_code, answer.url))
        assert len(set(answers)) == 1
        assert [letter.to[0] for letter in mail.outbox[-3:]] == [
            "known@example.org",
            "again@example.org",
            "new@example.org",
        ]

    def test_the_address_of_an_account_goes_to_the_account(self, client):
        person = UserFactory(email=ADDRESS)
        EmailAddress.objects.create(user=person, email=ADDRESS, verified=True, primary=True)
        search = asked_and_confirmed(client, address=ADDRESS.upper())
        assert search.subscriber.user == person
        assert Subscriber.objects.count() == 1

    def test_an_address_that_an_account_never_confirmed_stays_apart(self, client):
        person = UserFactory(email=ADDRESS)
        EmailAddress.objects.create(user=person, email=ADDRESS, verified=False, primary=True)
        assert asked_and_confirmed(client).subscriber.user is None

    def test_one_address_is_one_subscriber_in_any_case(self, client):
        asked_and_confirmed(client)
        asked_and_confirmed(client, address="Someone@Example.org", query="q=choirs")
        assert Subscriber.objects.count() == 1

    @pytest.mark.parametrize("token", ["canary", "", "WzEyXQ:1abc:xyz"])
    def test_links_that_were_made_up_lead_nowhere(self, client, token):
        for name in ("confirm", "manage", "stop"):
            if token:
                path = reverse(f"saved_searches:{name}", args=[token])
                assert client.get(path).status_code == client.post(path).status_code == 410

    def test_a_link_of_one_sort_is_no_link_of_another(self, client):
        search = asked_and_confirmed(client)
        token = stop_path(search.subscriber).split("/")[-2]
        for name in ("confirm", "manage"):
            assert client.post(reverse(f"saved_searches:{name}", args=[token])).status_code == 410
        assert SavedSearch.objects.exists()

    def test_a_link_to_confirm_ends_after_a_week(self, client, time_machine):
        ask(client)
        path = link_in(mail.outbox[0], "confirm")
        time_machine.move_to(datetime.now(UTC) + timedelta(days=7, minutes=1))
        assert client.post(path).status_code == 410

    def test_a_program_that_fills_in_every_box_gets_nothing(self, client):
        assert "whether a person sent this" in words(ask(client, website="https://example.org"))
        assert mail.outbox == []

    def test_what_was_typed_stays_when_the_address_is_none(self, client):
        response = ask(client, address="someone")
        assert "name@example.org" in words(response)
        assert 'value="someone"' in response.content.decode()
        assert 'name="query" value="q=gardens"' in response.content.decode()

    def test_one_address_is_not_flooded(self, client):
        for number in range(limits.PER_MAIL_ADDRESS):
            client.cookies.clear()
            assert ask(client, query=f"q={number}").status_code == 302
        client.cookies.clear()
        response = ask(client)
        assert response.status_code == 429
        assert f'value="{ADDRESS}"' in response.content.decode()
        assert len(mail.outbox) == limits.PER_MAIL_ADDRESS
        cache.clear()
        assert ask(client).status_code == 302

    def test_proposals_and_alerts_are_counted_apart(self, client, rf):
        ask(client)
        request = rf.get("/")
        request.session = client.session
        assert set(cache.get_many(limits.limits(request, ADDRESS))) == set()
        assert len(cache.get_many(limits.limits(request, ADDRESS, "alerts"))) == 3

    def test_no_address_stands_in_any_link_or_log(self, client):
        search = asked_and_confirmed(client)
        for text in (
            confirm_path(search),
            manage_path(search.subscriber),
            stop_path(search.subscriber),
            f"{search!r} {search.subscriber!r}",
        ):
            assert "someone" not in text
            assert "gardens" not in text


class TestTheList:
    def test_only_ones_own_are_there(self, client, person):
        saved(UserFactory(), name="Theirs", text="secret")
        saved(person, name="Mine", text="gardens")
        page = words(client.get(OWN))
        assert "Mine" in page
        assert "Theirs" not in page

    def test_nobody_changes_what_is_not_theirs(self, client, person):
        theirs = saved(UserFactory(), name="Theirs", text="secret")
        for form in (
            {"delete": "yes"},
            {f"search-{theirs.pk}-name": "Mine", f"search-{theirs.pk}-how": "off"},
        ):
            assert client.post(OWN, {"search": theirs.pk, **form}).status_code == 404
        theirs.refresh_from_db()
        assert (theirs.name, theirs.how) == ("Theirs", How.DAILY)

    @pytest.mark.parametrize("sort", ["account", "link"])
    def test_a_search_is_renamed_changed_and_deleted(self, client, sort):
        if sort == "account":
            user = UserFactory()
            client.force_login(user)
            search, path = saved(user, text="gardens"), OWN
        else:
            search = asked_and_confirmed(client)
            path = manage_path(search.subscriber)
        prefix = f"search-{search.pk}"
        form = {"search": search.pk, f"{prefix}-name": "Beds", f"{prefix}-how": "weekly"}
        assert client.post(path, form).url == path
        search.refresh_from_db()
        assert (search.name, search.how) == ("Beds", How.WEEKLY)
        answer = client.post(path, {**form, f"{prefix}-name": ""})
        assert "Enter a name for the search." in words(answer)
        assert client.post(path, {**form, "delete": "yes"}).url == path
        assert not SavedSearch.objects.exists()
        assert Subscriber.objects.exists() == (sort == "account")

    def test_an_unconfirmed_search_is_not_in_it(self, client):
        search = asked_and_confirmed(client)
        ask(client, query="q=choirs")
        assert "choirs" not in words(client.get(manage_path(search.subscriber)))

    def test_what_was_deleted_is_named_and_never_makes_it_find_more(self, client, person):
        gone, stays = Theme.objects.leaves()[:2]
        partner = PartnerFactory(name="Old partner")
        both = {"themes": (gone.slug, stays.slug)}
        saved(person, name="Both", **both)
        lost = saved(person, name="Lost", text="x", partners=(partner.slug,))
        label = gone.name
        gone.delete()
        partner.delete()
        page = words(client.get(OWN))
        assert f"“{label}” (theme) is no longer there" in page
        assert "“Old partner” (partner) is no longer there" in page
        assert "so this search finds nothing" in page
        assert kept([lost])[lost.pk].is_lost

    def test_it_asks_the_database_as_often_with_many(self, client, person, django_assert_max_num_queries):
        for number in range(12):
            saved(person, name=f"{number}", text="gardens", kinds=("plan",))
        with django_assert_max_num_queries(12):
            client.get(OWN)


class TestStopping:
    def test_a_scanner_that_only_looks_stops_nothing(self, client):
        search = asked_and_confirmed(client)
        path = stop_path(search.subscriber)
        assert "Stop all alerts?" in words(client.get(path))
        assert SavedSearch.objects.alerting().exists()

    def test_one_click_deletes_an_address_with_all_that_was_kept(self, client):
        search = asked_and_confirmed(client)
        stranger = type(client)(enforce_csrf_checks=True)
        path = stop_path(search.subscriber)
        answer = stranger.post(path, {"List-Unsubscribe": "One-Click"})
        assert "Alerts are stopped" in words(answer)
        assert not Subscriber.objects.exists()
        assert not SavedSearch.objects.exists()
        assert stranger.post(path).status_code == 410

    def test_one_click_leaves_the_searches_of_an_account_without_mail(self, client):
        search = saved(text="gardens")
        for _ in range(2):
            assert client.post(stop_path(search.subscriber)).status_code == 200
        search.refresh_from_db()
        assert search.how == How.OFF

    def test_who_subscribes_again_is_not_stopped_by_old_links(self, client):
        search = asked_and_confirmed(client)
        path = stop_path(search.subscriber)
        client.post(path)
        asked_and_confirmed(client)
        assert client.post(path).status_code == 410
        assert SavedSearch.objects.alerting().exists()


def test_a_request_comes_back_as_it_was_saved(client):
    district = PlaceFactory(code="E08000009", kind="district")
    PartnerFactory(slug="bank")
    query = (
        "q=older+people&kind=plan&kind=case_study&theme=social&theme=not_recorded&place=E08000009&partner=bank"
        "&partner_kind=nhs&evidence=compared&year=2024&relation=any&near=E08000009&within=7.5&sort=date"
    )
    from django.http import QueryDict

    request, problems = parse(QueryDict(query))
    assert problems == []
    search = saved(request=request)
    assert kept([search])[search.pk].request == request
    assert Condition.objects.filter(place=district).count() == 2
    assert search.since < NOW
