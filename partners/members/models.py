"""How people come to belong to a partner: invitations, mail domains, and requests to join."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from partners.agencies.models import Membership, Partner, Role
from partners.members.domains import LONGEST_DOMAIN

DIGEST = 64  # characters of a SHA-256 digest in hexadecimal


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Questions about invitations."""

    def unanswered(self) -> Self:
        """Those that nobody answered or ended, expired ones included."""
        return self.filter(outcome="")

    def open(self, at: datetime) -> Self:
        """Those that can be accepted: not expired, and who sent it is still an admin there, or operator."""
        still_admin = Membership.objects.filter(
            user=OuterRef("invited_by"), partner=OuterRef("partner"), role=Role.ADMIN
        )
        return self.unanswered().filter(
            Q(invited_by__is_superuser=True) | Exists(still_admin),
            invited_by__is_active=True,
            expires_at__gt=at,
        )


class Invitation(models.Model):
    """A partner admin asks the reader of a mail address to become a member.

    Personal data: `address`. The link in the mail carries a random key; only a digest of it is kept, so that
    nobody who reads the database can accept.
    """

    class Outcome(models.TextChoices):
        """What became of it."""

        ACCEPTED = "accepted", "Accepted"
        DECLINED = "declined", "Declined"
        TAKEN_BACK = "taken back", "Taken back"
        REPLACED = "replaced", "Replaced by a newer one"
        RESET = "password reset", "Ended when the person got a new password"
        INVITER_GONE = "inviter gone", "Ended when who sent it stopped being a partner admin"
        JOINED = "joined", "Ended when the person joined another way"

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="invitations")
    address = models.EmailField("mail address")
    role = models.CharField(max_length=20, choices=Role, default=Role.EDITOR)
    is_shared_mailbox = models.BooleanField(
        "looks like a mailbox of several people",
        default=False,
        help_text="Who invited has confirmed that one person alone uses it here.",
    )
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    invited_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    digest = models.CharField(max_length=DIGEST, unique=True, editable=False)
    outcome = models.CharField(max_length=20, choices=Outcome, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-invited_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["partner", "address"],
                condition=Q(outcome=""),
                name="one_open_invitation_per_partner_and_address",
                violation_error_message="This address is invited already.",
            ),
            models.CheckConstraint(
                name="invitation_outcome_has_a_time",
                condition=Q(outcome="", answered_at__isnull=True)
                | ~Q(outcome="") & Q(answered_at__isnull=False),
                violation_error_message="What became of an invitation has a time.",
            ),
            models.CheckConstraint(
                name="invitation_expires_after_it_is_sent",
                condition=Q(expires_at__gt=models.F("invited_at")),
                violation_error_message="An invitation expires after it is sent.",
            ),
        ]

    def __str__(self) -> str:
        # No address: this stands in logs and error pages.
        return f"Invitation {self.pk}"


class MailDomain(models.Model):
    """A domain of mail addresses whose people may ask to join a partner."""

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="mail_domains")
    domain = models.CharField(
        max_length=LONGEST_DOMAIN,
        unique=True,
        error_messages={"unique": "A partner has this domain already."},
    )
    includes_subdomains = models.BooleanField(
        "and everything below it",
        default=False,
        help_text="Also addresses such as @schools.example.gov.uk for example.gov.uk.",
    )
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["domain"]

    def __str__(self) -> str:
        return self.domain


class JoinRequest(models.Model):
    """Somebody with a confirmed address in a partner's mail domain asks to become a member.

    Personal data: `address` and `message`.
    """

    class Answer(models.TextChoices):
        """What became of it."""

        APPROVED = "approved", "Approved"
        REFUSED = "refused", "Refused"
        TAKEN_BACK = "taken back", "Taken back"
        JOINED = "joined", "Ended when the person joined another way"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="join_requests")
    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="join_requests")
    address = models.EmailField("mail address")
    message = models.CharField("who you are and what you do", max_length=300)
    asked_at = models.DateTimeField(default=timezone.now)
    answer = models.CharField(max_length=20, choices=Answer, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    role = models.CharField(max_length=20, choices=Role, blank=True)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "partner"],
                condition=Q(answer=""),
                name="one_open_join_request_per_person_and_partner",
                violation_error_message="You have asked already, and nobody has answered yet.",
            ),
            models.CheckConstraint(
                name="join_answer_has_a_time",
                condition=Q(answer="", answered_at__isnull=True)
                | ~Q(answer="") & Q(answered_at__isnull=False),
                violation_error_message="An answer has a time.",
            ),
            models.CheckConstraint(
                name="a_refused_join_request_has_a_reason",
                condition=~Q(answer="refused", reason=""),
                violation_error_message="Say why.",
            ),
        ]

    def __str__(self) -> str:
        # No names: this stands in logs and error pages.
        return f"Request to join {self.pk}"
