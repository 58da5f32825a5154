"""The eight questions: the same for every case study, in the same order, whatever is recorded."""

from datetime import UTC, datetime

import pytest
from django.db.models import prefetch_related_objects

from outcomes.casestudies.answers import (
    ANSWER_RELATIONS,
    NOT_RECORDED,
    answers_of,
    bought_by,
    marks_of,
    published_on,
    source_of,
)
from outcomes.casestudies.models import CaseStudy
from outcomes.casestudies.rows import MeasuredEffect, Provider
from tests.factories import PartnerFactory, make_page, theme

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]
KEYS = ["what", "where", "for_whom", "who", "cost", "what_changed", "what_did_not_work", "contact"]


@pytest.fixture
def full(council, ward, district):
    study = make_page(
        CaseStudy,
        lead=council,
        contributors=[PartnerFactory(name="Moorside Carers")],
        places=[ward],
        base_place=district,
        themes=[theme("food")],
        published=datetime(2026, 3, 4, 9, tzinfo=UTC),
        summary="Lunch on Tuesdays.",
        for_whom="48 people over 75",
        cost="From the ward fund.",
        cost_amount=2900,
        cost_year=2025,
        what_changed="They eat together.",
        what_did_not_work="Nobody came by bus.",
        evidence_strength="followed_up",
        effect="better",
        buying_route="grant",
        contract_value=12000,
        price_weight=40,
        social_value_weight=60,
        considered_before="yes",
        consulted="The lunch club.",
        contact="Neighbourhood team",
        source_title="Ward report",
        source_publisher="Mersey Bank Council",
        source_year=2025,
        source_url="https://example.org/report",
    )
    Provider.objects.create(page=study, name="Moorside Choir", sector="vcse", sort_order=1)
    Provider.objects.create(page=study, name="Vans", sector="business", tier=2, sort_order=2)
    falls = {"measure": "Falls", "before": "41 of 120", "after": "12 of 118"}
    MeasuredEffect.objects.create(
        page=study, **falls, how_measured="Counted.", source="Ward audit", sort_order=1
    )
    MeasuredEffect.objects.create(page=study, measure="Meals", after="90", sort_order=2)
    return study


def texts(answers):
    return {answer.key: answer.text for answer in answers}


def test_a_full_case_study_answers_all(full):
    prefetch_related_objects([full], *ANSWER_RELATIONS)
    said = texts(answers_of(full))
    assert list(said) == KEYS
    assert said["what"] == "Lunch on Tuesdays.\nAbout: Good food"
    assert said["where"].splitlines() == ["For: Sale Central, Trafford", "Run from: Trafford"]
    assert said["what_changed"].splitlines() == [
        "They eat together.",
        "Falls: 41 of 120 before, 12 of 118 after. Counted. Source: Ward audit",
        "Meals: 90 after",
    ]
    assert said["who"].splitlines() == [
        "Lead partner: Mersey Bank Council",
        "With: Moorside Carers",
        "Provided by: Moorside Choir (Voluntary and community); Vans (Business, works for the main provider)",
    ]
    assert said["cost"] == "£2,900 (2025)\nFrom the ward fund."
    assert said["what_did_not_work"] == "Nobody came by bus."
    assert texts(marks_of(full)) == {"cost": "£2,900 (2025)", "effect": "Better", "evidence": "Followed up"}
    assert [answer.text for answer in bought_by(full)] == [
        "Grant",
        "£12,000",
        "Price 40%\nSocial value 60%",
        "Yes",
        "The lunch club.",
    ]
    assert source_of(full) == ("Ward report, Mersey Bank Council, 2025", "https://example.org/report")
    assert published_on(full) == "4 March 2026"


def test_an_empty_one_says_what_is_missing(council):
    study = make_page(CaseStudy, lead=council)
    said = texts(answers_of(study))
    assert list(said) == KEYS
    assert {key for key, text in said.items() if text == NOT_RECORDED} == set(KEYS) - {"what", "who"}
    assert set(texts(marks_of(study)).values()) == {NOT_RECORDED}
    assert source_of(study) == ("", "")
    assert bought_by(study) == []


def test_many_take_as_many_queries_as_one(council, ward, full, django_assert_max_num_queries):
    for _ in range(5):
        make_page(CaseStudy, lead=council, places=[ward])
    with django_assert_max_num_queries(11):
        studies = CaseStudy.objects.live().prefetch_related(*ANSWER_RELATIONS)
        assert len([answers_of(study) for study in studies]) == 6
