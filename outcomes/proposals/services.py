"""Everything that changes a proposal. Each verb checks, then writes in one transaction, letters too."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from outcomes.proposals import mails, rules
from outcomes.proposals.adoption import draft_objective
from outcomes.proposals.models import PREFIX, Decision, Proposal, ProposalQuerySet
from outcomes.proposals.moves import Status
from partners.agencies.models import Partner
from partners.audit.services import record
from partners.people.models import User
from partners.places.models import Place
from partners.references import free_reference

UNCONFIRMED_KEPT = timedelta(days=14)
AUDITED = {
    Status.OPEN: "proposal.accepted",
    Status.ADOPTED: "proposal.adopted",
    Status.DECLINED: "proposal.declined",
}


@dataclass(frozen=True)
class Submission:
    """What somebody wrote in the form. `key` is the same when the same form is sent again."""

    place: Place
    title: str
    what_should_change: str
    why: str
    proposer_name: str
    proposer_email: str
    show_name: bool
    key: str


@transaction.atomic
def submit(*, submission: Submission, at: datetime) -> tuple[Proposal, bool]:
    """Store a proposal and mail its confirm link. Returns it, and False when it was there already."""
    wording = {name: value for name, value in vars(submission).items() if name != "key"}
    reference = free_reference(PREFIX, Proposal.objects.all())
    proposal, is_new = Proposal.objects.get_or_create(
        submission_key=submission.key, defaults={**wording, "submitted_at": at, "reference": reference}
    )
    if is_new:
        # Nobody is signed in, and the proposer's name belongs into no log.
        record(action="proposal.submitted", by=None, on=proposal, label=proposal.reference)
        mails.confirm_link(proposal)
    return proposal, is_new


@transaction.atomic
def confirm(*, proposal: Proposal, at: datetime) -> Proposal:
    """Note that the mail address is the proposer's, and tell the moderators. Once only."""
    confirmed = Proposal.objects.filter(pk=proposal.pk, confirmed_at__isnull=True).update(confirmed_at=at)
    proposal.refresh_from_db()
    if confirmed:
        record(action="proposal.confirmed", by=None, on=proposal, label=proposal.reference)
        for moderator in rules.moderators_of(proposal.place):
            mails.waiting(proposal, moderator)
    return proposal


@transaction.atomic
def accept(*, proposal: Proposal, by: User, partner: Partner | None, reason: str, at: datetime) -> Decision:
    """Open a proposal for support: from now on everybody can read it. Raises NotAllowed."""
    proposal = locked(proposal)
    rules.check_can_accept(by, proposal, partner)
    proposal.accepted_at = proposal.accepted_at or at
    return decide(proposal, Status.OPEN, by=by, partner=partner, reason=reason, at=at)


@transaction.atomic
def decline(*, proposal: Proposal, by: User, partner: Partner | None, reason: str, at: datetime) -> Decision:
    """Decline a proposal. One that was never accepted stays unseen by others. Raises NotAllowed."""
    proposal = locked(proposal)
    rules.check_can_decline(by, proposal, partner, reason)
    return decide(proposal, Status.DECLINED, by=by, partner=partner, reason=reason, at=at)


@transaction.atomic
def adopt(*, proposal: Proposal, by: User, partner: Partner | None, reason: str, at: datetime) -> Decision:
    """Make a draft objective of a proposal, led by the partner. Raises NotAllowed."""
    proposal = locked(proposal)
    rules.check_can_adopt(by, proposal, partner, reason)
    proposal.objective = draft_objective(proposal, partner, by)
    return decide(proposal, Status.ADOPTED, by=by, partner=partner, reason=reason, at=at)


def decide(
    proposal: Proposal, end: Status, *, by: User, partner: Partner | None, reason: str, at: datetime
) -> Decision:
    """Store a move that was checked, and tell the proposer."""
    start, proposal.status = proposal.status, end
    proposal.save()
    decision = Decision.objects.create(
        proposal=proposal,
        from_status=start,
        to_status=end,
        reason=reason.strip(),
        decided_by=by,
        partner=partner,
        decided_at=at,
    )
    record(action=AUDITED[end], by=by, for_partner=partner, on=proposal, label=proposal.reference)
    mails.decision(decision)
    return decision


def locked(proposal: Proposal) -> Proposal:
    """Return the proposal as it is now, held until the transaction ends, so that two answers queue."""
    return Proposal.objects.select_for_update().get(pk=proposal.pk)


def overdue(*, at: datetime) -> ProposalQuerySet:
    """The proposals whose mail address was not confirmed in time."""
    return Proposal.objects.never_confirmed(before=at - UNCONFIRMED_KEPT)


@transaction.atomic
def purge_unconfirmed(*, at: datetime) -> int:
    """Delete the proposals whose mail address was not confirmed in time. Returns how many they were."""
    count = overdue(at=at).delete()[1].get("proposals.Proposal", 0)
    if count:
        record(action="proposal.purged", by=None, changed={"count": count})
    return count
