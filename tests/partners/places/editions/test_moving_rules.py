"""Every relation to a place has a rule, or nothing starts."""

import pytest
from django.apps import apps
from django.db import models
from django.test.utils import isolate_apps

from partners.places.editions import moving
from partners.places.editions.checks import check_moving_rules
from partners.places.models import Place, PlaceCode


def test_every_relation_to_a_place_has_a_rule():
    assert check_moving_rules() == []


@isolate_apps("partners.places")
def test_a_relation_without_a_rule_is_named():
    class Garden(models.Model):  # noqa: DJ008  # nobody reads it
        place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="+")
        near = models.ManyToManyField(Place, related_name="+")

        class Meta:
            app_label = "places"

    found = moving.relations_without_rule([Garden, Garden.near.through])
    assert [(field.model.__name__, field.name) for field in found] == [
        ("Garden", "place"),
        ("Garden_near", "place"),
    ]


def test_start_up_stops_with_an_id_and_a_hint(monkeypatch):
    monkeypatch.delitem(moving.declared, (PlaceCode, "place"))
    (error,) = check_moving_rules()
    assert error.id == "places.E001"
    assert error.msg.startswith("PlaceCode.place names places")
    assert "moving.stays" in error.hint


@pytest.mark.parametrize("rule", moving.rules(), ids=lambda rule: rule.key)
def test_each_rule_is_found_by_its_key_and_says_what_it_moves(rule):
    assert moving.rule_called(rule.key) == rule
    assert rule.label
    assert rule.thing_model is None or rule.thing_model in apps.get_models()


def test_a_rule_of_a_room_that_is_gone_is_not_found():
    assert moving.rule_called("gone.thing.place") is None
