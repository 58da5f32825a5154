"""What may happen to requests to join, and to the mail domains that allow them."""

from datetime import datetime

from django.db import IntegrityError, transaction

from partners.agencies.models import Membership, Partner, Role
from partners.audit.services import record
from partners.members import mails, rules
from partners.members.locking import locked
from partners.members.models import JoinRequest, MailDomain
from partners.people.models import User
from partners.policy.refusals import NotAllowed

Answer = JoinRequest.Answer
TAKEN = "Another partner has the domain {domain}. Ask an operator of the site if that is a mistake."
OURS_ALREADY = "{partner} has the domain {domain} already."


@transaction.atomic
def ask(*, partner: Partner, user: User, address: str, message: str, at: datetime) -> JoinRequest:
    """Ask to join a partner by a confirmed address in one of its domains. Raises NotAllowed."""
    partner = locked(partner.pk)
    rules.check_can_ask(user, partner, address)
    request = JoinRequest.objects.create(
        partner=partner, user=user, address=address, message=message, asked_at=at
    )
    for admin in User.objects.filter(rules.admins_of(partner)).distinct():
        mails.request_waits(request, admin)
    tell("sent", request, by=user)
    return request


@transaction.atomic
def take_back(*, request: JoinRequest, by: User, at: datetime) -> None:
    """Take back one's own request. Raises NotAllowed."""
    request = latest(request)
    rules.check_can_take_request_back(by, request)
    close(request, Answer.TAKEN_BACK, by, at)
    tell("taken_back", request, by=by)


@transaction.atomic
def approve(*, request: JoinRequest, role: str, by: User, at: datetime) -> Membership:
    """Let the person in, in a role. Raises NotAllowed."""
    request = latest(request, by)
    rules.check_can_approve(by, request)
    request.role = Role(role)
    close(request, Answer.APPROVED, by, at)
    membership = Membership.objects.create(
        user=request.user, partner=request.partner, role=request.role, joined_at=at
    )
    mails.request_answered(request)
    tell("approved", request, by=by, role=request.role)
    return membership


@transaction.atomic
def refuse(*, request: JoinRequest, reason: str, by: User, at: datetime) -> None:
    """Say no, with a reason that the person reads. Raises NotAllowed."""
    request = latest(request, by)
    rules.check_can_answer(by, request)
    if not reason.strip():
        raise NotAllowed(rules.NO_REASON)
    request.reason = reason.strip()
    close(request, Answer.REFUSED, by, at)
    mails.request_answered(request)
    tell("refused", request, by=by)


def latest(request: JoinRequest, by: User | None = None) -> JoinRequest:
    """Return the request as it is now, with its partner locked until we are done."""
    locked(request.partner_id, by)
    return JoinRequest.objects.select_related("partner", "user").get(pk=request.pk)


def close(request: JoinRequest, answer: Answer, by: User | None, at: datetime) -> None:
    """Write what became of a request."""
    request.answer, request.answered_by, request.answered_at = answer, by, at
    request.save()


def tell(what: str, request: JoinRequest, *, by: User, **facts: str) -> None:
    """Add the audit row."""
    record(
        action=f"join_request.{what}",
        by=by,
        for_partner=request.partner,
        on=request,
        about=request.user,
        label=request.partner.name,
        changed=facts,
    )


@transaction.atomic
def add_domain(
    *, partner: Partner, domain: str, includes_subdomains: bool, by: User, at: datetime
) -> MailDomain:
    """Give a partner a mail domain, checked before by `domains.checked`. Raises NotAllowed."""
    partner = locked(partner.pk, by)
    rules.check_can_add_domain(by, partner, domain)
    if found := MailDomain.objects.filter(domain=domain).first():
        raise NotAllowed(
            (OURS_ALREADY if found.partner_id == partner.pk else TAKEN).format(domain=domain, partner=partner)
        )
    try:
        with transaction.atomic():
            added = MailDomain.objects.create(
                partner=partner,
                domain=domain,
                includes_subdomains=includes_subdomains,
                added_by=by,
                added_at=at,
            )
    except IntegrityError as error:  # another partner was quicker
        raise NotAllowed(TAKEN.format(domain=domain)) from error
    facts: dict[str, str | bool] = {"domain": domain, "includes_subdomains": includes_subdomains}
    record(action="mail_domain.added", by=by, for_partner=partner, on=added, changed={**facts})
    return added


@transaction.atomic
def remove_domain(*, domain: MailDomain, by: User) -> None:
    """Take a mail domain from its partner; members stay members. Raises NotAllowed."""
    partner = locked(domain.partner_id, by)
    domain = MailDomain.objects.select_related("partner").get(pk=domain.pk)
    rules.check_can_remove_domain(by, domain)
    record(
        action="mail_domain.removed",
        by=by,
        for_partner=partner,
        on=domain,
        changed={"domain": domain.domain},
    )
    domain.delete()
