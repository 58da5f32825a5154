"""Who may change what a partner says of itself. A rule that is broken raises a readable sentence."""

from partners.agencies.acting import AnyUser, partner_of, standing_of
from partners.agencies.models import Partner, PartnerKind
from partners.policy.refusals import NotAllowed
from partners.policy.table import Action, Relation, Standing, Thing, allows

NOT_ITS_ADMIN = "Only partner admins who act for {partner} can change what it says of itself."


def check_can_edit(user: AnyUser, partner: Partner) -> None:
    """Raises NotAllowed unless this person may change the public facts of the partner."""
    relations = (Relation.OWN,) if partner_of(user) == partner else ()
    if not allows(standing_of(user), Thing.PARTNER, Action.EDIT, *relations):
        raise NotAllowed(NOT_ITS_ADMIN.format(partner=partner))


def may_choose_places(user: AnyUser, partner: Partner) -> bool:
    """Whether this person may say which places the partner serves.

    Voluntary groups say so themselves. Where a public body works is official, and who brings others together
    answers for the places that it serves: those are for operators to say.
    """
    if standing_of(user) is Standing.OPERATOR:
        return True
    return partner.kind == PartnerKind.VCSE and not partner.is_convening
