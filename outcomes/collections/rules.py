"""Who may do what with a list, and how many there may be."""

from datetime import datetime, timedelta

from outcomes.collections.models import MOST_ITEMS, Collection
from partners.agencies.acting import AnyUser, partner_of, standing_of
from partners.people.models import User
from partners.policy.refusals import NotAllowed
from partners.policy.table import Action, Relation, Standing, Thing, allows

PERIOD = timedelta(hours=1)
MOST_IN_PERIOD = 20
MOST_OF_ONE_PERSON = 200
TOO_MANY_NOW = (
    "You have made many lists in the last hour. What you wrote is kept below: try again in an hour."
)
TOO_MANY = f"You have {MOST_OF_ONE_PERSON} lists. Delete one that you no longer need, then make this one."
FULL = f"A list holds at most {MOST_ITEMS} case studies. Remove one first, or begin another list."
NOT_YOURS_TO_DELETE = "Only who made a list of your partner deletes it, or an editor."
NOT_PUBLISHED = "Only a published case study can be in a list."


def relations(user: AnyUser, collection: Collection) -> set[Relation]:
    """Return how a list stands to a person, for the partner that they act for.

    A partner's list is its maker's own only while they act for that partner.
    """
    found = set()
    if collection.is_of_partner:
        partner = partner_of(user)
        if partner is not None and collection.partner_id == partner.pk:
            found.add(Relation.OWN)
    if collection.owner_id and collection.owner_id == user.pk and (found or not collection.is_of_partner):
        found.add(Relation.SELF)
    return found


def may(user: AnyUser, action: Action, collection: Collection) -> bool:
    """Whether a person may do this with a list. Operators may with what is handed on by link, not with all:

    they must be able to end a link, and what nobody was given to read is none of theirs.
    """
    standing, mine = standing_of(user), relations(user, collection)
    if standing is Standing.OPERATOR and not mine and not collection.token:
        return False
    return allows(standing, Thing.COLLECTION, action, *mine)


def check_may_delete(user: AnyUser, collection: Collection) -> None:
    """Raise NotAllowed for somebody who may change the list but not delete it."""
    if not may(user, Action.DELETE, collection):
        raise NotAllowed(NOT_YOURS_TO_DELETE)


def check_may_make(user: User, at: datetime) -> None:
    """Raise NotAllowed when somebody has made many lists within the hour, or has a great many."""
    made = Collection.objects.filter(owner=user)
    if made.filter(made_at__gt=at - PERIOD).count() >= MOST_IN_PERIOD:
        raise NotAllowed(TOO_MANY_NOW)
    if made.count() >= MOST_OF_ONE_PERSON:
        raise NotAllowed(TOO_MANY)
