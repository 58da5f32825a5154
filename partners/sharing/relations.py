"""How shared pages stand to the partner that a person acts for."""

from django.db.models import Q, QuerySet
from wagtail.models import Page
from wagtail.permissions import policy_registry

from partners.agencies.acting import AnyUser, membership_of, standing_of
from partners.policy.table import TABLE, Action, Relation, Standing, Thing
from partners.sharing.models import Share, ShareInvitation, ShareRole

KNOWN = "_relations_of_pages"
OF_ROLE = {ShareRole.LEAD: Relation.LEAD, ShareRole.CONTRIBUTOR: Relation.CONTRIBUTOR}


def relations_of_pages(user: AnyUser) -> dict[int, Relation]:
    """Return how each page stands to the person's partner, by key; other pages have nothing to do with it.

    At most three queries, then none for the time of a request.
    """
    if not hasattr(user, KNOWN):
        setattr(user, KNOWN, asked(user))
    found: dict[int, Relation] = getattr(user, KNOWN)
    return found


def asked(user: AnyUser) -> dict[int, Relation]:
    """Ask the database."""
    membership = membership_of(user)
    if membership is None:
        return {}
    invited = ShareInvitation.objects.filter(partner=membership.partner_id, answer="")
    shares = Share.objects.filter(partner=membership.partner_id).values_list("page", "role")
    return {
        **dict.fromkeys(invited.values_list("page", flat=True), Relation.INVITED),
        **{page: OF_ROLE[ShareRole(role)] for page, role in shares},
    }


def forget_relations(user: AnyUser) -> None:
    """Ask again next time: somebody changed them in this request."""
    if hasattr(user, KNOWN):
        delattr(user, KNOWN)


def pages_open_to(user: AnyUser, action: Action) -> Q:
    """Return which shared pages a person may do this to, as a filter of pages; no query."""
    standing = standing_of(user)
    if standing is Standing.OPERATOR:
        return Q()
    membership = membership_of(user)
    grants = TABLE[Thing.PAGE][action]
    roles = [
        role for role, relation in OF_ROLE.items() if standing >= grants.get(relation, Standing.OPERATOR)
    ]
    if membership is None or not roles:
        return Q(pk__in=[])
    shares = Share.objects.filter(partner=membership.partner_id, role__in=roles)
    return Q(pk__in=shares.values("page"))


def pages_found_by(user: AnyUser) -> QuerySet[Page]:
    """Return the pages that a person finds in the admin: their partner's, and the lists above them."""
    found: QuerySet[Page] = policy_registry.get_by_type(Page).explorable_instances(user)
    return found


def relation_to(user: AnyUser, page: Page) -> Relation | None:
    """Return how one page stands to the person's partner."""
    return relations_of_pages(user).get(page.pk)
