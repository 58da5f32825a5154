"""The report of editions in the admin, and the form on which a person decides."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from partners.places.models import PlaceQuestion
from tests.factories import UserFactory
from tests.outcomes.proposals.factories import let_in
from tests.partners.places.editions.factories import SPLIT, place
from tests.partners.places.editions.test_moving import names

pytestmark = [pytest.mark.django_db, pytest.mark.both]
LIST = "/admin/reports/editions/"
EDITION = f"{LIST}2026-05/"
ABBEY = f"{LIST}places/E05000001/"


@pytest.fixture
def loaded(delivery, content):
    delivery.load("2026-05")
    return content


@pytest.fixture
def operator(client):
    user = UserFactory(is_superuser=True, first_name="Olu", last_name="Osei")
    client.force_login(user)
    return user


def questions(*labels):
    found = PlaceQuestion.objects.filter(place__code="E05000001", label__in=labels)
    return [str(key) for key in found.values_list("pk", flat=True)]


def answer(client, **data):
    """Send the form and return the page that follows."""
    return client.post(ABBEY, data, follow=True)


def said(response):
    return [str(message).strip() for message in response.context["messages"]]


def errors(response):
    return response.context["form"].errors.get_json_data()


@pytest.mark.parametrize("address", [LIST, EDITION, ABBEY])
@pytest.mark.parametrize("who", ["nobody", "editor"])
def test_others_are_kept_out(client, loaded, address, who):
    if who == "editor":
        let_in(loaded.member.user)
        client.force_login(loaded.member.user)
    assert client.get(address).status_code == (403 if who == "editor" else 302)
    assert PlaceQuestion.objects.filter(state="open").count() == 4


@pytest.mark.parametrize("who", ["nobody", "editor"])
def test_others_cannot_decide(client, loaded, who):
    if who == "editor":
        let_in(loaded.member.user)
        client.force_login(loaded.member.user)
    client.post(ABBEY, {"questions": questions("In Abbey"), "answer": "leave"})
    assert PlaceQuestion.objects.filter(state="open").count() == 4


def test_a_permission_of_its_own_lets_nobody_past_the_register(client, loaded):
    let_in(loaded.member.user)
    loaded.member.user.user_permissions.add(Permission.objects.get(codename="change_placeedition"))
    client.force_login(loaded.member.user)
    assert client.get(ABBEY).status_code == 403


def test_the_menu_of_reports_leads_there(client, loaded, operator):
    response = client.get(reverse("wagtailadmin_home"))
    assert LIST in response.content.decode()


def test_the_list_says_what_each_edition_changed_and_left_open(client, loaded, operator):
    page = client.get(LIST).content.decode()
    assert "2026-05" in page
    (edition,) = client.get(LIST).context["editions"]
    assert (edition.changed, edition.to_decide) == (16, 4)


def test_without_an_edition_the_list_says_how_to_load_one(client, operator, site):
    assert "load_places --edition" in client.get(LIST).content.decode()


def test_an_edition_shows_its_changes_by_kind(client, loaded, operator):
    page = client.get(EDITION).content.decode()
    assert "Bridge End, North Vale (E05000002), before: Bridge" in page
    assert "Stay 20" in page
    split = client.get(f"{EDITION}?kind=split")
    assert [change.kind for change in split.context["page_obj"]] == ["split"]
    assert client.get(f"{EDITION}?kind=nonsense&p=99").status_code == 200


@pytest.mark.parametrize(
    "address", [f"{LIST}2031-01/", f"{LIST}places/E05999999/", f"{LIST}places/E05000002/"]
)
def test_what_is_not_there_is_not_found(client, loaded, operator, address):
    assert client.get(address).status_code == 404


def test_the_number_of_queries_does_not_grow_with_the_questions(
    client, loaded, operator, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(ABBEY)
    with CaptureQueriesContext(connection) as few:
        client.get(ABBEY)
    model = PlaceQuestion.objects.filter(label="In Abbey").get()
    for number in range(10):
        page = loaded.elsewhere.copy(
            keep_live=False, update_attrs={"slug": f"copy-{number}", "title": f"Copy {number}"}
        )
        PlaceQuestion.objects.create(
            edition=model.edition,
            place=model.place,
            relation=model.relation,
            object_id=page.pk,
            label=page.title,
        )
    with django_assert_num_queries(len(few)):
        assert client.get(ABBEY).content.decode().count("Copy ") >= 10


def test_each_thing_has_a_link_to_it(client, loaded, operator):
    page = client.get(ABBEY).content.decode()
    assert reverse("wagtailadmin_pages:edit", args=[loaded.in_abbey.pk]) in page
    assert reverse("proposals_moderation:proposal", args=[loaded.open_proposal.reference]) in page


def test_a_page_is_moved_to_several_places(client, loaded, operator):
    to = [place(code).pk for code in list(SPLIT)[:2]]
    response = answer(client, questions=questions("In Abbey"), answer="move", to=to)
    assert said(response) == ["Moved to Abbey East, North Vale and Abbey West, North Vale: 1 thing."]
    assert names(loaded.in_abbey) == ["Abbey East", "Abbey West"]
    assert "by Olu Osei" in response.content.decode()


def test_a_place_that_is_no_successor_can_be_typed_as_a_code(client, loaded, operator):
    both = questions("In Abbey", "In Abbey and Aston")
    response = answer(client, questions=both, answer="move", others="e05000011")
    assert said(response) == ["Moved to Fen 11, Stay 11: 2 things."]
    assert names(loaded.in_abbey) == ["Fen 11"]


def test_all_can_be_left(client, loaded, operator):
    response = answer(client, questions=questions("In Abbey"), answer="leave")
    assert said(response) == ["Left at Abbey, Aston: 1 thing."]
    assert names(loaded.in_abbey) == ["Abbey"]


@pytest.mark.parametrize(
    ("data", "field", "message"),
    [
        ({"answer": "move"}, "questions", "Choose what you decide about."),
        ({"questions": True}, "answer", "Choose whether to move them or leave them."),
        ({"questions": True, "answer": "move"}, "to", "Choose at least one place to move to"),
        (
            {"questions": True, "answer": "move", "others": "X1"},
            "others",
            "X1 is the code of no place of today",
        ),
        ({"questions": True, "answer": "move", "others": "E07000001"}, "others", "no place of today"),
        (
            {"questions": True, "answer": "leave", "others": "E05000011"},
            "answer",
            "Take one of the two back.",
        ),
    ],
)
def test_a_mistake_is_said_beside_its_field_and_changes_nothing(
    client, loaded, operator, data, field, message
):
    if data.pop("questions", False):
        data["questions"] = questions("In Abbey")
    response = answer(client, **data)
    assert message in str(errors(response)[field])
    page = response.content.decode()
    assert message in page
    if "others" in data:
        assert f'value="{data["others"]}"' in page
    assert PlaceQuestion.objects.filter(state="open").count() == 4


def test_what_cannot_be_done_is_said_on_the_form(client, loaded, operator):
    to = [place(code).pk for code in list(SPLIT)[:2]]
    response = answer(client, questions=questions(str(loaded.open_proposal)), answer="move", to=to)
    assert "can be in one place only" in response.content.decode()
    assert PlaceQuestion.objects.filter(state="open").count() == 4


def test_a_form_that_is_sent_twice_counts_once(client, loaded, operator):
    data = {"questions": questions("In Abbey"), "answer": "move", "to": [place("E05000101").pk]}
    answer(client, **data)
    data["to"] = [place("E05000102").pk]
    response = answer(client, **data)
    assert said(response) == [
        "Not changed: 1 thing was decided before, or no longer names this place. It stays as it is."
    ]
    assert names(loaded.in_abbey) == ["Abbey East"]


def test_a_place_without_known_successor_asks_for_codes(client, loaded, operator):
    address = f"{LIST}places/E07000020/"
    assert "What followed is not known" in client.get(address).content.decode()
    data = {"questions": list(PlaceQuestion.objects.filter(label="Lost").values_list("pk", flat=True))}
    response = client.post(address, {**data, "answer": "move"})
    assert "Choose at least one place to move to" in str(errors(response)["others"])
    client.post(address, {**data, "answer": "move", "others": "E07000019, E07000018"})
    assert names(loaded.lost) == ["Stay 18", "Stay 19"]


def test_a_question_of_another_place_cannot_be_answered_here(client, loaded, operator):
    lost = PlaceQuestion.objects.get(label="Lost")
    response = answer(client, questions=[lost.pk], answer="leave")
    assert "questions" in errors(response)
    lost.refresh_from_db()
    assert lost.state == "open"


def test_a_form_from_elsewhere_is_refused(loaded, operator):
    from django.test import Client

    stranger = Client(enforce_csrf_checks=True)
    stranger.force_login(operator)
    data = {"questions": questions("In Abbey"), "answer": "leave"}
    assert stranger.post(ABBEY, data).status_code == 403
