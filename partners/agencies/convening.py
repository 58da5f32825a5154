"""For whom a person answers what others send in, where a partner brings others together."""

from partners.agencies.acting import AnyUser, partner_of, standing_of
from partners.agencies.models import Partner
from partners.policy.table import Action, Relation, Standing, Thing, allows


def answers_for(user: AnyUser, thing: Thing) -> Partner | None:
    """Return the partner for which a person answers such things in the places that it serves.

    That is the partner that they act for, if it brings others together and their role there is enough; never
    another one that they also belong to.
    """
    partner = partner_of(user)
    if partner is None or not partner.is_convening:
        return None
    return partner if allows(standing_of(user), thing, Action.ANSWER, Relation.CONVENED) else None


def answers_something(user: AnyUser, thing: Thing) -> bool:
    """Whether there may be a place for which this person answers such things, as they act now; no query."""
    return standing_of(user) is Standing.OPERATOR or answers_for(user, thing) is not None


def may_name(user: AnyUser, partner: Partner | None) -> bool:
    """Whether this person may read who it was that answered for a partner.

    The partner answers, not the person: only those who act for it, and operators, read the name.
    """
    return standing_of(user) is Standing.OPERATOR or (partner is not None and partner == partner_of(user))
