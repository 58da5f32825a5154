"""What all tests share."""

import os

import pytest

# Playwright keeps an event loop running in the test's thread; Django's guard would refuse the database there.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture(autouse=True)
def empty_cache(settings):
    """Start each test without what another one cached."""
    from django.core.cache import cache

    cache.clear()


@pytest.fixture
def site(db):
    """A site as `manage.py setup_site` leaves it: home page, lists, information pages, themes."""
    from portal.operations.services import set_up_site

    set_up_site()
