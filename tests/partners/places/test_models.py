from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from partners.places.kinds import PlaceKind
from partners.places.models import Place, PlaceClosure, PlaceCode, PlaceLink
from tests.factories import PlaceFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def kent():
    return PlaceFactory(code="E10000016", kind="county", name="Kent")


@pytest.fixture
def dover(kent):
    return PlaceFactory(code="E07000108", kind="district", name="Dover", inside=[kent])


def found(text, **options):
    return [place.label for place in Place.objects.search(text, **options)]


def test_a_ward_is_labelled_with_its_district():
    assert PlaceFactory(name="Abbey", qualifier="Leicester").label == "Abbey, Leicester"
    assert str(PlaceFactory(name="Kent")) == "Kent"


def test_kinds_have_an_order_of_size_and_plurals():
    assert [kind.size for kind in PlaceKind] == list(range(len(PlaceKind)))
    assert PlaceKind.COUNTRY.size < PlaceKind.WARD.size
    assert [PlaceKind.COUNTY.plural, PlaceKind.COMBINED_AUTHORITY.plural] == [
        "Counties",
        "Combined authorities",
    ]
    assert PlaceKind.ICB.plural == "Integrated care boards"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"kind": "village"}, "not a valid choice"),
        ({"longitude": -180.5}, "Give both latitude"),
        ({"latitude": 53, "longitude": None}, "Give both latitude"),
        ({"latitude": 91}, "Give both latitude"),
        ({"code": "Kent"}, "Enter a nine-character code"),
        ({"code": "E07000108X"}, "Enter a nine-character code"),
    ],
)
def test_a_place_that_makes_no_sense_is_refused_in_words(fields, words):
    sound = {"code": "E07000108", "kind": "district", "name": "Dover", "latitude": 51.1, "longitude": 1.3}
    Place(**sound).full_clean()
    place = Place(**sound | fields)
    with pytest.raises(ValidationError, match=words):
        place.full_clean()


@pytest.mark.parametrize("share", [-1, 0, 1.5])
def test_a_share_is_more_than_0_and_at_most_1(kent, dover, share):
    PlaceLink.objects.all().delete()
    link = PlaceLink(child=dover, parent=kent, share=share)
    with pytest.raises(ValidationError, match="A share is more than 0 and at most 1"):
        link.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        link.save()


def test_a_place_is_not_linked_to_itself_or_twice(kent, dover):
    with pytest.raises(ValidationError, match="cannot be linked to itself"):
        PlaceLink(child=kent, parent=kent, share=1).full_clean()
    with pytest.raises(ValidationError, match="linked already"):
        PlaceLink(child=dover, parent=kent, share=0.5).full_clean()


def test_a_code_belongs_to_one_place_and_ends_after_it_starts(kent, dover):
    with pytest.raises(ValidationError, match="Another place has this code"):
        PlaceCode(place=kent, code=dover.code).full_clean()
    with pytest.raises(ValidationError, match="cannot end before it starts"):
        PlaceCode(
            place=kent, code="E10000099", valid_from=date(2025, 4, 1), valid_to=date(2024, 4, 1)
        ).full_clean()


def test_inside_and_covering_take_in_the_place_itself_and_what_is_nearly_whole(kent, dover):
    nearly = PlaceFactory(name="Nearly")
    partly = PlaceFactory(name="Partly")
    PlaceClosure.objects.create(ancestor=kent, descendant=nearly, share=0.99)
    PlaceClosure.objects.create(ancestor=kent, descendant=partly, share=0.9899)
    assert set(Place.objects.inside(kent)) == {kent, dover, nearly}
    assert set(Place.objects.covering(nearly)) == {kent, nearly}
    assert set(Place.objects.covering(partly)) == {partly}


def test_current_leaves_out_what_ended():
    PlaceFactory(name="Old", ended_on=date(2023, 3, 31))
    new = PlaceFactory(name="New")
    assert list(Place.objects.current()) == [new]


