"""How it was bought, and what was measured: the rules that editor and database keep."""

from itertools import combinations

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from outcomes.casestudies.commissioning import WEIGHTS, weight_problems
from outcomes.casestudies.models import CaseStudy, MeasuredEffect, ObjectiveLink, Provider
from outcomes.casestudies.rows import NO_AFTER
from outcomes.objectives.models import Objective
from partners.signing.checks import blocking_problems
from partners.signing.words import words_now
from tests.factories import PlaceFactory, make_page

PRICE, QUALITY, SOCIAL = WEIGHTS
PER_CENT = st.none() | st.integers(0, 100)


def weights(price=None, quality=None, social=None):
    return {PRICE: price, QUALITY: quality, SOCIAL: social}


@given(PER_CENT, PER_CENT, PER_CENT)
def test_weights_are_right_when_two_leave_room_and_three_are_a_whole(price, quality, social):
    given_ones = [each for each in (price, quality, social) if each is not None]
    right = sum(given_ones) == 100 if len(given_ones) == 3 else sum(given_ones) <= 100
    assert (weight_problems(weights(price, quality, social)) == {}) == right


@pytest.mark.parametrize(
    ("facts", "problems"),
    [
        (weights(40, 40, 20), {}),
        (weights(price=100), {}),
        (weights(60, 40), {}),
        (weights(40, 40, 19), {SOCIAL: ["The three weights are 100 per cent together. These are 99."]}),
        (
            weights(60, 50),
            {QUALITY: ["Price, quality and social value share 100 per cent: together these are 110."]},
        ),
        (weights(price=101), {PRICE: ["Ensure this value is less than or equal to 100."]}),
        ({"buying_route": "barter"}, {"buying_route": ["Value 'barter' is not a valid choice."]}),
        ({"considered_before": "not_applicable", "contract_value": 99_999_999_999}, {}),
    ],
)
@pytest.mark.django_db
def test_what_cannot_be_is_refused_beside_the_field(site, facts, problems):
    page = make_page(CaseStudy)
    for name, value in facts.items():
        setattr(page, name, value)
    try:
        page.full_clean()
        found = {}
    except ValidationError as refused:
        found = {name: messages[:1] for name, messages in refused.message_dict.items()}
    assert found == problems


WRONG = [
    weights(price=101),
    weights(quality=101),
    weights(social=101),
    weights(40, 40, 19),
    weights(0, 0, 0),
    *({first: 51, second: 50} for first, second in combinations(WEIGHTS, 2)),
]


@pytest.mark.parametrize("facts", WRONG)
@pytest.mark.django_db
@pytest.mark.both
def test_the_database_refuses_weights_that_cannot_be(site, facts):
    page = make_page(CaseStudy)
    with pytest.raises(IntegrityError), transaction.atomic():
        CaseStudy.objects.filter(pk=page.pk).update(**facts)


@pytest.mark.parametrize(
    "facts", [weights(), weights(0, 0), weights(0, 0, 100), weights(33, 33, 34), weights(50, None, 50)]
)
@pytest.mark.django_db
@pytest.mark.both
def test_the_database_takes_weights_that_can_be(site, facts):
    page = make_page(CaseStudy)
    assert CaseStudy.objects.filter(pk=page.pk).update(**facts) == 1


@pytest.mark.django_db
@pytest.mark.both
def test_the_database_knows_three_tiers_and_each_link_once(site):
    page, aim = make_page(CaseStudy), make_page(Objective)
    with pytest.raises(IntegrityError), transaction.atomic():
        Provider.objects.create(page=page, name="Choir", sector="vcse", tier=4)
    ObjectiveLink.objects.create(page=page, objective=aim)
    with pytest.raises(IntegrityError), transaction.atomic():
        ObjectiveLink.objects.create(page=page, objective=aim)


def problems_of(page):
    return [(problem.field, problem.says) for problem in blocking_problems(page.pk)]


@pytest.mark.parametrize("answer", ["", " \n "])
@pytest.mark.django_db
def test_what_did_not_work_is_answered_before_it_is_signed(site, council, answer):
    page = make_page(CaseStudy, lead=council, places=[PlaceFactory()], what_did_not_work=answer)
    page.save_revision()
    assert "what_did_not_work" in dict(problems_of(page))
    page.what_did_not_work = "Nothing that we know of."
    page.save_revision()
    assert "what_did_not_work" not in dict(problems_of(page))


@pytest.mark.django_db
def test_a_failed_one_lacks_no_more_than_one_that_worked(site, council):
    lacking = set()
    for effect in ("worse", "no_change", "much_better", ""):
        page = make_page(CaseStudy, lead=council, effect=effect, what_did_not_work="All of it.")
        page.save_revision()
        lacking.add(tuple(field for field, _ in problems_of(page)))
    assert len(lacking) == 1


@pytest.mark.django_db
def test_a_measured_effect_says_what_it_was_afterwards(site, council):
    page = make_page(CaseStudy, lead=council, what_did_not_work="Nothing that we know of.")
    page.effects = [MeasuredEffect(measure="Came each week")]
    page.save_revision()
    assert ("effects", NO_AFTER) in problems_of(page)


NEW = [
    {"effect": "no_change"},
    {"buying_route": "grant"},
    {"contract_value": 0},
    weights(price=100),
    {"considered_before": "no"},
    {"consulted": "Tenants"},
]


@pytest.mark.parametrize("facts", NEW)
@pytest.mark.django_db
def test_what_is_new_is_signed(site, council, facts):
    page = make_page(CaseStudy, lead=council)
    page.save_revision()
    before = words_now(page.pk).digest
    for name, value in facts.items():
        setattr(page, name, value)
    page.save_revision()
    assert words_now(page.pk).digest != before


@pytest.mark.django_db
def test_a_row_signed_before_there_were_tiers_still_says_the_same(site, council):
    page = make_page(CaseStudy, lead=council)
    page.providers = [Provider(name="Choir", sector="vcse")]
    revision = page.save_revision()
    now = words_now(page.pk).digest
    del revision.content["providers"][0]["tier"]
    revision.save()
    assert words_now(page.pk).digest == now
    page.providers = [Provider(name="Choir", sector="vcse", tier=2)]
    page.save_revision()
    assert words_now(page.pk).digest != now
