"""The public page of a case study: eight answers in order, and what is not recorded in one line."""

import re

import pytest

from outcomes.casestudies.models import CaseStudy, MeasuredEffect, ObjectiveLink, PlanLink, Provider
from outcomes.objectives.models import Objective
from outcomes.plans.models import JointPlan
from tests.factories import PartnerFactory, PlaceFactory, make_page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]
FULL = {
    "for_whom": "Forty people who live alone.",
    "cost": "From the ward fund.",
    "cost_amount": 2900,
    "cost_year": 2025,
    "effect": "worse",
    "evidence_strength": "compared",
    "what_changed": "Fewer came each week.",
    "what_did_not_work": "The leaflets.",
    "contact": "Libraries team",
    "year": 2025,
    "buying_route": "grant",
    "price_weight": 40,
    "quality_weight": 40,
    "social_value_weight": 20,
    "contract_value": 120_000,
    "considered_before": "yes",
    "consulted": "The tenants' panel, twice.",
}
QUESTIONS = [
    "Where",
    "For whom",
    "Who did it",
    "What it cost",
    "What changed",
    "What did not work",
    "Whom to ask",
]


def words(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


@pytest.fixture
def full(council):
    base = PlaceFactory(name="Salford")
    page = make_page(CaseStudy, lead=council, places=[PlaceFactory(name="Sale")], base_place=base, **FULL)
    Provider.objects.create(page=page, name="Small Choir", sector="vcse", tier=2)
    Provider.objects.create(page=page, name="Big Choir", sector="business", tier=1)
    MeasuredEffect.objects.create(
        page=page, measure="Came each week", before="41 of 120", after="30 of 120", how_measured="Round sheet"
    )
    MeasuredEffect.objects.create(
        page=page, measure="Calls", after="3.2 days", source="Report", source_url="https://example.org/report"
    )
    return page


def test_a_full_one_answers_the_questions_in_order(client, full):
    answer = client.get(full.url)
    heads = re.findall(r"<h2[^>]*>([^<]+)</h2>", answer.content.decode())
    assert [head for head in heads if head in QUESTIONS] == QUESTIONS
    said = words(answer)
    for fact in (
        *("Sale", "Run from", "Salford", "Got worse", "£2,900 (2025)", "Compared", "Libraries team"),
        *("41 of 120", "30 of 120", "Round sheet", "Not measured", "3.2 days"),
        *(
            "Grant",
            "Price 40%",
            "Quality 40%",
            "Social value 20%",
            "£120,000",
            "The tenants&#x27; panel, twice.",
        ),
    ):
        assert fact in said, fact
    assert 'href="https://example.org/report"' in answer.content.decode()
    assert "Not recorded:" not in said


def test_providers_stand_by_tier_the_main_one_first(client, full):
    said = words(client.get(full.url))
    order = ["Main provider", "Big Choir", "Works for the main provider", "Small Choir"]
    assert sorted(order, key=said.index) == order


def test_how_it_was_bought_can_be_folded_without_script(client, full):
    html = client.get(full.url).content.decode()
    assert re.search(r"<details[^>]*>\s*<summary>How it was bought</summary>", html)


def test_an_empty_one_says_so_in_one_line(client, council):
    answer = client.get(make_page(CaseStudy, lead=council).url)
    said = words(answer)
    assert (
        "Not recorded: for whom it was, who provided it, what it cost, what changed, what was measured, "
        "what did not work, whom to ask, the year, how it was bought." in said
    )
    assert said.count("Not recorded:") == 1
    marks = answer.content.decode().partition('<dl class="cw-marks">')[2].partition("</dl>")[0]
    assert marks.count("Not recorded") == 3
    heads = re.findall(r"<h2[^>]*>([^<]+)</h2>", answer.content.decode())
    assert set(heads) & set(QUESTIONS) <= {"Where", "Who did it"}
    assert "<details" not in answer.content.decode().partition("<article>")[2]


def test_half_a_purchase_says_what_is_missing_where_it_stands(client, council):
    page = make_page(CaseStudy, lead=council, buying_route="direct_award", price_weight=0)
    said = words(client.get(page.url))
    assert "Direct award" in said
    assert "Price 0%" in said
    assert (
        "Not recorded: value of the contract, well-being of the area considered before buying began, "
        "who was asked before." in said
    )


def test_objectives_and_plans_are_named_while_anybody_may_read_them(client, full):
    aim, plan = make_page(Objective, title="Company for all"), make_page(JointPlan, title="A plan together")
    draft = make_page(Objective, title="Secretdraft", live=False)
    for objective in (aim, draft):
        ObjectiveLink.objects.create(page=full, objective=objective)
    PlanLink.objects.create(page=full, plan=plan)
    html = client.get(full.url).content.decode()
    assert f'href="{aim.url}"' in html
    assert f'href="{plan.url}"' in html
    assert "Secretdraft" not in html


def test_no_more_queries_however_much_there_is(client, full, django_assert_max_num_queries):
    for number in range(8):
        Provider.objects.create(page=full, name=f"Choir {number}", sector="vcse", tier=1 + number % 3)
        MeasuredEffect.objects.create(page=full, measure=f"Measure {number}", after="1")
        ObjectiveLink.objects.create(page=full, objective=make_page(Objective, lead=PartnerFactory()))
        PlanLink.objects.create(page=full, plan=make_page(JointPlan, lead=PartnerFactory()))
    client.get(full.url)
    with django_assert_max_num_queries(24):
        client.get(full.url)
