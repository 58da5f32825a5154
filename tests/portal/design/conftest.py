"""The built front end."""

from pathlib import Path

import pytest
from django.conf import settings


@pytest.fixture(scope="session")
def built():
    """The folder of built files."""
    return Path(settings.BASE_DIR) / "portal/static/portal"


@pytest.fixture(scope="session")
def stylesheet(built):
    """The one stylesheet."""
    return (built / "css/portal.css").read_text()
