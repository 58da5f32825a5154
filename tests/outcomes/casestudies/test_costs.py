"""What a case study cost: one rule for bands, which the database keeps, too."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from outcomes.casestudies.costs import LEAST, MOST, CostBand, band_is, band_is_unknown, band_of
from outcomes.casestudies.models import CaseStudy
from tests.factories import make_page

EDGES = [
    (0, CostBand.NONE),
    (1, CostBand.UNDER_5_000),
    (4_999, CostBand.UNDER_5_000),
    (5_000, CostBand.FROM_5_000),
    (24_999, CostBand.FROM_5_000),
    (25_000, CostBand.FROM_25_000),
    (100_000, CostBand.FROM_100_000),
    (500_000, CostBand.FROM_500_000),
    (999_999, CostBand.FROM_500_000),
    (1_000_000, CostBand.FROM_1_MILLION),
    (MOST, CostBand.FROM_1_MILLION),
]


@pytest.mark.parametrize(("amount", "band"), EDGES)
def test_a_band_begins_with_its_first_amount(amount, band):
    assert band_of(amount) is band


@given(amount=st.integers(0, MOST))
def test_every_amount_has_one_band_and_more_pounds_no_lower_one(amount):
    order = list(CostBand)
    assert LEAST[band_of(amount)] <= amount
    assert order.index(band_of(amount)) <= order.index(band_of(amount + 1))


@pytest.mark.parametrize(
    ("facts", "shown"),
    [
        ({}, ""),
        ({"cost_amount": 2900, "cost_year": 2025}, "£2,900 (2025)"),
        ({"cost_amount": 0, "cost_year": 2025}, "No extra cost (2025)"),
        ({"cost_band": "from_5000"}, "£5,000 to under £25,000"),
        ({"cost_band": "from_5000", "cost_year": 2024}, "£5,000 to under £25,000 (2024)"),
        ({"cost_year": 2024}, ""),
    ],
)
@pytest.mark.django_db
def test_readers_read_the_amount_or_else_its_band(facts, shown):
    assert CaseStudy(**facts).cost_in_figures == shown


@pytest.mark.parametrize(
    ("facts", "problems"),
    [
        ({"cost_amount": 2900, "cost_year": 2025}, {}),
        ({"cost_amount": 2900, "cost_year": 2025, "cost_band": "under_5000"}, {}),
        ({"cost_band": "from_5000"}, {}),
        (
            {"cost_amount": 2900, "cost_year": 2025, "cost_band": "from_5000"},
            {
                "cost_band": [
                    "This amount belongs to 'Under £5,000'. Choose that, or leave the band empty: "
                    "it follows from the amount."
                ]
            },
        ),
        ({"cost_amount": 2900}, {"cost_year": ["Write the year too: a pound buys less each year."]}),
    ],
)
@pytest.mark.django_db
def test_what_contradicts_itself_is_refused_beside_the_field(site, facts, problems):
    page = make_page(CaseStudy)
    for name, value in facts.items():
        setattr(page, name, value)
    try:
        page.full_clean()
        found = {}
    except ValidationError as refused:
        found = refused.message_dict
    assert found == problems


@pytest.mark.parametrize(
    "facts",
    [
        {"cost_amount": 2900, "cost_year": 2025, "cost_band": "from_5000"},
        {"cost_amount": 1_000_000, "cost_year": 2025, "cost_band": "from_500000"},
        {"cost_amount": 2900},
    ],
)
@pytest.mark.django_db
@pytest.mark.both
def test_the_database_refuses_it_too(site, facts):
    page = make_page(CaseStudy)
    with pytest.raises(IntegrityError), transaction.atomic():
        CaseStudy.objects.filter(pk=page.pk).update(**facts)


@pytest.mark.django_db
@pytest.mark.both
def test_the_database_knows_the_bands(site):
    for amount, _ in EDGES:
        make_page(CaseStudy, cost_amount=amount, cost_year=2025)
    for band in CostBand:
        make_page(CaseStudy, cost_band=band)
    unknown = make_page(CaseStudy)
    for band in CostBand:
        found = {page.pk for page in CaseStudy.objects.filter(band_is(band))}
        assert found == {page.pk for page in CaseStudy.objects.all() if page.band == band}
        assert len(found) >= 2
    assert [page.pk for page in CaseStudy.objects.filter(band_is_unknown())] == [unknown.pk]
