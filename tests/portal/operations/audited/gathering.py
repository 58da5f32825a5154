"""What partners do with their lists of case studies."""

from functools import partial

from outcomes.collections import services
from outcomes.collections.models import Keeper
from tests.outcomes.collections.gathering import LATER, make_list


def of_partner(on):
    """Return what is told to a verb: a list of the partner, with words that no row may keep."""
    collection = make_list(on.member.user, title="A secret title", keeper=Keeper.PARTNER)
    return {"collection": collection, "by": on.member.user, "at": LATER}


def stopping(on):
    """A list that was handed on is no longer."""
    facts = of_partner(on)
    services.share(**facts)
    return partial(services.stop_sharing, **facts)


DOES = {
    "collection.made": lambda on: partial(of_partner, on),
    "collection.shared": lambda on: partial(services.share, **of_partner(on)),
    "collection.unshared": stopping,
    "collection.deleted": lambda on: partial(services.delete, **of_partner(on)),
}
