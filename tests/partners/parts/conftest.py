"""An objective of three partners, with an editor in each, and somebody who has nothing to do with it."""

from types import SimpleNamespace

import pytest

from outcomes.objectives.models import Objective
from partners.agencies.models import Role
from tests.factories import MembershipFactory, PartnerFactory, make_page


@pytest.fixture
def shared(site):
    """The council leads; the trust and the charity contribute; the college has no part in it."""
    names = ("council", "trust", "charity", "college")
    partners = {name: PartnerFactory(name=f"The {name}") for name in names}
    editors = {
        f"{name}_editor": MembershipFactory(partner=partner, role=Role.EDITOR).user
        for name, partner in partners.items()
    }
    with_part = {"lead": partners["council"], "contributors": [partners["trust"], partners["charity"]]}
    page = make_page(Objective, title="Warm homes", **with_part)
    return SimpleNamespace(page=page, **partners, **editors)
