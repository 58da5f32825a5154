"""Case studies side by side at /search/compare/, and what leads there."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from outcomes.casestudies.models import CaseStudy
from outcomes.objectives.models import Objective
from search.rebuild import rebuild
from tests.factories import PartnerFactory, PlaceFactory, make_page, theme

pytestmark = [pytest.mark.django_db, pytest.mark.both, pytest.mark.usefixtures("site")]
QUESTIONS = [
    "What was done",
    "Where",
    "For whom",
    "Who did it",
    "What it cost",
    "What changed",
    "Effect",
    "Strength of evidence",
    "What did not work",
    "Whom to ask",
]


@pytest.fixture
def studies():
    """Six case studies, of which one failed and one says next to nothing."""
    lead = PartnerFactory(name="Moorside Neighbours")
    warm = make_page(
        CaseStudy,
        title="Warm spaces",
        lead=lead,
        for_whom="People over 75",
        cost_amount=2_900,
        cost_year=2025,
        what_changed="They meet.",
        what_did_not_work="The evenings.",
        effect="better",
        evidence_strength="compared",
        contact="The team",
    )
    failed = make_page(CaseStudy, title="Night buses", lead=lead, effect="worse", what_changed="Fewer rode.")
    return [warm, failed, *(make_page(CaseStudy, title=f"Choir {number}", lead=lead) for number in range(4))]


def address(*pages, search=""):
    """The address of a comparison."""
    return f"/search/compare/?{search}" + "&".join(f"study=page-{page.pk}" for page in pages)


def titles(response):
    """The heads of the columns."""
    return [study["title"] for study in response.context["studies"]]


def row(response, question):
    """The lines of each cell in the row of a question."""
    (found,) = [each for each in response.context["rows"] if each["question"] == question]
    return [cell["lines"] for cell in found["cells"]]


def test_each_question_has_a_row_and_each_case_study_a_column_in_the_order_chosen(client, studies):
    response = client.get(address(studies[1], studies[0]))
    assert titles(response) == ["Night buses", "Warm spaces"]
    assert [each["question"] for each in response.context["rows"]] == QUESTIONS
    assert row(response, "Effect") == [("Got worse",), ("Better",)]
    assert row(response, "What it cost") == [(), ("£2,900 (2025)",)]
    assert row(response, "What did not work") == [(), ("The evenings.",)]
    assert response.context["problems"] == []


def test_it_is_a_table_that_can_be_read_by_its_heads_and_says_what_is_missing(client, studies):
    page = client.get(address(*studies[:2])).content.decode()
    assert len(re.findall(r'<th [^>]*scope="col"', page)) == 2
    assert len(re.findall(r'<th [^>]*scope="row"', page)) == len(QUESTIONS)
    assert page.count('<p class="cw-muted">Not recorded</p>') >= 4
    assert '<meta name="robots" content="noindex">' in page


def test_every_mark_leads_to_what_it_means(client, studies):
    page = client.get(address(*studies[:2])).content.decode()
    assert set(re.findall(r"/case-studies/marks/#(\w+)", page)) == {"cost", "effect", "evidence"}


def test_each_can_be_taken_away_and_another_added(client, studies):
    response = client.get(address(*studies[:3], search="q=warm&kind=case_study&page=2&"))
    without_first = response.context["studies"][0]["remove_url"]
    assert titles(client.get(without_first)) == ["Night buses", "Choir 0"]
    keys = "&".join(f"study=page-{page.pk}" for page in studies[:3])
    assert response.context["search_url"] == f"/search/?q=warm&kind=case_study&page=2&{keys}"
    assert "Add another" in response.content.decode()


def test_without_a_search_behind_it_another_is_added_from_all_case_studies(client, studies):
    response = client.get(address(studies[0]))
    assert response.context["search_url"].startswith("/search/?kind=case_study&study=")
    assert response.context["problems"] == [
        "One is not much of a comparison. Go back to the search and tick another."
    ]


def test_of_more_than_four_the_first_four_are_shown_and_that_is_said(client, studies):
    response = client.get(address(*studies))
    assert titles(response) == ["Warm spaces", "Night buses", "Choir 0", "Choir 1"]
    assert response.context["problems"] == [
        "You chose 6 case studies. 4 fit side by side, so here are the first 4."
    ]
    assert "Add another" not in response.content.decode()
    # With one taken away the next takes its place.
    assert "Choir 2" in titles(client.get(response.context["studies"][0]["remove_url"]))


def test_nothing_is_said_about_what_nobody_may_read(client, studies):
    draft = make_page(CaseStudy, title="Canary draft", live=False)
    secret = make_page(CaseStudy, title="Canary secret")
    PageViewRestriction.objects.create(page=secret, restriction_type="login")
    withdrawn, never = studies[5], "study=page-999999"
    CaseStudy.objects.filter(pk=withdrawn.pk).update(live=False)
    answers = {
        client.get(f"{address(*studies[:2])}&{named}").content
        for named in (*(f"study=page-{page.pk}" for page in (draft, secret, withdrawn)), never)
    }
    shown = {re.sub(rb"nonce-\S+|page-\d+", b"", each) for each in answers}
    assert len(shown) == 1, "What was withdrawn looks like what never was."
    (page,) = shown
    assert b"One that was chosen cannot be read here any more" in page
    assert b"Canary" not in page
    assert b"Choir 3" not in page


def test_what_is_no_case_study_is_not_compared(client, studies):
    objective = make_page(Objective, title="Warm homes")
    response = client.get(address(studies[0], objective))
    assert titles(response) == ["Warm spaces"]


@pytest.mark.parametrize("nonsense", ["study=", "study=12", "study=page-0", "study=page-1e3", "study=' OR 1"])
def test_what_is_no_key_is_left_out(client, nonsense):
    response = client.get(f"/search/compare/?{nonsense}", follow=True)
    assert response.status_code == 200
    assert response.context["studies"] == []
    assert "Nothing is chosen yet" in response.content.decode()


def test_an_address_with_hundreds_of_keys_is_a_normal_page(client, studies):
    keys = "&".join(f"study=page-{number}" for number in range(1, 900))
    with CaptureQueriesContext(connection) as captured:
        assert client.get(f"/search/compare/?{keys}").status_code == 200
    assert len(captured) <= 18


def test_two_or_four_take_as_many_queries(client, studies):
    def queries(number):
        with CaptureQueriesContext(connection) as captured:
            client.get(address(*studies[:number]))
        return len(captured)

    queries(4)
    assert queries(2) == queries(4) <= 18


def test_what_the_form_sends_becomes_an_address_to_pass_on(client, studies):
    sent = f"q=&sort=relevance&kind=case_study&study=page-{studies[0].pk}&study=page-{studies[0].pk}"
    response = client.get(f"/search/compare/?{sent}")
    assert (response.status_code, response["Location"]) == (
        303,
        f"/search/compare/?kind=case_study&study=page-{studies[0].pk}",
    )


def test_a_postcode_does_not_get_into_the_address(client, studies):
    response = client.post("/search/compare/", {"q": "M33 2AA", "study": f"page-{studies[0].pk}"})
    assert response.status_code == 303
    assert "M33" not in response["Location"]
    assert response["Cache-Control"] == "no-store"


class TestTicks:
    """Ticks on the page of results."""

    @pytest.fixture
    def results(self, search_index, studies, client):
        place = PlaceFactory(code="E12000002", kind="region", name="North West")
        for number in range(8):
            make_page(CaseStudy, title=f"Warm room {number}", places=[place], themes=[theme("food")])
        make_page(Objective, title="Warm homes")
        rebuild()
        return lambda query: client.get(f"/search/?{query}")

    def test_case_studies_have_a_box_and_other_things_none(self, results):
        response = results("q=warm")
        page, cards = response.content.decode(), response.context["results"]["cards"]
        boxes = re.findall(r'<input class="govuk-checkboxes__input" id="study-page-\d+"', page)
        assert len(boxes) == sum(card.kind == "case_study" for card in cards) > 0
        assert "Compare what is ticked" in page
        assert "Compare what is ticked" not in results("kind=objective").content.decode()

    def test_what_is_ticked_stays_ticked_on_every_page_that_is_linked(self, results, studies):
        key = f"page-{studies[0].pk}"
        response = results(f"kind=case_study&theme=food&theme=homes&study={key}")
        context = response.context
        links = [each["remove_url"] for each in context["chosen"]] + [context["clear_url"]]
        links += [results(f"kind=case_study&study={key}").context["pagination"]["next_url"]]
        assert all(link.endswith(f"study={key}") for link in links), links
        assert context["problems"] == []
        assert [each["title"] for each in context["compare"]["studies"]] == ["Warm spaces"]
        # It has no box among these, and goes with the form all the same.
        assert f'<input type="hidden" name="study" value="{key}">' in response.content.decode()

    def test_what_is_ticked_and_shown_is_sent_once(self, results, studies):
        key = f"page-{studies[0].pk}"
        page = results(f"q=%22warm+spaces%22&study={key}").content.decode()
        assert re.search(rf'name="study" type="checkbox" value="{key}" checked', page)
        assert f'type="hidden" name="study" value="{key}"' not in page

    def test_ticks_are_no_part_of_what_is_taken_away_or_made_short(self, results, studies):
        context = results(f"kind=case_study&study=page-{studies[0].pk}").context
        addresses = [each["url"] for each in context["take_away"]["files"]]
        assert not [each for each in [*addresses, context["query"]] if "study=" in each]

    def test_every_card_of_a_case_study_has_three_marks_that_say_what_is_not_recorded(self, results, studies):
        (card,) = results("q=%22warm+spaces%22").context["results"]["cards"]
        assert [(mark.anchor, mark.value) for mark in card.marks] == [
            ("cost", "£2,900 (2025)"),
            ("effect", "Better"),
            ("evidence", "Compared"),
        ]
        page = results("q=%22choir+1%22").content.decode()
        assert re.findall(r'<a href="/case-studies/marks/#(\w+)">', page) == ["cost", "effect", "evidence"]
        assert len(re.findall(r"<dd>\s*Not recorded\s*</dd>", page)) == 3
        assert "/case-studies/marks/" not in results("kind=objective").content.decode()
