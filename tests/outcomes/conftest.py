import pytest

from tests.factories import PartnerFactory, PlaceFactory


@pytest.fixture
def region():
    return PlaceFactory(code="E12000002", kind="region", name="North West")


@pytest.fixture
def district(region):
    return PlaceFactory(code="E08000009", kind="district", name="Trafford", inside=[region])


@pytest.fixture
def ward(district):
    return PlaceFactory(code="E05015254", name="Sale Central", qualifier="Trafford", inside=[district])


@pytest.fixture
def council(district):
    return PartnerFactory(name="Mersey Bank Council", serves=[district])
