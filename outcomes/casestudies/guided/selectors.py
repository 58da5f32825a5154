"""Which case studies are still being written."""

from django.db.models import Q, QuerySet

from outcomes.casestudies.models import CaseStudy
from partners.agencies.acting import AnyUser, partner_of
from partners.policy.table import Action
from partners.sharing.relations import pages_open_to
from partners.signing.machine import Text


def unfinished(user: AnyUser) -> QuerySet[CaseStudy]:
    """Return the case studies of the person's partner that are being written, the latest change first.

    Those that are submitted wait for others; those that are on the site as they are wait for nobody.
    """
    if partner_of(user) is None:
        return CaseStudy.objects.none()
    written = Q(signing_state=None) | Q(signing_state__text=Text.WRITING)
    found = CaseStudy.objects.filter(pages_open_to(user, Action.EDIT), written)
    new = Q(live=False, first_published_at=None)
    changed = Q(live=True, has_unpublished_changes=True)
    return (
        found.filter(new | changed)
        .select_related("latest_revision__user")
        .order_by("-latest_revision_created_at", "-pk")
    )
