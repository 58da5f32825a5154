"""What readers see of checks, and the editors' side."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.messages import get_messages
from django.urls import reverse

from outcomes.casestudies.models import CaseStudy
from outcomes.objectives.models import Objective, ObjectiveIndex
from partners.freshness.models import PageReview, SaidWrong, StillRight
from portal.demonstration.page_checks import make_checks
from tests.factories import UserFactory, make_page
from tests.partners.freshness.kit import link_sent, review_of

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 4, 9, tzinfo=UTC)
OVERDUE = (
    "This page was due to be checked by 3 March 2026, and nobody has confirmed yet that it is still right."
)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def read(client, address):
    return " ".join(client.get(address).content.decode().split())


def screen(page):
    return reverse("freshness:page", args=[page.pk])


def said(answer):
    return [str(message).strip() for message in get_messages(answer.wsgi_request)]


def entry(review, **facts):
    return {"review_on": f"{review.review_on}", "contact_name": review.contact_name,
            "contact_email": review.contact_email, "seen": f"{review.version}", **facts}  # fmt: skip


def test_a_page_says_that_it_is_overdue_from_the_day_after_and_by_the_clock_alone(client, ground, clock):
    review_of(ground.page, due_in=-1)
    assert OVERDUE in read(client, ground.page.url)
    clock.move_to(NOW - timedelta(days=1))
    text = read(client, ground.page.url)
    assert "was due to be checked" not in text
    assert "Not checked since it was published; next check by 3 March 2026" in text


def test_the_address_of_the_contact_is_never_public(client, ground):
    review_of(ground.page, due_in=-1, contact="canary@example.org")
    text = read(client, ground.page.url)
    assert "Asked when it is due: Housing options team" in text
    assert "canary@" not in text + read(client, "/objectives/") + read(client, "/search/")


def test_cards_carry_a_mark_at_no_query_for_each(client, ground, django_assert_max_num_queries):
    review_of(ground.page, due_in=-1)
    address = ObjectiveIndex.objects.get().url
    assert read(client, address).count("Due for a check") == 1
    with django_assert_max_num_queries(30) as few:
        client.get(address)
    for _ in range(8):
        review_of(make_page(Objective, lead=ground.council), due_in=-1)
    with django_assert_max_num_queries(30) as many:
        client.get(address)
    assert len(many) == len(few)
    assert read(client, address).count("Due for a check") == 9


def test_an_editor_presses_still_right(client, ground):
    client.force_login(ground.of_trust)
    review_of(ground.page, due_in=-1)
    text = read(client, screen(ground.page))
    assert "It was due to be checked by <strong>3 March 2026</strong>" in text
    confirm = reverse("freshness:confirm", args=[ground.page.pk])
    assert said(client.post(confirm, {"round": "1"})) == [
        "Thank you. “Warm spaces” is to be checked again by 4 March 2027."
    ]
    assert said(client.post(confirm, {"round": "1"}))[-1].startswith("This was confirmed on 4 March 2026")
    assert StillRight.objects.get().by == ground.of_trust
    assert "Trust: Pat" in read(client, screen(ground.page))


@pytest.mark.parametrize("words", ["", "x", "-1", "9" * 30, "2"])
def test_a_button_that_was_opened_for_another_check_changes_nothing(client, ground, words):
    client.force_login(ground.editor)
    review_of(ground.page)
    client.post(reverse("freshness:confirm", args=[ground.page.pk]), {"round": words})
    assert not StillRight.objects.exists()


@pytest.mark.parametrize(("days", "may"), [(0, False), (1, True), (1096, True), (1097, False), (-9, False)])
def test_a_date_lies_between_tomorrow_and_three_years(client, ground, days, may):
    client.force_login(ground.editor)
    review = review_of(ground.page, due_in=-2)
    chosen = (NOW + timedelta(days=days)).date()
    answer = client.post(screen(ground.page), entry(review, review_on=f"{chosen}"))
    assert answer.status_code == (302 if may else 200)
    assert (PageReview.objects.get().review_on == chosen) is may
    if not may:
        assert "Choose a date between 5 March 2026 and 4 March 2029." in answer.content.decode()


def test_a_contact_can_be_named_while_the_page_is_overdue(client, ground):
    client.force_login(ground.editor)
    review = review_of(ground.page, due_in=-2)
    client.post(screen(ground.page), entry(review, contact_name="Desk", contact_email="desk@example.org"))
    after = PageReview.objects.get()
    assert (after.contact_email, after.review_on, after.is_chosen) == (
        "desk@example.org",
        review.review_on,
        False,
    )


@pytest.mark.parametrize(
    ("facts", "problem"),
    [
        ({"review_on": "soon"}, "Enter a date"),
        ({"review_on": ""}, "Enter a date"),
        ({"contact_email": "desk"}, "Enter a mail address in the form"),
        ({"contact_email": "desk@example.org"}, "Say who reads this address"),
        ({"contact_name": "x" * 121}, "Write 120 characters or fewer"),
    ],
)
def test_a_mistake_is_said_beside_its_field(client, ground, facts, problem):
    client.force_login(ground.editor)
    review = review_of(ground.page)
    answer = client.post(screen(ground.page), entry(review, **facts))
    assert problem in answer.content.decode()
    assert PageReview.objects.get().version == 1


def test_who_saves_over_another_sees_both_and_can_keep_either(client, ground):
    client.force_login(ground.editor)
    review = review_of(ground.page, due_in=9)
    opened = entry(review, contact_name="Mine")
    client.post(screen(ground.page), entry(review, contact_name="Theirs"))
    answer = client.post(screen(ground.page), opened)
    text = " ".join(answer.content.decode().split())
    assert "Somebody else saved this while you were writing" in text
    assert "<td>Theirs</td> <td>Mine</td>" in text
    assert PageReview.objects.get().contact_name == "Theirs"
    client.post(screen(ground.page), {**opened, "seen": "2"})
    assert PageReview.objects.get().contact_name == "Mine"


def test_looking_at_the_screen_of_a_draft_writes_nothing(client, ground):
    client.force_login(ground.editor)
    draft = make_page(CaseStudy, lead=ground.council, live=False)
    assert "This page is not published" in read(client, screen(draft))
    assert not PageReview.objects.exists()
    client.post(screen(draft), {"review_on": "2026-05-05", "contact_name": "Desk", "seen": "1"})
    assert PageReview.objects.get(page=draft.pk).contact_name == "Desk"


def test_what_a_contact_said_is_shown_to_editors(client, ground):
    review_of(ground.page, due_in=-1, contact="desk@example.org")
    link_sent(ground.page)
    link = PageReview.objects.get().requests.get()
    SaidWrong.objects.create(page=ground.page, link=link, round=1, said_by="Desk", words="<i>Closed</i>")
    client.force_login(ground.editor)
    assert "Desk, 4 March 2026: &lt;i&gt;Closed&lt;/i&gt;" in read(client, screen(ground.page))


@pytest.mark.parametrize("who", ["stranger", "member"])
def test_others_get_the_same_refusal_as_for_a_page_that_is_not_there(client, ground, who):
    client.force_login(getattr(ground, who))
    review_of(ground.page)
    for name in ("page", "confirm"):
        theirs, none = (
            client.post(reverse(f"freshness:{name}", args=[key]), {"round": "1"}, HTTP_X_REQUESTED_WITH="x")
            for key in (ground.page.pk, 999_999)
        )
        assert theirs.status_code == none.status_code
        assert theirs.status_code in (302, 403)
        assert theirs.headers.get("Location") == none.headers.get("Location") in (None, "/admin/")
    assert "Warm spaces" not in read(client, "/admin/")
    assert not StillRight.objects.exists()


def test_pages_without_checks_have_no_screen(client, ground):
    client.force_login(UserFactory(is_superuser=True))
    answer = client.get(screen(ObjectiveIndex.objects.get()))
    assert (answer.status_code, answer.headers["Location"]) == (302, "/admin/")


def test_the_first_page_and_the_list_show_what_is_due(client, ground, django_assert_max_num_queries):
    client.force_login(ground.editor)
    assert "Due for a check" not in read(client, "/admin/")
    review_of(ground.page, due_in=-1)
    assert "Warm spaces" in read(client, "/admin/")
    assert "overdue" in read(client, reverse("freshness:index"))
    with django_assert_max_num_queries(40) as few:
        client.get(reverse("freshness:index"))
    for _ in range(6):
        review_of(make_page(Objective, lead=ground.council), due_in=3)
    with django_assert_max_num_queries(40) as many:
        client.get(reverse("freshness:index"))
    assert len(many) == len(few)
    assert "All 7 pages that are due for a check" in read(client, "/admin/")


def test_the_editor_of_a_page_leads_to_its_check(client, ground):
    client.force_login(ground.editor)
    review_of(ground.page, due_in=-1, contact="desk@example.org")
    text = read(client, f"/admin/pages/{ground.page.pk}/edit/")
    assert "It was due to be checked by 3 March 2026" in text
    assert screen(ground.page) in text


def test_the_demonstration_has_pages_that_are_due(ground):
    page = make_page(CaseStudy, slug="repair-evenings-in-urmston-library", lead=ground.council)
    make_checks()
    review = PageReview.objects.get(page=page.pk)
    assert review.is_overdue
    assert review.contact_email.endswith(".example")
