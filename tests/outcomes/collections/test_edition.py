"""A boundary edition: what is gathered stays gathered, and is told of the places that followed."""

import pytest

from outcomes.casestudies.models import CaseStudy
from outcomes.collections.document import document_of
from tests.factories import PartnerFactory, UserFactory, make_page
from tests.outcomes.collections.gathering import NOW, make_list
from tests.partners.places.editions.conftest import country, delivery
from tests.partners.places.editions.factories import place

__all__ = ["country", "delivery"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]


def where(collection, rf):
    document = document_of(collection, rf.get("/"), NOW)
    return [answer.text for answer in document.chapters[0].answers if answer.key == "where"]


def test_a_list_follows_its_case_studies(delivery, rf):  # a fixture of the editions' own
    study = make_page(CaseStudy, lead=PartnerFactory(), places=[place("E07000001")])
    collection = make_list(UserFactory(), study)
    assert where(collection, rf) == ["For: Aston"]
    delivery.load("2026-05")
    assert where(collection, rf) == ["For: North Vale"]
    assert [item.page_id for item in collection.items.all()] == [study.pk]
