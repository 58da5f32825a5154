"""A page of two partners, with somebody of each who may check it."""

from types import SimpleNamespace

import pytest

from outcomes.objectives.models import Objective
from partners.agencies.models import Role
from tests.factories import MembershipFactory, PartnerFactory, make_page


@pytest.fixture
def ground(site):
    council, trust, charity = (PartnerFactory(name=name) for name in ("Council", "Trust", "Charity"))
    page = make_page(Objective, title="Warm spaces", lead=council, contributors=[trust])
    people = {
        name: MembershipFactory(partner=partner, role=role).user
        for name, partner, role in (
            ("editor", council, Role.EDITOR),
            ("member", council, Role.MEMBER),
            ("approver", council, Role.APPROVER),
            ("of_trust", trust, Role.EDITOR),
            ("stranger", charity, Role.ADMIN),
        )
    }
    return SimpleNamespace(page=page, council=council, trust=trust, charity=charity, **people)
