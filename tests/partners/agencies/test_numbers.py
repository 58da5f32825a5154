"""Official numbers are read as people write them and kept as org-id.guide does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partners.agencies.models import Partner, PartnerIdentifier
from partners.agencies.numbers import REGISTERS, OfficialNumber, charity_number, company_number
from partners.agencies.slugs import free_slug
from tests.factories import PartnerFactory


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("1012345", "GB-CHC-1012345"),
        ("101 2345", "GB-CHC-1012345"),
        ("202918", "GB-CHC-202918"),
        ("SC012345", "GB-SC-SC012345"),
        ("sc 012345", "GB-SC-SC012345"),
        ("NIC101234", "GB-NIC-101234"),
        ("NI 101234", "GB-NIC-101234"),
    ],
)
def test_a_charity_number_says_in_which_register_it_stands(typed, kept):
    assert str(charity_number(typed)) == kept


@pytest.mark.parametrize("typed", ["12345", "12345678", "SC12345", "none", "XX123456", "١٠١٢٣٤٥", "1012345x"])
def test_what_no_register_has_is_no_charity_number(typed):
    with pytest.raises(ValueError, match="Enter a charity number"):
        charity_number(typed)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("01234567", "GB-COH-01234567"),
        ("1234567", "GB-COH-01234567"),
        ("rs012345", "GB-COH-RS012345"),
        ("IP 01234-5", "GB-COH-IP012345"),
    ],
)
def test_a_company_number_is_filled_up_with_noughts(typed, kept):
    assert str(company_number(typed)) == kept


@pytest.mark.parametrize("typed", ["12345", "123456789", "R1234567", "RSX12345", "", "²²²²²²²²"])
def test_what_companies_house_does_not_issue_is_no_company_number(typed):
    with pytest.raises(ValueError, match="Enter a company number"):
        company_number(typed)


@given(st.text(max_size=20))
def test_whatever_is_typed_is_a_number_in_canonical_form_or_refused(typed):
    for read in (charity_number, company_number):
        try:
            number = read(typed)
        except ValueError:
            continue
        assert number.scheme in REGISTERS
        assert number.value.isascii()
        assert number.value.isalnum()
        assert read(number.value if number.scheme != "GB-NIC" else f"NIC{number.value}") == number


@pytest.mark.parametrize("scheme", REGISTERS)
def test_every_register_has_words_and_no_address_is_left_open(scheme):
    number = OfficialNumber(scheme, "X1")
    assert number.label
    assert number.url == "" or (number.url.startswith("https://") and "X1" in number.url)


def test_a_register_that_we_do_not_know_is_shown_as_it_is():
    number = OfficialNumber("GB-UKPRN", "10000001")
    assert (number.label, number.url) == ("GB-UKPRN", "")


@pytest.mark.django_db
@pytest.mark.parametrize("written", ["Moorside Neighbours", "MOORSIDE  neighbours", "Moorside-Neighbours."])
def test_a_partner_is_known_by_its_name_however_it_is_written(written):
    partner = PartnerFactory(name="Moorside Neighbours")
    PartnerFactory(name="Moorside Neighbours Club")
    assert list(Partner.objects.called(written)) == [partner]


@pytest.mark.django_db
def test_a_partner_is_known_by_its_number():
    partner = PartnerFactory()
    PartnerIdentifier.objects.create(partner=partner, scheme="GB-CHC", value="1012345")
    PartnerIdentifier.objects.create(partner=PartnerFactory(), scheme="GB-NIC", value="101234")
    assert list(Partner.objects.with_number(charity_number("101 2345"))) == [partner]
    assert not Partner.objects.with_number(charity_number("101234")).exists()


@pytest.mark.django_db
def test_no_partner_gets_the_address_of_another_or_of_a_page_of_ours():
    PartnerFactory(slug="hub")
    PartnerFactory(slug="hub-2")
    assert free_slug("hub") == "hub-3"
    assert free_slug("register") == "register-2"
    assert free_slug("") == "partner"
    assert len(free_slug("x" * 500)) <= 120
