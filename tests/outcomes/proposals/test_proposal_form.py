"""The form: nothing typed is lost, nothing is counted twice, nobody is flooded."""

import pytest
from django.core import mail
from django.urls import reverse

from outcomes.proposals import limits
from outcomes.proposals.forms import ProposalForm
from outcomes.proposals.models import Proposal
from tests.factories import PlaceFactory
from tests.outcomes.proposals.factories import WORDS

pytestmark = pytest.mark.django_db

NEW = "/proposals/new/"


def typed(**changes):
    """Return what a browser sends."""
    return {**WORDS, "show_name": "on", "place": "Sale", "token": "one-form", "website": "", **changes}


def errors_of(response):
    """Return the errors of the form that was shown again, after checking that nothing was stored."""
    assert response.status_code == 200
    assert not Proposal.objects.exists()
    return response.context["form"].errors


def test_a_proposal_is_sent_in(client, ground):
    response = client.post(NEW, typed(), follow=True)
    assert response.redirect_chain == [(reverse("proposals:sent"), 302)]
    assert response.context["address"] == WORDS["proposer_email"]
    proposal = Proposal.objects.get()
    assert {name: getattr(proposal, name) for name in WORDS} == WORDS
    assert (proposal.place, proposal.confirmed_at) == (ground.ward, None)


def test_the_sent_page_without_a_proposal_leads_to_the_form(client, db):
    assert client.get(reverse("proposals:sent")).url == NEW


def test_the_address_is_not_in_any_web_address(client, ground):
    response = client.post(NEW, typed(), follow=True)
    assert "asha" not in str(response.redirect_chain)


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("place", "", "Enter the place"),
        ("place", "Nowhere at all", "We know no place called &#x27;Nowhere at all&#x27;"),
        ("place", "\x00", "Null characters"),
        ("title", "", "Enter your proposal in one line."),
        ("title", "x" * 121, "Write 120 characters or fewer. You have written 121."),
        ("what_should_change", " \n ", "Enter what should change."),
        ("what_should_change", "x" * 10_000, "Write 3000 characters or fewer. You have written 10000."),
        ("why", "", "Enter why it matters here."),
        ("why", "y" * 10_000, "Write 3000 characters or fewer. You have written 10000."),
        ("proposer_email", "", "Enter your email address."),
        ("proposer_email", "asha at example", "Enter an email address in the form name@example.org."),
        ("proposer_email", "asha@example.org\nBcc: x@example.org", "Enter an email address in the form"),
        ("proposer_name", "", "Enter the name to show"),
        ("proposer_name", "n" * 101, "Write 100 characters or fewer."),
    ],
)
def test_bad_input_is_explained_and_all_that_was_typed_is_kept(client, ground, field, value, says):
    sent = typed(**{field: value})
    response = client.post(NEW, sent)
    assert field in errors_of(response)
    assert says in response.text
    form = response.context["form"]
    for name in ("place", *WORDS):
        if name != "show_name":
            assert form[name].value() == sent[name]
    assert form["show_name"].value() is True
    assert form["token"].value() == "one-form"


def test_text_with_tags_comes_back_as_text(client, ground):
    response = client.post(NEW, typed(title="<script>alert(1)</script>", why=""))
    assert "<script>alert(1)" not in response.text
    assert "&lt;script&gt;alert(1)" in response.text


def test_the_end_of_a_line_counts_as_one_character(client, ground):
    client.post(NEW, typed(why="\r\n".join(["x"] * 1500)))
    assert Proposal.objects.get().why == "\n".join(["x"] * 1500)


def test_a_title_of_several_lines_becomes_one(client, ground):
    client.post(NEW, typed(title="A warm room\r\nBcc: all@example.org"))
    assert Proposal.objects.get().title == "A warm room Bcc: all@example.org"


def test_a_name_is_not_needed(client, ground):
    client.post(NEW, {**typed(proposer_name=""), "show_name": ""})
    assert Proposal.objects.get().public_name == ""


