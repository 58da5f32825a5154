"""Who may do what with a neighbourhood: every role, refusals first."""

from datetime import UTC, datetime

import pytest

from partners.agencies.models import Role
from partners.neighbourhoods import rules, services
from partners.neighbourhoods.models import Neighbourhood
from tests.factories import MembershipFactory, as_acting_for

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 4, 9, tzinfo=UTC)
REFUSED = ["stranger", "member", "inactive editor", "editor elsewhere"]
ALLOWED = ["editor", "approver", "admin", "superuser"]


@pytest.fixture
def found(ground):
    made, _ = services.create(plan=ground.plan("Abbey"), by=ground.people["editor"], at=NOW, key="one")
    return made


VERBS = {
    "create": lambda ground, found, who: services.create(
        plan=ground.plan("Park", name="Another"), by=who, at=NOW, key="another"
    ),
    "change": lambda ground, found, who: services.change(
        neighbourhood=found, plan=ground.plan("Park"), version=found.version, by=who, at=NOW
    ),
    "archive": lambda ground, found, who: services.archive(neighbourhood=found, by=who, at=NOW),
}


@pytest.mark.parametrize("verb", [*VERBS, "bring back"])
@pytest.mark.parametrize("who", [*REFUSED, *ALLOWED])
def test_who_may_do_what(ground, found, who, verb):
    if verb == "bring back":
        services.archive(neighbourhood=found, by=ground.people["superuser"], at=NOW)
    before = list(Neighbourhood.objects.values())

    def act():
        if verb == "bring back":
            services.bring_back(neighbourhood=found, by=ground.people[who], at=NOW)
        else:
            VERBS[verb](ground, found, ground.people[who])

    if who in ALLOWED:
        act()
        assert list(Neighbourhood.objects.values()) != before
    else:
        with pytest.raises(rules.NotAllowed, match=r"Only an editor, approver or admin of Eastford Council"):
            act()
        assert list(Neighbourhood.objects.values()) == before


@pytest.mark.parametrize("who", [*REFUSED, *ALLOWED])
def test_a_person_is_offered_what_they_may_do(ground, found, who):
    user = ground.people[who]
    partners = set(rules.partners_to_write_for(user))
    assert (ground.council in partners) is (who in ALLOWED)
    assert rules.draws_something(user) is bool(partners)


def test_only_the_partner_that_a_person_acts_for_counts(ground, found):
    """Somebody who writes for the council and for its neighbour, and acts for one of them."""
    person = ground.people["editor"]
    MembershipFactory(user=person, partner=ground.other_council, role=Role.ADMIN)
    for partner, may in ((ground.council, True), (ground.other_council, False)):
        acting = as_acting_for(person, partner)
        assert list(rules.partners_to_write_for(acting)) == [partner]
        if may:
            rules.check_can_change(acting, found)
        else:
            with pytest.raises(rules.NotAllowed):
                rules.check_can_change(acting, found)


def test_a_role_elsewhere_lends_no_right(ground, found):
    person = ground.people["member"]
    MembershipFactory(user=person, partner=ground.other_council, role=Role.ADMIN)
    acting = as_acting_for(person, ground.council)
    assert not rules.draws_something(acting)
    with pytest.raises(rules.NotAllowed):
        rules.check_can_create(acting, ground.other_council)


def test_only_operators_hand_it_over(ground, found):
    plan = ground.plan("Abbey", owner=ground.other_council)
    editor, operator = ground.people["editor"], ground.people["superuser"]
    with pytest.raises(rules.NotAllowed, match="of Westham Council"):
        services.change(neighbourhood=found, plan=plan, version=found.version, by=editor, at=NOW)
    changed = services.change(neighbourhood=found, plan=plan, version=found.version, by=operator, at=NOW)
    assert changed.owner == ground.other_council
