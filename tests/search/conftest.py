"""What the tests of search share."""

import shutil
from pathlib import Path

import pytest

from search.engines.choice import embedded, engine
from search.models import SearchOutbox
from search.rebuild import rebuild


@pytest.fixture
def search_index(db, settings):
    """The engine with an empty index of this test's own process, and an empty outbox."""
    folder = Path(settings.SEARCH_INDEX_DIR)
    embedded.cache_clear()
    shutil.rmtree(folder, ignore_errors=True)
    SearchOutbox.objects.all().delete()
    rebuild()
    yield engine()
    embedded.cache_clear()
    shutil.rmtree(folder, ignore_errors=True)
