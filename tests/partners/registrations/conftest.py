"""Two districts with a ward each, the councils that convene them, and somebody with a group to register."""

from types import SimpleNamespace

import pytest

from partners.agencies.models import Role
from tests.factories import MembershipFactory, PartnerFactory, PlaceFactory, UserFactory
from tests.partners.registrations.factories import applicant


@pytest.fixture
def ground(db):
    """Region over two districts, each with a ward; who answers in each; an operator; an applicant."""
    region = PlaceFactory(kind="region", name="North")
    district = PlaceFactory(kind="district", name="Mersey", inside=[region])
    ward = PlaceFactory(name="Sale", qualifier="Mersey", inside=[district])
    elsewhere = PlaceFactory(kind="district", name="Aire", inside=[region])
    council = PartnerFactory(name="Mersey Council", is_convening=True, serves=[district])
    other_council = PartnerFactory(name="Aire Council", is_convening=True, serves=[elsewhere])
    return SimpleNamespace(
        region=region,
        district=district,
        ward=ward,
        elsewhere=elsewhere,
        council=council,
        other_council=other_council,
        approver=MembershipFactory(partner=council, role=Role.APPROVER).user,
        editor=MembershipFactory(partner=council, role=Role.EDITOR).user,
        other_approver=MembershipFactory(partner=other_council, role=Role.APPROVER).user,
        operator=UserFactory(is_superuser=True),
        applicant=applicant(),
    )
