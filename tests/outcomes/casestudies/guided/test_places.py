"""Places are typed by name, code or postcode; several that fit are chosen among; no postcode is kept."""

import logging

import pytest
from django.contrib.sessions.models import Session

from partners.audit.models import AuditRow
from partners.places.models import PostcodeDistrict, PostcodePoint
from tests.factories import PlaceFactory
from tests.outcomes.casestudies.guided.forms import latest, words

pytestmark = pytest.mark.django_db


def test_a_name_that_is_certain_is_added(guided, page, ward):
    PlaceFactory(name="Urmston")
    answer = guided.send(page, "where", place="urmston", another="yes")
    assert answer.url.endswith("/where/?more=1")
    assert [place.name for place in latest(page).places] == [ward.name, "Urmston"]


def test_several_places_of_a_name_are_chosen_among(guided, page, ward):
    one, other = (
        PlaceFactory(name="Newton", qualifier="Hyde"),
        PlaceFactory(name="Newton", qualifier="Chester"),
    )
    answer = guided.send(page, "where", place="Newton")
    assert "Several places fit 'Newton'. Choose one of them below." in words(answer)
    fields = {"place": "Newton", "place_choices": other.code, "keep": [str(ward.pk)]}
    assert guided.send(page, "where", **fields).status_code == 302
    assert latest(page).places == [ward, other]
    assert one not in latest(page).places


def test_a_choice_that_does_not_fit_is_refused(guided, page, ward):
    PlaceFactory(name="Newton", qualifier="Hyde")
    PlaceFactory(name="Newton", qualifier="Chester")
    answer = guided.send(page, "where", place="Newton", place_choices=ward.code)
    assert answer.status_code == 200


def test_an_unticked_place_goes_and_the_last_one_has_to_stay(guided, page, ward):
    urmston = PlaceFactory(name="Urmston")
    guided.send(page, "where", place="Urmston")
    assert guided.send(page, "where", keep=[str(urmston.pk)]).status_code == 302
    assert latest(page).places == [urmston]
    fields = guided.open(page, "where")
    del fields["keep"]
    assert "Choose at least one place." in words(guided.send(page, "where", fields))


def test_the_same_place_twice_is_named_once(guided, page, ward):
    assert guided.send(page, "where", place=ward.code).status_code == 302
    assert latest(page).places == [ward]


def test_an_unknown_place_is_said(guided, page):
    assert "We know no place called 'Xyzzy'." in words(guided.send(page, "where", place="Xyzzy"))


def test_it_is_run_from_another_place_until_the_box_is_emptied(guided, page, district):
    PlaceFactory(name="Trafford", qualifier="Stretford")
    answer = guided.send(page, "where", base="Trafford")
    assert "Several places fit 'Trafford'." in words(answer)
    assert guided.send(page, "where", base="Trafford", base_choices=district.code).status_code == 302
    assert latest(page).base_place == district
    before = page.revisions.count()
    assert guided.send(page, "where").status_code == 302
    assert page.revisions.count() == before
    assert guided.send(page, "where", base="").status_code == 302
    assert latest(page).base_place is None


@pytest.fixture
def postcode(ward, district):
    """A postcode that lies in the ward."""
    PostcodePoint.objects.create(code="M337AA", place=ward)
    PostcodeDistrict.objects.create(code="M33", place=district)
    return "M33 7AA"


def test_a_postcode_offers_its_places_and_is_kept_nowhere(guided, page, ward, district, postcode, caplog):
    caplog.set_level(logging.DEBUG)
    answer = guided.send(page, "where", place=postcode)
    assert answer.status_code == 200
    assert ward.label in words(answer)
    assert "no-store" in answer["Cache-Control"]
    fields = {"place": postcode, "place_choices": district.code, "keep": [str(ward.pk)]}
    answer = guided.send(page, "where", **fields)
    assert answer.status_code == 302
    assert district in latest(page).places
    kept = [answer.url, caplog.text, *(str(each.get_decoded()) for each in Session.objects.all())]
    kept += [str(revision.content) for revision in page.revisions.all()]
    kept += map(str, AuditRow.objects.values())
    assert not any(word in text for text in kept for word in (postcode, postcode.replace(" ", "")))
