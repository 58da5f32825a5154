"""Makers of lists for tests."""

from datetime import UTC, datetime
from uuid import uuid4

from outcomes.collections import items, services
from outcomes.collections.models import Keeper
from outcomes.collections.services import Details
from tests.factories import MembershipFactory, as_acting_for

NOW = datetime(2026, 3, 4, 9, tzinfo=UTC)
LATER = datetime(2026, 3, 5, 9, tzinfo=UTC)


def make_list(by, *studies, title="What helps", keeper=Keeper.ME, at=NOW, **more):
    """Make a list with these case studies, for the partner that its maker acts for."""
    details = Details(title=title, keeper=keeper, **more)
    made = services.make(details=details, form_key=uuid4(), by=by, at=at)
    for study in studies:
        items.add(collection=made, page_id=study.pk, by=by, at=at)
    return made


def member(partner, role="member", **facts):
    """Return somebody of a partner, as a request knows them."""
    return as_acting_for(MembershipFactory(partner=partner, role=role, **facts).user, partner)


def titles(collection):
    """The titles in a list, in order."""
    return [item.page.title for item in collection.items.select_related("page")]
