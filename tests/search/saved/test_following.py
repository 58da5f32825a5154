"""Saved searches follow what changes around them: places, names, synonyms."""

import pytest

from outcomes.objectives.models import Objective
from outcomes.themes.models import Theme
from partners.places.editions import moving
from search.documents import key_of
from search.saved.hearing import note
from search.saved.kept import kept
from search.saved.matching import match_new
from search.saved.models import Condition, SavedSearch
from search.synonyms.models import SynonymRule
from tests.factories import PartnerFactory, PlaceFactory, make_page, theme
from tests.search.saved.kit import HOUR, NOW, saved, told

pytestmark = [pytest.mark.django_db, pytest.mark.both, pytest.mark.usefixtures("site", "no_index")]


def published(at=NOW, **facts):
    page = make_page(Objective, **facts)
    note([key_of("page", page.pk)], at=at)
    match_new(at=at)
    return {f"page-{page.pk}"}


def request_of(search):
    return kept([search])[search.pk].request


def test_what_a_place_becomes_is_asked_about_instead():
    old, second, new = PlaceFactory(), PlaceFactory(), PlaceFactory()
    both = saved(name="Both", places=(old.code, second.code))
    near = saved(name="Near", near=old.code, within=5.0)
    rule = moving.rule_called("saved_searches.condition.place")
    rule.move({old.pk: [new.pk], second.pk: [new.pk]})
    assert request_of(both).places == (new.code,)
    assert request_of(near).near == new.code
    found = published(places=[new])
    assert told(both) == told(near) == found


def test_a_place_that_was_split_is_asked_about_as_all_its_parts():
    old, north, south = PlaceFactory(), PlaceFactory(), PlaceFactory()
    search = saved(places=(old.code,))
    moving.rule_called("saved_searches.condition.place").move({old.pk: [north.pk, south.pk]})
    assert set(request_of(search).places) == {north.code, south.code}
    found = published(places=[north]) | published(places=[south])
    assert told(search) == found


def test_people_are_asked_about_all_searches_together_and_nobody_is_named():
    place = PlaceFactory()
    saved(name="Secret", places=(place.code,))
    saved(name="Secret", near=place.code)
    rule = moving.rule_called("saved_searches.condition.place")
    assert rule.thing_model is None
    assert rule.summary(place.pk) == "Saved searches: 2"


def test_a_place_with_another_code_is_still_the_place():
    place = PlaceFactory()
    search = saved(places=(place.code,))
    type(place).objects.filter(pk=place.pk).update(code="E09000099")
    assert request_of(search).places == ("E09000099",)


def test_themes_and_partners_with_another_slug_are_still_the_same():
    council, social = PartnerFactory(slug="old"), theme("social")
    search = saved(partners=("old",), themes=("social",))
    type(council).objects.filter(pk=council.pk).update(slug="new", name="New")
    type(social).objects.filter(pk=social.pk).update(slug="social-life")
    assert request_of(search).partners == ("new",)
    council.refresh_from_db()
    social.refresh_from_db()
    found = published(lead=council, themes=[social])
    assert told(search) == found


def test_synonyms_of_this_morning_count():
    search = saved(text="allotments")
    published(title="Vegetable plots")
    assert told(search) == set()
    rule = SynonymRule.objects.create(kind="same", terms="allotments\nvegetable plots")
    found = published(NOW + HOUR, title="Vegetable plots again")
    assert told(search) == found
    rule.delete()
    published(NOW + 2 * HOUR, title="Vegetable plots once more")
    assert told(search) == found


def test_a_search_of_which_all_themes_are_gone_finds_nothing_and_not_everything():
    leaf = Theme.objects.leaves()[0]
    search = saved(themes=(leaf.slug,))
    leaf.delete()
    assert Condition.objects.get(search=search).theme is None
    published()
    assert told(search) == set()


def test_a_search_without_any_condition_finds_all_that_is_new():
    search = saved()
    assert SavedSearch.objects.get().is_open
    assert told(search) == set()
    found = published()
    assert told(search) == found
