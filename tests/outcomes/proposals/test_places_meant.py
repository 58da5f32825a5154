"""The box for a place takes a postcode, a slip of the finger and an old name, also without scripts."""

import logging

import pytest
from django.contrib.sessions.models import Session
from django.core import mail, serializers
from django.urls import reverse

from outcomes.proposals.models import Proposal
from partners.places.models import PlaceSuccessor, PostcodeDistrict, PostcodePoint
from tests.factories import PlaceFactory
from tests.outcomes.proposals.factories import WORDS

pytestmark = pytest.mark.django_db
NEW = reverse("proposals:new")


@pytest.fixture(autouse=True)
def postcodes(ground):
    PostcodePoint.objects.create(code="M337PF", place=ground.ward)
    PostcodeDistrict.objects.create(code="M33", place=ground.district)


def send(client, place, **more):
    words = {**WORDS, "show_name": "on", "token": "one-form", "website": "", "place": place, **more}
    return client.post(NEW, words)


def asked(response):
    """What the form says of the place and what there is to choose, after checking that nothing was kept."""
    assert response.status_code == 200
    assert not Proposal.objects.exists()
    form = response.context["form"]
    assert form["why"].value() == WORDS["why"]
    choices = form.fields["place_choices"].widget.choices if "place_choices" in form.fields else []
    return form.errors["place"][0], [label for _, label in choices]


@pytest.mark.parametrize("typed", ["M33 7PF", "m337pf", " M33  7pf "])
def test_a_postcode_gives_its_places_to_choose_from_the_smallest_first(client, ground, typed):
    sentence, choices = asked(send(client, typed))
    assert sentence == "M33 7PF is in Sale, Mersey. Choose the place that you mean below."
    assert choices[:2] == ["Sale, Mersey (Ward)", "Mersey (District)"]
    send(client, typed, place_choices=ground.ward.code)
    assert Proposal.objects.get().place == ground.ward


@pytest.mark.parametrize(
    ("typed", "says"), [("M33", "M33 is probably in Mersey"), ("M33 7", "the sector M33 7")]
)
def test_a_part_of_one_does_too(client, ground, typed, says):
    sentence, choices = asked(send(client, typed))
    assert says in sentence
    assert "Mersey (District)" in choices


@pytest.mark.parametrize("kind", ["ward", "safety_partnership"])
def test_the_only_place_of_a_whole_name_is_meant(client, ground, kind):
    PlaceFactory(name=f"{ground.district.name} East", kind="ward")
    if kind == "safety_partnership":
        PlaceFactory(name=ground.district.name, kind=kind)
    send(client, ground.district.name)
    assert Proposal.objects.get().place == ground.district


def test_an_unknown_one_is_said_to_be_unknown(client):
    sentence, choices = asked(send(client, "ZZ99 9ZZ"))
    assert sentence.startswith("We know no postcodes that begin with ZZ99.")
    assert choices == []


def test_a_postcode_is_stored_with_nobody(client, ground, caplog):
    caplog.set_level(logging.DEBUG)
    page = send(client, "M33 7PF")
    assert "no-store" in page["Cache-Control"]
    response = send(client, "M33 7PF", place_choices=ground.ward.code)
    kept = [
        response.url,
        serializers.serialize("json", Proposal.objects.all()),
        *(str(session.get_decoded()) for session in Session.objects.all()),
        *(message.body for message in mail.outbox),
        *(record.getMessage() for record in caplog.records if record.name != "django.db.backends"),
    ]
    assert Proposal.objects.exists()
    assert not [text for text in kept if "M33" in text or "m33" in text]


def test_a_slip_is_asked_about_and_never_taken_for_certain(client, ground):
    PlaceFactory(kind="district", name="Trafford", code="E08000009")
    sentence, choices = asked(send(client, "Traford"))
    assert sentence.startswith("We know no place called 'Traford'. Choose one with a name like it")
    assert choices == ["Trafford (District)"]
    send(client, "Traford", place_choices="E08000009")
    assert Proposal.objects.get().place.name == "Trafford"


def test_a_place_that_ended_leads_to_those_that_took_over(client, ground):
    ended = PlaceFactory(kind="district", name="Old Borough", ended_on="2023-03-31")
    PlaceSuccessor.objects.create(place=ended, successor=ground.district)
    sentence, choices = asked(send(client, "old borough"))
    assert sentence.startswith("'old borough' is no longer there.")
    assert choices == ["Mersey (District)"]
    send(client, "old borough", place_choices=ended.code)
    assert not Proposal.objects.exists()
    send(client, "old borough", place_choices=ground.district.code)
    assert Proposal.objects.get().place == ground.district


@pytest.mark.parametrize("typed", ["{typed}", "%(typed)d", "{0}", "\x00", "_", "é" * 500])
def test_odd_characters_do_no_harm(client, typed):
    assert send(client, typed).status_code == 200
