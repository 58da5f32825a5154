"""One change of a partner's members at a time."""

from partners.agencies.acting import forget
from partners.agencies.models import Partner
from partners.people.models import User


def locked(partner_id: int, by: User | None = None) -> Partner:
    """Return the partner, held until the transaction ends, and look up anew in which role `by` acts.

    Whoever asks may have lost their role while they waited.
    """
    partner = Partner.objects.select_for_update().get(pk=partner_id)
    if by is not None:
        forget(by)
    return partner
