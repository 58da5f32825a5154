"""Every address of the site has a rule, and every rule an address."""

import pytest

from portal.access.register import REGISTER, UNNAMED, rule_for
from portal.access.routes import all_routes


def test_every_address_has_a_rule():
    without = [route for route in all_routes() if rule_for(route.name, route.pattern) is None]
    assert without == []


def test_the_walk_finds_the_admin_too(record_property):
    routes = list(all_routes())
    record_property("addresses", len(routes))
    assert len([route for route in routes if route.pattern.startswith("admin/")]) > 180


def test_no_rule_is_left_over():
    names = {route.name for route in all_routes()}
    spaces = {name.rpartition(":")[0] for name in names}
    spaces |= {space.rpartition(":")[0] for space in spaces}
    unused = [
        name for name in REGISTER if name not in names and not (name.endswith(":*") and name[:-2] in spaces)
    ]
    assert unused == []
    assert set(UNNAMED) <= {route.pattern for route in all_routes() if not route.name}


@pytest.mark.parametrize("name", ["", "admin", "wagtailadmin_new_in_the_next_release", "nowhere:*", "a:b:c"])
def test_what_is_not_registered_has_no_rule(name):
    assert rule_for(name, "admin/new/") is None