class TestPlace:
    @pytest.mark.parametrize("words", ["Sale", "sale, mersey", "SALE  MERSEY"])
    def test_a_name_finds_it(self, client, ground, words):
        client.post(NEW, typed(place=words))
        assert Proposal.objects.get().place == ground.ward

    def test_a_code_finds_it(self, client, ground):
        client.post(NEW, typed(place=f" {ground.ward.code.lower()} "))
        assert Proposal.objects.get().place == ground.ward

    def test_a_whole_name_wins_over_longer_ones(self, client, ground):
        PlaceFactory(name="Mersey Valley")
        client.post(NEW, typed(place="mersey"))
        assert Proposal.objects.get().place == ground.district

    def test_several_are_offered_and_nothing_typed_is_lost(self, client, ground):
        PlaceFactory(name="Abbey", qualifier="Leicester", code="E05000001")
        second = PlaceFactory(name="Abbey", qualifier="Derby", code="E05000002")
        response = client.post(NEW, typed(place="Abbey"))
        assert "Several places fit" in errors_of(response)["place"][0]
        form = response.context["form"]
        assert list(form.fields)[:2] == ["place", "place_choices"]
        assert 'value="E05000001"' in response.text
        assert "Abbey, Derby (Ward)" in response.text
        assert form["why"].value() == WORDS["why"]
        client.post(NEW, typed(place="Abbey", place_choices=second.code))
        assert Proposal.objects.get().place == second

    def test_a_choice_that_no_longer_fits_what_is_typed_does_not_count(self, client, ground):
        PlaceFactory(name="Abbey", qualifier="Leicester", code="E05000001")
        PlaceFactory(name="Abbey", qualifier="Derby", code="E05000002")
        errors = errors_of(client.post(NEW, typed(place="Abbey", place_choices=ground.ward.code)))
        assert list(errors) == ["place"]
        client.post(NEW, typed(place="Sale", place_choices="E05000001"))
        assert Proposal.objects.get().place == ground.ward

    def test_a_place_that_ended_is_not_offered(self, client, ground):
        PlaceFactory(name="Old Borough", ended_on="2023-03-31")
        assert "place" in errors_of(client.post(NEW, typed(place="Old Borough")))

    def test_an_address_with_a_place_fills_it_in(self, client, ground):
        response = client.get(NEW, {"place": ground.ward.code})
        assert response.context["form"]["place"].value() == "Sale, Mersey"
        assert client.get(NEW, {"place": "nonsense"}).context["form"]["place"].value() is None

    def test_looking_a_place_up_costs_the_same_among_many(
        self, client, ground, django_assert_max_num_queries
    ):
        PlaceFactory.create_batch(40, name="Abbey")
        with django_assert_max_num_queries(5):
            response = client.post(NEW, typed(place="Abbey"))
        assert len(response.context["form"].meant.places) == 20


class TestTwice:
    def test_the_same_form_sent_twice_is_one_proposal_and_one_mail(
        self, client, ground, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks(execute=True):
            answers = [client.post(NEW, typed()) for _ in range(20)]
        assert {answer.status_code for answer in answers} == {302}
        assert Proposal.objects.count() == 1
        assert len(mail.outbox) == 1

    def test_going_back_to_mend_the_address_is_another_proposal(self, client, ground):
        client.post(NEW, typed(proposer_email="asha@exmaple.org"))
        client.post(NEW, typed())
        assert Proposal.objects.count() == 2

    def test_each_form_has_a_token_of_its_own(self, client, db):
        tokens = {client.get(NEW).context["form"]["token"].value() for _ in range(3)}
        assert len(tokens) == 3

    def test_a_form_without_a_token_still_counts(self, client, ground):
        client.post(NEW, typed(token=""))
        assert Proposal.objects.count() == 1


class TestTrap:
    def test_a_filled_trap_stores_nothing_and_sending_again_works(self, client, ground):
        response = client.post(NEW, typed(website="https://buy.example"))
        assert "Nothing is lost: send it again." in str(errors_of(response)["__all__"])
        assert "https://buy.example" not in response.text
        assert response.context["form"]["title"].value() == WORDS["title"]

    def test_the_form_says_which_box_is_the_trap(self):
        assert [field.name for field in ProposalForm() if getattr(field.field, "is_trap", False)] == [
            "website"
        ]


class TestLimits:
    def send(self, client, number, **changes):
        changes.setdefault("proposer_email", f"person{number}@example.org")
        return client.post(NEW, typed(token=f"form-{number}", **changes))

    def test_one_browser_may_send_five_in_an_hour(self, client, ground):
        answers = [self.send(client, number) for number in range(limits.PER_SESSION + 2)]
        assert [answer.status_code for answer in answers] == [302] * limits.PER_SESSION + [429] * 2
        assert "Many proposals came from here in the last hour." in answers[-1].text
        assert answers[-1].context["form"]["title"].value() == WORDS["title"]
        assert Proposal.objects.count() == limits.PER_SESSION

    def test_nobody_is_sent_many_mails(self, client, ground):
        for number in range(limits.PER_MAIL_ADDRESS):
            client.cookies.clear()
            assert self.send(client, number, proposer_email="Asha@Example.org").status_code == 302
        client.cookies.clear()
        assert self.send(client, 99, proposer_email="asha@example.org").status_code == 429

    def test_one_network_address_may_send_twenty_and_another_goes_on(self, client, ground):
        for number in range(limits.PER_NETWORK_ADDRESS):
            client.cookies.clear()
            assert self.send(client, number).status_code == 302
        client.cookies.clear()
        assert self.send(client, 99).status_code == 429
        client.defaults["REMOTE_ADDR"] = "192.0.2.7"
        assert self.send(client, 99).status_code == 302

    def test_mistakes_and_second_clicks_do_not_count(self, client, ground):
        for _ in range(30):
            client.post(NEW, typed(why=""))
            client.post(NEW, typed())
        assert self.send(client, 1).status_code == 302

    def test_keys_hold_no_address(self, rf, client):
        request = rf.post(NEW)
        request.session = client.session
        keys = limits.limits(request, "asha@example.org")
        assert not any("asha" in key or "127.0.0.1" in key for key in keys)


def test_a_form_without_its_csrf_token_is_refused(ground):
    from django.test import Client

    assert Client(enforce_csrf_checks=True).post(NEW, typed()).status_code == 403


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused(client, db, method):
    assert getattr(client, method)(NEW).status_code == 405