def test_of_kind_and_with_code(kent, dover):
    PlaceCode.objects.create(place=dover, code="E07000999")
    assert set(Place.objects.of_kind("county", PlaceKind.DISTRICT)) == {kent, dover}
    assert Place.objects.with_code("E07000999").get() == dover
    assert not Place.objects.with_code("E07000998").exists()


def test_biggest_first(dover, kent):
    ward = PlaceFactory(name="Aylesham")
    assert list(Place.objects.biggest_first()) == [kent, dover, ward]


def test_search_puts_whole_names_first_then_beginnings_then_words_and_wards_last():
    PlaceFactory(name="Hull Road", qualifier="York")
    PlaceFactory(name="Hull", qualifier="Elsewhere")
    PlaceFactory(name="Kingston upon Hull", kind="district")
    PlaceFactory(name="Hullbridge", kind="district")
    PlaceFactory(name="Hull and East Yorkshire", kind="combined_authority")
    PlaceFactory(name="Solihull", kind="district")
    assert found("hull") == [
        "Hull, Elsewhere",
        "Hull and East Yorkshire",
        "Hullbridge",
        "Kingston upon Hull",
        "Hull Road, York",
    ]


def test_search_puts_bigger_kinds_first():
    for kind in ("ward", "district", "police_force_area", "county"):
        PlaceFactory(name="Suffolk", kind=kind)
    assert [place.kind for place in Place.objects.search("suffolk")] == [
        "county",
        "police_force_area",
        "district",
        "ward",
    ]


@pytest.mark.parametrize("text", ["ynys mon", "YNYS MÔN", "  Ynys  Môn ", "môn", "isle of angl", "mon ynys"])
def test_search_minds_neither_accents_nor_capitals_nor_language(text):
    PlaceFactory(name="Isle of Anglesey", name_cy="Ynys Môn", kind="district")
    assert found(text) == ["Isle of Anglesey"]


@pytest.mark.parametrize("text", ["abbey, leicester", "abbey leic", "leicester abbey", "Abbey Leicester"])
def test_search_finds_a_ward_by_its_label(text):
    PlaceFactory(name="Abbey", qualifier="Leicester")
    PlaceFactory(name="Abbey", qualifier="Derby")
    assert found(text) == ["Abbey, Leicester"]


@pytest.mark.parametrize("text", ["e07000108", " E07 000 108 ", "E07000999"])
def test_search_finds_codes_even_former_ones(dover, text):
    PlaceCode.objects.create(place=dover, code="E07000999")
    assert found(text) == ["Dover"]


@pytest.mark.parametrize("text", ["", " ", "%", "_", "|", "\\", "over", "E07000108%", "'; --"])
def test_search_finds_nothing_for_nothing(dover, text):
    assert found(text) == []


def test_search_is_limited_and_one_query_once_the_names_are_read(django_assert_num_queries):
    PlaceFactory.create_batch(25, name="Abbey")
    with django_assert_num_queries(4):
        assert len(found("abbey")) == 20
    with django_assert_num_queries(1):
        assert len(found("abbey")) == 20
    with django_assert_num_queries(0):
        assert len(found("a b c d e f g h i j k l m n o p", limit=3)) == 0


def test_search_can_be_narrowed_first(kent, dover):
    PlaceFactory(name="Dover", kind="ward", qualifier="Elsewhere")
    inside = Place.objects.inside(kent).search("dover")
    assert list(inside) == [dover]


def test_saving_a_name_alone_keeps_it_findable(dover):
    dover.name = "Dubris"
    dover.save(update_fields=["name"])
    assert found("dubris") == ["Dubris"]


@pytest.mark.parametrize("fields", [{"kind": "village"}, {"longitude": None}, {"latitude": -91}])
def test_the_database_refuses_it_too(fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        PlaceFactory(**fields)
