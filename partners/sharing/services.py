"""What may happen to the parts that partners have in a page: each verb checks, writes, and tells."""

from datetime import datetime

from django.db import transaction
from wagtail.models import Page

from partners.agencies.acting import forget
from partners.agencies.models import Partner
from partners.audit.services import record
from partners.notices.services import settle
from partners.people.models import User
from partners.sharing import rules, telling
from partners.sharing.models import Share, ShareInvitation, ShareRole
from partners.sharing.relations import forget_relations
from partners.sharing.stale import locked
from partners.sharing.telling import lead_of

Answer = ShareInvitation.Answer


@transaction.atomic
def invite(*, page: Page, partner: Partner, by: User, at: datetime, message: str = "") -> ShareInvitation:
    """Ask a partner to contribute to a page. Raises NotAllowed."""
    hold(page.pk, by)
    rules.check_can_invite(by, page, partner)
    invitation = ShareInvitation.objects.create(
        page=page, partner=partner, invited_by=by, invited_at=at, message=message
    )
    telling.asked(invitation)
    record(action="share.invited", by=by, for_partner=lead_of(page), on=invitation)
    return invitation


@transaction.atomic
def take_back(*, invitation: ShareInvitation, by: User, at: datetime) -> None:
    """Take an invitation back that was not answered. Raises NotAllowed."""
    invitation = latest(invitation, by)
    rules.check_can_take_back(by, invitation)
    close(invitation, Answer.WITHDRAWN, by, at)
    record(action="share.invitation_taken_back", by=by, for_partner=lead_of(invitation.page), on=invitation)


@transaction.atomic
def accept(*, invitation: ShareInvitation, by: User, at: datetime) -> Share:
    """Take a part in the page, for the partner that is asked. Raises NotAllowed."""
    invitation = latest(invitation, by)
    rules.check_can_answer(by, invitation)
    close(invitation, Answer.ACCEPTED, by, at)
    telling.answered(invitation, at)
    share, _ = Share.objects.get_or_create(page=invitation.page, partner=invitation.partner)
    forget_relations(by)
    return share


@transaction.atomic
def decline(*, invitation: ShareInvitation, by: User, at: datetime) -> None:
    """Say no, for the partner that is asked. Raises NotAllowed."""
    invitation = latest(invitation, by)
    rules.check_can_answer(by, invitation)
    close(invitation, Answer.DECLINED, by, at)
    telling.answered(invitation, at)
    record(action="share.declined", by=by, for_partner=invitation.partner, on=invitation)
    forget_relations(by)


@transaction.atomic
def end_share(*, share: Share, by: User) -> None:
    """End a contributor's part in a page. Raises NotAllowed, Share.DoesNotExist."""
    hold(share.page_id, by)
    share = Share.objects.select_related("partner", "page").get(pk=share.pk)
    rules.check_can_end(by, share)
    share.delete()
    forget_relations(by)


@transaction.atomic
def hand_over(*, page: Page, to: Partner, by: User, at: datetime) -> Share:
    """Make another partner lead the page; the one that led contributes from then on. Raises NotAllowed."""
    hold(page.pk, by)
    rules.check_can_hand_over(by)
    # Row by row, because the audit listens to rows.
    for share in Share.objects.filter(page=page, role=ShareRole.LEAD).exclude(partner=to):
        share.role = ShareRole.CONTRIBUTOR
        share.save(update_fields=["role"])
    for invitation in ShareInvitation.objects.filter(page=page, partner=to, answer=""):
        close(invitation, Answer.WITHDRAWN, by, at)
        record(action="share.invitation_taken_back", by=by, for_partner=to, on=invitation)
    share, _ = Share.objects.update_or_create(page=page, partner=to, defaults={"role": ShareRole.LEAD})
    forget_relations(by)
    return share


def hold(page_id: int, user: User) -> None:
    """Hold a page until we are done, and look up anew what somebody may.

    They may have lost their role, or their partner its part, while they waited for the page.
    """
    locked(page_id)
    forget(user)
    forget_relations(user)


def latest(invitation: ShareInvitation, user: User) -> ShareInvitation:
    """Return the invitation as it is now, held for somebody until we are done."""
    hold(invitation.page_id, user)
    return ShareInvitation.objects.select_related("page", "partner").get(pk=invitation.pk)


def close(invitation: ShareInvitation, answer: str, by: User, at: datetime) -> None:
    """Write what became of an invitation; nobody is asked any more."""
    invitation.answer, invitation.answered_by, invitation.answered_at = answer, by, at
    invitation.save(update_fields=["answer", "answered_by", "answered_at"])
    settle(key=telling.key_of(invitation), at=at)
