"""What the tests of notices share."""

from copy import deepcopy
from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def example_templates(settings):
    """Templates of something to tell, as a room above this one brings them."""
    templates = deepcopy(settings.TEMPLATES)
    templates[0]["DIRS"].append(Path(__file__).parent / "templates")
    settings.TEMPLATES = templates
