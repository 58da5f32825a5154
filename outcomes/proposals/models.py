"""Proposals: what a resident or a group asks the partners of a place to want, and what they answered."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.text import Truncator

from outcomes.objectives.models import Objective
from outcomes.proposals.moves import ACCEPTED, WAITING, WITH_OBJECTIVE, Status
from partners.agencies.acting import standing_of
from partners.agencies.convening import answers_for
from partners.agencies.models import Partner
from partners.people.models import User
from partners.places.closure import WHOLE
from partners.places.models import Place, PlaceClosure
from partners.policy.table import Standing, Thing
from partners.references import random_reference

PREFIX = "P"
TITLE_LENGTH = 120
TEXT_LENGTH = 3000
NAME_LENGTH = 100
OPENING_WORDS = 40


def new_reference() -> str:
    """Return 'P-' and six random letters and digits: short enough to say aloud, too many to guess."""
    return random_reference(PREFIX)


class ProposalQuerySet(models.QuerySet["Proposal"]):
    """Questions about proposals."""

    def confirmed(self) -> Self:
        """Those whose mail address is known to be the proposer's. Nobody sees any other."""
        return self.filter(confirmed_at__isnull=False)

    def never_confirmed(self, before: datetime) -> Self:
        """Those sent in before this moment whose link nobody has followed."""
        return self.filter(confirmed_at__isnull=True, submitted_at__lt=before)

    def public(self) -> Self:
        """Those that anybody may read: a moderator has accepted them, whatever was decided after that.

        One that was declined before it was ever accepted is not among them: only its proposer
        can read it and the reason, by the link in the mail.
        """
        return self.confirmed().filter(accepted_at__isnull=False)

    def waiting(self) -> Self:
        """Those that a moderator should answer."""
        return self.confirmed().filter(status__in=WAITING)

    def inside(self, places: models.QuerySet[Place]) -> Self:
        """Those for these places and for all that lies wholly within them."""
        rows = PlaceClosure.objects.filter(ancestor__in=places, share__gte=WHOLE)
        return self.filter(place__in=rows.values("descendant"))

    def in_places_of(self, partner: Partner) -> Self:
        """Those that this partner answers: none, unless it convenes others."""
        return self.inside(Place.objects.filter(partners=partner, partners__is_convening=True))

    def moderated_by(self, user: User) -> Self:
        """The confirmed ones that this person may read and decide on."""
        if standing_of(user) is Standing.OPERATOR:
            return self.confirmed()
        partner = answers_for(user, Thing.PROPOSAL)
        return self.confirmed().in_places_of(partner) if partner else self.none()

    def newest_first(self) -> Self:
        """In the order in which they became public."""
        return self.order_by("-accepted_at", "-pk")

    def longest_waiting_first(self) -> Self:
        """In the order in which they came in."""
        return self.order_by("submitted_at", "pk")


class Proposal(models.Model):
    """A suggestion of a local objective.

    Personal data: `proposer_email` is shown to nobody, not even to moderators, and serves only to send
    the link that confirms it and the answers. `proposer_name` is optional; moderators see it, the public
    only when the proposer ticked `show_name`. What is never confirmed is deleted after 14 days
    (`purge_unconfirmed_proposals`).
    """

    reference = models.CharField(max_length=8, unique=True, default=new_reference, editable=False)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="proposals")
    title = models.CharField(max_length=TITLE_LENGTH)
    what_should_change = models.TextField(max_length=TEXT_LENGTH)
    why = models.TextField("why it matters here", max_length=TEXT_LENGTH)
    proposer_name = models.CharField("name", max_length=NAME_LENGTH, blank=True)
    proposer_email = models.EmailField("mail address")
    show_name = models.BooleanField("show my name beside the proposal", default=False)
    status = models.CharField(max_length=20, choices=Status, default=Status.RECEIVED, db_index=True)
    submitted_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True, db_index=True)
    objective = models.ForeignKey(
        Objective, null=True, blank=True, on_delete=models.SET_NULL, related_name="origins"
    )
    # What was typed and a random token of the form, digested: the same form sent twice is one proposal.
    submission_key = models.CharField(max_length=64, unique=True, editable=False)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["-submitted_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="proposal_is_confirmed_before_it_is_answered",
                condition=Q(confirmed_at__isnull=False) | Q(status=Status.RECEIVED, accepted_at__isnull=True),
                violation_error_message="A proposal is answered only after its mail address is confirmed.",
            ),
            models.CheckConstraint(
                name="proposal_is_accepted_exactly_when_its_status_says_so",
                condition=Q(status__in=WAITING, accepted_at__isnull=True)
                | Q(status__in=ACCEPTED, accepted_at__isnull=False)
                | Q(status=Status.DECLINED),
                violation_error_message="Only a proposal that was accepted can have this status.",
            ),
            models.CheckConstraint(
                name="only_a_proposal_that_was_taken_up_has_an_objective",
                condition=Q(objective__isnull=True) | Q(status__in=WITH_OBJECTIVE),
                violation_error_message="Only a proposal that was taken up leads to an objective.",
            ),
            models.CheckConstraint(
                name="proposal_shows_only_a_name_that_was_given",
                condition=Q(show_name=False) | ~Q(proposer_name=""),
                violation_error_message="Write your name, or choose not to show it.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    def get_absolute_url(self) -> str:
        """Return its public address, which answers 'not found' until it is accepted."""
        return reverse("proposals:detail", args=[self.reference])

    @property
    def is_public(self) -> bool:
        """Whether anybody may read it. Says the same as `ProposalQuerySet.public`."""
        return self.confirmed_at is not None and self.accepted_at is not None

    @property
    def is_waiting(self) -> bool:
        """Whether a moderator should answer it."""
        return self.confirmed_at is not None and self.status in WAITING

    @property
    def opening(self) -> str:
        """The first words of what should change, for a card."""
        return Truncator(" ".join(self.what_should_change.split())).words(OPENING_WORDS)

    @property
    def public_name(self) -> str:
        """The name that its proposer chose to show, or nothing."""
        return self.proposer_name if self.show_name else ""


class Decision(models.Model):
    """One answer to a proposal: what was decided, by which partner, when, and the reason for all to read.

    `decided_by` is for the record and is not public: the partner answers, not the person.
    """

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="decisions")
    from_status = models.CharField(max_length=20, choices=Status)
    to_status = models.CharField(max_length=20, choices=Status)
    reason = models.TextField("public reason", blank=True, max_length=TEXT_LENGTH)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="proposal_decisions"
    )
    partner = models.ForeignKey(
        Partner, null=True, on_delete=models.PROTECT, related_name="proposal_decisions"
    )
    decided_at = models.DateTimeField()

    class Meta:
        ordering = ["decided_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="a_decision_gives_its_reason",
                condition=Q(to_status__in=[Status.IN_REVIEW, Status.OPEN]) | ~Q(reason=""),
                violation_error_message="Write the reason. Everybody can read it.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id}: {self.get_from_status_display()} → {self.get_to_status_display()}"
