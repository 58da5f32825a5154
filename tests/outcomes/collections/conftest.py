import pytest

from outcomes.casestudies.models import CaseStudy
from tests.factories import UserFactory, make_page


@pytest.fixture
def person(db):
    """Somebody with an account who belongs to no partner."""
    return UserFactory(first_name="Ada", last_name="Reader")


@pytest.fixture
def studies(site, council, ward):
    """Three published case studies: A, B and C."""
    return [make_page(CaseStudy, lead=council, places=[ward], title=title) for title in "ABC"]
