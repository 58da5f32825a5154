"""Who may read which audit rows."""

from django.db.models import QuerySet

from partners.agencies.acting import AnyUser, partner_of, standing_of
from partners.audit.models import AuditRow
from partners.policy.table import Action, Relation, Standing, Thing, allows


def may_read_some(user: AnyUser) -> bool:
    """Whether there are rows that this person may read: their partner's, or all."""
    return allows(standing_of(user), Thing.AUDIT, Action.READ, Relation.OWN)


def readable_by(user: AnyUser) -> QuerySet[AuditRow]:
    """The rows that this person may read, the newest first."""
    if standing_of(user) == Standing.OPERATOR:
        return AuditRow.objects.all()
    partner = partner_of(user) if may_read_some(user) else None
    return AuditRow.objects.filter(partner_key=partner.pk) if partner else AuditRow.objects.none()
