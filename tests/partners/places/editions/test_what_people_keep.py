"""One edition, all rooms: pages, follows, saved searches, alerts and lists go on together."""

import pytest

from outcomes.casestudies.models import CaseStudy
from outcomes.collections.document import document_of
from partners.following.models import PlaceFollow
from partners.places.models import PlaceQuestion
from search.documents import key_of
from search.saved.hearing import note
from search.saved.kept import kept
from search.saved.matching import match_new
from tests.factories import UserFactory, make_page
from tests.outcomes.collections.gathering import make_list
from tests.partners.places.editions.factories import place
from tests.partners.places.editions.test_moving import names
from tests.search.conftest import no_index
from tests.search.saved.kit import NOW, saved, told

__all__ = ["no_index"]
pytestmark = [pytest.mark.django_db, pytest.mark.both, pytest.mark.usefixtures("no_index")]
ASTON, BARTON, ABBEY, NORTH_VALE = "E07000001", "E07000002", "E05000001", "E06000101"


def asked(search):
    """What a saved search asks for now."""
    return kept([search])[search.pk].request


def test_all_that_names_a_place_names_what_followed(delivery, content, rf):
    somebody = UserFactory()
    PlaceFollow.objects.create(user=somebody, place=place(ASTON), followed_at=NOW)
    here = saved(somebody, name="Here", places=(ASTON,))
    both = saved(somebody, name="Both", places=(ASTON, BARTON))
    near = saved(somebody, name="Near", near=ASTON, within=5.0)
    split = saved(somebody, name="Split", places=(ABBEY,))
    study = make_page(CaseStudy, lead=content.council, places=[place(ASTON)], base_place=place(ASTON))
    gathered = make_list(somebody, study)

    said = delivery.load("2026-05")

    assert names(content.in_aston) == names(study) == ["North Vale"]
    assert PlaceFollow.objects.get().place == CaseStudy.objects.get().base_place == place(NORTH_VALE)
    assert asked(here).places == asked(both).places == (NORTH_VALE,)
    assert asked(near).near == NORTH_VALE
    chapter = document_of(gathered, rf.get("/"), NOW).chapters[0]
    where = next(answer.text for answer in chapter.answers if answer.key == "where")
    assert "North Vale" in where
    assert "Aston" not in where

    # Nobody can tell to which part it goes: an operator decides once for all, and no owner is named.
    assert asked(split).places == (ABBEY,)
    assert PlaceQuestion.objects.filter(place=place(ABBEY), label="Saved searches: 1").exists()
    assert "Split (Abbey)" not in said

    page = make_page(CaseStudy, lead=content.council, places=[place(NORTH_VALE)], published=NOW)
    note([key_of("page", page.pk)], at=NOW)
    match_new(at=NOW)
    assert told(here) == told(both) == told(near) == {f"page-{page.pk}"}
    assert told(split) == set()
