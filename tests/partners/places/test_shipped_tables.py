"""The tables that every site starts with: loaded once, then asked."""

import csv
import io
import json
import random
from collections import Counter, defaultdict

import pytest
from django.db import transaction

from partners.places import outlines
from partners.places.closure import WHOLE
from partners.places.models import (
    Place,
    PlaceClosure,
    PlaceLink,
    PlaceOutline,
    PlaceSuccessor,
    PostcodeDistrict,
    PostcodePoint,
)
from partners.places.postcode_selectors import Precision, find_postcode
from partners.places.postcode_services import load_shipped_postcodes
from partners.places.selectors import breadcrumb, place_context
from partners.places.services import load_places
from partners.places.tables import ORGANISATIONS, POSTCODES, SHIPPED, read_tables
from tests.partners.places import official
from tests.partners.places.conftest import everything

# On SQLite only, because loading everything takes long; loading itself is tested on both.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("shipped places")]

COUNTS = {
    "country": 4,
    "region": 9,
    "combined_authority": 15,
    "county": 21,
    "icb": 42,
    "health_board": 21,
    "police_force_area": 44,
    "district": 361,
    "safety_partnership": 314,
    "ward": 8405,
    "msoa": 8114,
    "lsoa": 35672,
}
ENDED = {"county": 6, "district": 42}
REDRAWN = "E01027305"  # a small area that moved to another district than the rest of its neighbourhood


@pytest.fixture(scope="module")
def tables():
    return read_tables(SHIPPED)


