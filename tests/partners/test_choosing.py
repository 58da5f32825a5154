"""The choosers in the admin forgive a slip of the finger."""

import pytest

from tests.factories import PartnerFactory, PlaceFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    client.force_login(UserFactory(is_superuser=True))
    return client


def listed(editor, address, **query):
    page = editor.get(f"/admin/{address}/results/", query)
    assert page.status_code == 200
    return page.content.decode()


@pytest.fixture(autouse=True)
def known():
    PlaceFactory(kind="district", name="Trafford", code="E08000009")
    PlaceFactory(kind="district", name="Trafford Old", ended_on="2023-04-01")
    PartnerFactory(name="Trafford Carers")
    PartnerFactory(name="Moorside Neighbours")


@pytest.mark.parametrize("typed", ["traff", "Traford", "trafofrd", "E08000009"])
def test_a_place_is_found_with_a_slip(editor, typed):
    assert "Trafford" in listed(editor, "places/choose", q=typed)


@pytest.mark.parametrize("typed", ["", "traff", "Traford"])
def test_places_that_ended_are_left_out(editor, typed):
    found = listed(editor, "places/choose", q=typed)
    assert "Trafford" in found
    assert "Trafford Old" not in found


@pytest.mark.parametrize("typed", ["neighb", "Moorsid Neigbours", "moorsdie"])
def test_a_partner_is_found_with_a_slip(editor, typed):
    found = listed(editor, "partners/choose", q=typed)
    assert "Moorside Neighbours" in found
    assert "Trafford Carers" not in found


@pytest.mark.parametrize("typed", ["|", "%", "x" * 200, "\x00", "zzzz zzzz"])
def test_odd_words_find_nothing_and_do_no_harm(editor, typed):
    for chooser in ("places/choose", "partners/choose"):
        assert "E08000009" not in listed(editor, chooser, q=typed)
