"""Two people, or two windows: nobody's answer is written over unseen, and different steps do not collide."""

import pytest
from django.test import Client

from partners.agencies.models import Role
from tests.factories import MembershipFactory, PlaceFactory
from tests.outcomes.casestudies.guided.forms import Guided, address, latest, sent_by, words
from tests.partners.sharing.forms_of_pages import fields_of, send

pytestmark = [pytest.mark.django_db, pytest.mark.lost_update]


@pytest.fixture
def bob(page, council):
    return Guided(Client(), MembershipFactory(partner=council, role=Role.EDITOR).user)


def test_the_second_answer_to_a_step_is_refused_with_both_texts(guided, bob, page):
    hers, his = guided.open(page, "changed"), bob.open(page, "changed")
    guided.send(page, "changed", hers, what_changed="They meet every week.")
    answer = bob.send(page, "changed", his, what_changed="Nobody eats alone.")
    assert answer.status_code == 409
    shown = words(answer)
    assert "Your answer is not saved yet." in shown
    assert "They meet every week." in shown
    assert "Nobody eats alone." in shown
    assert latest(page).what_changed == "They meet every week."


def test_who_keeps_theirs_saves_it_and_the_other_stays_in_the_history(guided, bob, page):
    his = bob.open(page, "changed")
    guided.send(page, "changed", what_changed="They meet every week.")
    refused = bob.send(page, "changed", his, what_changed="Nobody eats alone.")
    kept = bob.client.post(address(page, "changed"), sent_by(refused))
    assert kept.status_code == 302
    texts = [revision.content["what_changed"] for revision in page.revisions.order_by("-pk")[:2]]
    assert texts == ["Nobody eats alone.", "They meet every week."]


def test_keeping_is_refused_again_when_a_third_answer_came_in(guided, bob, page):
    his = bob.open(page, "changed")
    guided.send(page, "changed", what_changed="One.")
    refused = bob.send(page, "changed", his, what_changed="Two.")
    guided.send(page, "changed", what_changed="Three.")
    assert bob.client.post(address(page, "changed"), sent_by(refused)).status_code == 409
    assert latest(page).what_changed == "Three."


def test_an_answer_of_the_editor_is_not_written_over_either(guided, page):
    mine = guided.open(page, "changed")
    send(guided.client, page, fields_of(guided.client, page), what_changed="In the editor.")
    assert guided.send(page, "changed", mine, what_changed="In the form.").status_code == 409
    assert latest(page).what_changed == "In the editor."


def test_the_editor_is_refused_after_a_step_was_saved(guided, page):
    fields = fields_of(guided.client, page)
    guided.send(page, "changed", what_changed="In the form.")
    answer = send(guided.client, page, fields, what_changed="In the editor.")
    assert answer.status_code == 409
    assert latest(page).what_changed == "In the form."


def test_different_steps_at_the_same_time_are_both_kept(guided, bob, page):
    hers, his = guided.open(page, "changed"), bob.open(page, "for-whom")
    assert guided.send(page, "changed", hers, what_changed="They meet.").status_code == 302
    assert bob.send(page, "for-whom", his, for_whom="40 people").status_code == 302
    now = latest(page)
    assert (now.what_changed, now.for_whom) == ("They meet.", "40 people")


@pytest.mark.idempotent
def test_the_same_answer_twice_is_saved_once(guided, page):
    before = page.revisions.count()
    fields = {**guided.open(page, "changed"), "what_changed": "They meet."}
    answers = [guided.send(page, "changed", fields) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert page.revisions.count() == before + 1


def test_two_add_a_place_each_and_see_both(guided, bob, page, ward):
    PlaceFactory(name="Urmston"), PlaceFactory(name="Altrincham")
    hers, his = guided.open(page, "where"), bob.open(page, "where")
    guided.send(page, "where", hers, place="Urmston")
    answer = bob.send(page, "where", his, place="Altrincham")
    assert answer.status_code == 409
    assert "Urmston" in words(answer)
    assert "Altrincham" in words(answer)


def test_two_change_the_next_check(guided, bob, page):
    hers, his = guided.open(page, "contact"), bob.open(page, "contact")
    guided.send(page, "contact", hers, contact_name="Team one")
    answer = bob.send(page, "contact", his, contact_name="Team two")
    assert answer.status_code == 409
    assert "Team one" in words(answer)
    assert "Team two" in words(answer)
    assert bob.client.post(address(page, "contact"), sent_by(answer)).status_code == 302
    page.refresh_from_db()
    assert page.page_review.contact_name == "Team two"


def test_a_mistake_opens_no_way_around(guided, bob, page):
    his = bob.open(page, "what")
    guided.send(page, "what", title="Hers")
    wrong = bob.send(page, "what", his, title="His", summary="")
    assert wrong.status_code == 200
    mended = bob.client.post(address(page, "what"), {**sent_by(wrong), "summary": "Tea."})
    assert mended.status_code == 409
    assert latest(page).title == "Hers"
