"""Loading the directory of public bodies."""

import pytest
from django.core.management import CommandError, call_command

from partners.agencies.models import Partner
from tests.factories import PlaceFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both]
HEADER = "kind,name,identifiers,website,serves\n"
TRAFFORD = "council,Trafford Council,GB-LAE:TRF,https://www.trafford.gov.uk,E08000009\n"


@pytest.fixture
def load(tmp_path):
    def run(text):
        file = tmp_path / "organisations.csv"
        file.write_text(text)
        call_command("load_partners", str(file))

    return run


@pytest.fixture(autouse=True)
def trafford():
    return PlaceFactory(code="E08000009", kind="district", name="Trafford")


def test_a_body_comes_with_its_identifiers_and_places(load, trafford):
    load(HEADER + TRAFFORD)
    partner = Partner.objects.get()
    assert (partner.slug, partner.kind, partner.is_demonstration) == ("trafford-council", "council", False)
    assert [str(identifier) for identifier in partner.identifiers.all()] == ["GB-LAE-TRF"]
    assert list(partner.serves.all()) == [trafford]


def test_a_second_time_changes_nothing_and_keeps_what_people_wrote(load):
    load(HEADER + TRAFFORD)
    Partner.objects.update(name="Trafford, as we call it")
    load(HEADER + TRAFFORD)
    assert [partner.name for partner in Partner.objects.all()] == ["Trafford, as we call it"]


def test_bodies_of_one_name_get_addresses_of_their_own(load):
    load(HEADER + TRAFFORD + "nhs,Trafford Council,GB-NHS:X1,,\n")
    assert {partner.slug for partner in Partner.objects.all()} == {"trafford-council", "trafford-council-2"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("kind,name\n", "organisations.csv, line 1: column 'identifiers' is missing"),
        (HEADER + "club,Name,A:1,,\n", "line 2, column kind: 'club'"),
        (HEADER + TRAFFORD + "nhs,,A:1,,\n", "line 3, column name"),
        (HEADER + "nhs,Name,A1,,\n", "line 2, column identifiers: 'A1'"),
        (HEADER + TRAFFORD + "nhs,Name,A:1,,E99000001\n", "no place has the code 'E99000001'"),
    ],
)
def test_a_bad_table_is_refused_with_where_and_why(load, text, words):
    with pytest.raises(CommandError, match=words):
        load(text)
    assert not Partner.objects.exists()
