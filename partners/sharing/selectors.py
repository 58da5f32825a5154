"""Reads about who is asked to take a part in which page."""

from django.db.models import QuerySet

from partners.agencies.acting import AnyUser, partner_of, standing_of
from partners.policy.table import Action, Relation, Standing, Thing, allows
from partners.sharing.models import ShareInvitation


def may_answer(user: AnyUser) -> bool:
    """Whether a person may answer for the partner that they act for. Operators answer for nobody."""
    standing = standing_of(user)
    is_asked = allows(standing, Thing.SHARE, Action.ANSWER, Relation.INVITED)
    return is_asked and standing is not Standing.OPERATOR


def invitations_to_answer(user: AnyUser) -> QuerySet[ShareInvitation]:
    """Return the open invitations that a person may answer, the newest first."""
    if not may_answer(user):
        return ShareInvitation.objects.none()
    return ShareInvitation.objects.filter(partner=partner_of(user), answer="")