@pytest.fixture(scope="module", autouse=True)
def report(tables, django_db_setup, django_db_blocker):
    """Load the tables for all tests of this module, and take them back after the last."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield load_places(tables=tables, stream=io.StringIO())
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def shares(report):
    """The share of each place in each other, by codes."""
    rows = PlaceClosure.objects.values_list("descendant__code", "ancestor__code", "share")
    return {(descendant, ancestor): share for descendant, ancestor, share in rows}


@pytest.fixture(scope="module")
def kinds(report):
    return dict(Place.objects.values_list("code", "kind"))


@pytest.fixture(scope="module")
def ended(report):
    return set(Place.objects.filter(ended_on__isnull=False).values_list("code", flat=True))


def ancestors(code):
    covering = Place.objects.covering(Place.objects.get(code=code))
    return set(covering.values_list("code", flat=True)) - {code}


def test_counts_per_kind(report):
    assert dict(Counter(Place.objects.current().values_list("kind", flat=True))) == COUNTS
    assert dict(Counter(Place.objects.filter(ended_on__isnull=False).values_list("kind", flat=True))) == ENDED
    assert len(report["Places"].added) == 53070
    assert PlaceOutline.objects.count() == 1164


def test_loading_again_changes_nothing(tables):
    before = everything()
    again = load_places(tables=tables, stream=io.StringIO())
    assert all(difference.is_empty for difference in again.values())
    assert everything() == before


def test_trafford_lies_in_its_region_police_board_and_combined_authority():
    assert ancestors("E08000009") == {
        *("E92000001", "E12000002", "E47000001", "E54000057", "E23000005"),
        "E22000107",  # its community safety partnership
    }


def test_east_suffolk_is_shared_by_two_boards(shares):
    assert shares["E07000244", "E54000023"] == 0.5034
    assert shares["E07000244", "E54000022"] == 0.4966
    assert ancestors("E07000244") == {"E92000001", "E12000006", "E10000029", "E23000025"}


def test_a_ward_of_east_suffolk_lies_in_one_of_them(shares):
    wards = PlaceLink.objects.filter(parent__code="E07000244", child__kind="ward")
    boards = [
        {icb: shares.get((code, icb)) for icb in ("E54000022", "E54000023") if (code, icb) in shares}
        for code in wards.values_list("child__code", flat=True)
    ]
    assert {"E54000022": 1.0} in boards
    assert {"E54000023": 1.0} in boards


def test_former_codes_find_the_place():
    assert Place.objects.with_code("E08000016").get().label == "Barnsley"
    assert Place.objects.with_code("E08000019").get().code == "E08000039"
    assert Place.objects.with_code("E54000052").get().code == "E54000063"


def test_all_of_scotland_and_wales_is_policed_and_northern_ireland_has_no_area():
    for district in Place.objects.of_kind("district").filter(code__regex="^[SW]"):
        assert ancestors(district.code) & {"S23000009", "W15000001", "W15000002", "W15000003", "W15000004"}
    assert ancestors("N09000003") == {"N92000002"}


def test_every_place_lies_wholly_in_one_country_and_every_small_one_in_one_district(kinds, shares):
    whole = Counter((code, kinds[other]) for (code, other), share in shares.items() if share >= WHOLE)
    for code, kind in kinds.items():
        assert whole[code, "country"] == 1, code
        assert kind not in ("ward", "msoa", "lsoa") or whole[code, "district"] == 1, code


def test_shares_of_one_kind_make_a_whole_and_never_more(kinds, shares, ended):
    sums = defaultdict(float)
    for (code, other), share in shares.items():
        # What ended and was merged, and merged again, lies in both that followed.
        if code != other and other not in ended:
            sums[code, kinds[other]] += share
    assert {code: total for code, total in sums.items() if not 0.99 <= total <= 1.01} == {}


def test_every_parent_agrees(shares):
    """What a place lies wholly inside of lies, wholly and with it, inside of the same bigger places."""
    whole = defaultdict(set)
    for (code, other), share in shares.items():
        if share == 1:
            whole[code].add(other)
    wrong = [
        (code, other) for code, bigger in whole.items() for other in bigger if not whole[other] <= bigger
    ]
    assert wrong == [(REDRAWN, "E02005686")]


def test_every_district_lies_in_what_the_official_files_say(kinds, shares):
    """All districts and all kinds of bigger place: nothing is missing and nothing is there too much."""
    current = set(Place.objects.current().of_kind("district").values_list("code", flat=True))
    ours = {(code, kinds[other], other) for code, other in shares if code in current and other not in current}
    ours |= {  # a partnership of a part of the district
        (other, kinds[code], code)
        for code, other in shares
        if other in current and kinds[code] == "safety_partnership"
    }
    official.check(ours, official.what_districts_lie_in)


def test_every_district_has_the_shares_of_its_boards_that_the_official_file_says(kinds, shares):
    ours = {
        (code, other, f"{share:.3f}")
        for (code, other), share in shares.items()
        if kinds[code] == "district" and kinds[other] == "icb"
    }
    ended = set(Place.objects.filter(ended_on__isnull=False).values_list("code", flat=True))
    official.check({fact for fact in ours if fact[0] not in ended}, official.shares_of_boards)


def test_every_small_area_lies_in_what_the_official_file_says(kinds, shares):
    whole = defaultdict(lambda: defaultdict(str))
    for (code, other), share in shares.items():
        if kinds[code] == "lsoa" and share >= WHOLE:
            assert kinds[other] not in whole[code], (code, other)
            whole[code][kinds[other]] = other
    bigger = ("msoa", "ward", "district", "icb")
    ours = {(code, *(found[kind] for kind in bigger)) for code, found in whole.items()}
    official.check(ours, official.what_small_areas_lie_in)


def test_every_neighbourhood_has_its_names_and_district(kinds, shares):
    districts = {
        code: other
        for (code, other), share in shares.items()
        if kinds[code] == "msoa" and kinds[other] == "district" and share == 1
    }
    stored = Place.objects.of_kind("msoa").values_list("code", "name", "name_cy", "former_names")
    ours = {(*facts, districts[facts[0]]) for facts in stored}
    official.check(ours, official.names_of_neighbourhoods)


def test_every_council_that_ended_and_had_a_code_is_here_with_what_followed(ended, shares):
    links = set(PlaceSuccessor.objects.values_list("place__code", "successor__code"))
    assert {code for code, _ in links} == ended
    assert links <= shares.keys()
    official.check(links, official.what_followed_councils)


def test_breadcrumb_of_a_ward():
    ward = Place.objects.search("Timperley Central, Trafford").get()
    assert [place.name for place in breadcrumb(ward)] == [
        "England",
        "North West",
        "Trafford",
        "Timperley Central",
    ]


def test_place_pages_of_a_country_and_a_district(django_assert_num_queries):
    for code in ("E92000001", "E08000009"):
        with django_assert_num_queries(5):
            context = place_context(Place.objects.get(code=code))
        assert context["outline"]["path"]
    groups = {group.kind.value: group.total for group in context["children"]}
    assert groups == {"ward": 21, "msoa": 28}


def test_every_outline_can_be_drawn(tables):
    for code, text in tables.outlines.items():
        geometry = json.loads(text)
        assert outlines.frame([geometry]).path(geometry), code


def test_organisations_serve_places_that_are_here():
    with (SHIPPED / ORGANISATIONS).open(encoding="utf-8") as file:
        bodies = list(csv.DictReader(file))
    codes = set(Place.objects.values_list("code", flat=True))
    assert Counter(body["kind"] for body in bodies) == {"council": 396, "nhs": 254, "police": 45}
    assert {body["serves"] for body in bodies} - {""} <= codes
    identifiers = Counter(number for body in bodies for number in body["identifiers"].split())
    assert set(identifiers.values()) == {1}
    assert all(body["identifiers"] for body in bodies)


def test_no_pseudo_codes():
    assert not Place.objects.filter(code__endswith="99999999").exists()


def test_the_tables_stay_small():
    sizes = {file.name: file.stat().st_size for file in SHIPPED.iterdir()}
    assert sizes["outlines.json"] + sizes["small_outlines.json"] < 350_000
    # 43,786 census areas, each with its code, point and parents: 54 bytes on average.
    assert sizes["small_areas.csv"] < 2_400_000
    assert sum(sizes.values()) < 4_200_000


def test_shipped_postcodes_give_the_ward_of_the_file(report):
    load_shipped_postcodes(stream=io.StringIO())
    with (SHIPPED / POSTCODES).open(encoding="utf-8") as file:
        rows = random.Random(4).sample(list(csv.DictReader(file)), 2000)
    for row in rows:
        answer = find_postcode(row["postcode"])
        assert (answer.precision, answer.place.code) == (Precision.EXACT, row["ward"]), row


def test_shipped_postcodes_twice_change_nothing(report):
    load_shipped_postcodes(stream=io.StringIO())
    before = list(PostcodePoint.objects.order_by("code").values_list())
    again = load_shipped_postcodes(stream=io.StringIO())
    assert (again.read, again.written, again.without_place, len(before)) == (11264, 0, 0, 11264)
    assert list(PostcodePoint.objects.order_by("code").values_list()) == before


def test_every_shipped_postcode_district_has_a_place_and_only_northern_ireland_no_point(report):
    load_shipped_postcodes(stream=io.StringIO())
    assert PostcodeDistrict.objects.count() == 2833
    without = PostcodeDistrict.objects.filter(latitude=None)
    assert set(without) == set(PostcodeDistrict.objects.filter(code__regex="^BT[0-9]"))


def test_a_trafford_postcode_lies_in_all_that_the_file_of_places_says(report):
    load_shipped_postcodes(stream=io.StringIO())
    answer = find_postcode("M33 7")
    kinds = [group.kind.value for group in answer.groups]
    assert kinds == [
        "country",
        "region",
        "combined_authority",
        "icb",
        "police_force_area",
        "district",
        "safety_partnership",
        "ward",
    ]
    assert [group.parts[0].place.name for group in answer.groups if group.kind == "district"] == ["Trafford"]
