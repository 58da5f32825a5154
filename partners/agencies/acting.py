"""For which partner a person acts: one at a time, chosen by the person, shown on every admin page."""

from collections.abc import Callable

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from partners.agencies.models import Membership, Partner, Role
from partners.people.models import User
from partners.policy.table import Standing

SESSION_KEY = "acting_for"
# Kept on the person for the time of a request, as Wagtail keeps its own.
CHOSEN = "_acting_for"
KNOWN = "_all_memberships"

AnyUser = User | AnonymousUser
STANDING_OF_ROLE = {
    Role.MEMBER: Standing.MEMBER,
    Role.EDITOR: Standing.EDITOR,
    Role.APPROVER: Standing.APPROVER,
    Role.ADMIN: Standing.ADMIN,
}


def membership_of(user: AnyUser) -> Membership | None:
    """Return the membership in which a person acts: the chosen one, else the oldest; one query, then none.

    None for people without a partner, for visitors, and for accounts that are switched off.
    """
    return chosen(memberships_of(user), getattr(user, CHOSEN, None))


def memberships_of(user: AnyUser) -> list[Membership]:
    """Return all memberships of a person, the oldest first, with their partners; one query, then none."""
    if user.is_anonymous or not user.is_active:
        return []
    if not hasattr(user, KNOWN):
        rows = Membership.objects.filter(user=user.pk).select_related("partner").order_by("pk")
        setattr(user, KNOWN, list(rows))
    found: list[Membership] = getattr(user, KNOWN)
    return found


def chosen(memberships: list[Membership], partner_id: int | None) -> Membership | None:
    """Return the membership in this partner, else the first, if there is any."""
    wanted = (each for each in memberships if each.partner_id == partner_id)
    return next(wanted, memberships[0] if memberships else None)


def partner_of(user: AnyUser) -> Partner | None:
    """Return the partner that a person acts for."""
    membership = membership_of(user)
    return membership.partner if membership else None


def standing_of(user: AnyUser) -> Standing:
    """Return what a person is here, for the partner that they act for."""
    if user.is_anonymous or not user.is_active:
        return Standing.VISITOR
    if user.is_superuser:
        return Standing.OPERATOR
    membership = membership_of(user)
    return STANDING_OF_ROLE[Role(membership.role)] if membership else Standing.SIGNED_IN


def roles_from(least: Standing) -> list[str]:
    """Return the roles of this standing or more."""
    return [role for role, standing in STANDING_OF_ROLE.items() if standing >= least]


def act_for(request: HttpRequest, partner: Partner) -> None:
    """Choose the partner for the rest of the session. Raises Membership.DoesNotExist for a foreign one."""
    Membership.objects.get(user=request.user.pk, partner=partner)
    request.session[SESSION_KEY] = partner.pk
    forget(request.user)
    setattr(request.user, CHOSEN, partner.pk)


def forget(user: AnyUser) -> None:
    """Look up the membership in which a person acts anew, because it may have changed."""
    if hasattr(user, KNOWN):
        delattr(user, KNOWN)


class ActingMiddleware:
    """Tell the person of a request which partner was chosen, without a query until somebody asks."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Wrap the person, who is fetched only when needed."""
        signed_in = request.user
        request.user = SimpleLazyObject(lambda: with_choice(request, signed_in))  # type: ignore[assignment]
        return self.get_response(request)


def with_choice(request: HttpRequest, user: AnyUser) -> AnyUser:
    """Return the person, who knows the partner that was chosen in this session."""
    if not user.is_anonymous:
        setattr(user, CHOSEN, request.session.get(SESSION_KEY))
    return user
