"""An edition of the size of the United Kingdom; on SQLite only, because it takes a minute."""

import pytest
from django.core.management import call_command

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("shipped places")]


def test_the_shipped_tables_can_be_loaded_as_an_edition_twice(everything):
    call_command("load_places", edition="2025-05", verbosity=0)
    before = everything()
    call_command("load_places", edition="2025-05", verbosity=0)
    assert everything() == before
