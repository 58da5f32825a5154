"""Reads about members, and about who could become one."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from partners.agencies.models import Membership, Partner, Role
from partners.members.addresses import confirmed_addresses
from partners.members.domains import covers, domain_of, parents_of
from partners.members.models import Invitation, JoinRequest, MailDomain
from partners.people.models import User

QUIET_AFTER = timedelta(days=90)
SECOND_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
NAMES = ("user__first_name", "user__last_name", "user__email")


def is_invited(partner: Partner, address: str) -> bool:
    """Whether a partner has an open invitation to this address. Named in the setting SIGN_ON_INVITED."""
    invited = Invitation.objects.open(timezone.now())
    return invited.filter(partner=partner, address=address.strip().lower()).exists()


def members_of(partner: Partner, words: str = "", role: str = "") -> QuerySet[Membership]:
    """Return a partner's memberships with their people, by name; `has_second_factor` on each.

    `words` look in names and addresses, each word anywhere.
    """
    factors = Authenticator.objects.filter(user=OuterRef("user"), type__in=SECOND_FACTORS)
    members = Membership.objects.filter(partner=partner).select_related("user")
    for word in words.split()[:10]:
        members = members.filter(any_of(word))
    if role in Role.values:
        members = members.filter(role=role)
    return members.annotate(has_second_factor=Exists(factors)).order_by(
        "user__last_name", "user__first_name", "pk"
    )


def any_of(word: str) -> Q:
    """Return a filter for people with this word in a name or an address."""
    found = Q()
    for field in NAMES:
        found |= Q(**{f"{field}__icontains": word})
    return found


def quiet_since(before: datetime) -> QuerySet[Membership]:
    """Return the memberships of people who have not signed in since, longest ago first."""
    seen = Coalesce("user__last_login", "joined_at")
    quiet = Membership.objects.annotate(seen_at=seen).filter(seen_at__lt=before)
    return quiet.select_related("user", "partner").order_by("seen_at", "pk")


@dataclass(frozen=True)
class Joinable:
    """A partner that a person may ask to join, and the address that lets them."""

    partner: Partner
    address: str


def joinable(user: User) -> list[Joinable]:
    """Return the partners that a person may ask to join, by name; two queries at most."""
    addresses = confirmed_addresses(user)
    own = {domain_of(address) for address in addresses}
    above = {parent for domain in own for parent in parents_of(domain)}
    domains = (
        MailDomain.objects.filter(Q(domain__in=own) | Q(domain__in=above, includes_subdomains=True))
        .exclude(partner__memberships__user=user)
        .exclude(partner__in=open_requests(user).values("partner"))
        .select_related("partner")
        .order_by("partner__name", "domain")
    )
    found: dict[int, Joinable] = {}
    for each in domains:
        fits = [a for a in addresses if covers(each.domain, a, includes_subdomains=each.includes_subdomains)]
        found.setdefault(each.partner_id, Joinable(each.partner, fits[0]))
    return list(found.values())


def open_requests(user: User) -> QuerySet[JoinRequest]:
    """Return the requests of a person that nobody has answered."""
    return JoinRequest.objects.filter(user=user, answer="").select_related("partner")
