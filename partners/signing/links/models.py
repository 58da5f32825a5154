"""Links by which somebody without an account signs for a partner."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from wagtail.models import Page

from partners.agencies.models import Partner
from partners.signing.models import SigningRound, SignOff, person

DIGEST = 64  # characters of a SHA-256 digest in hexadecimal


class SignatureLinkQuerySet(models.QuerySet["SignatureLink"]):
    """Questions about links."""

    def open(self) -> Self:
        """Those that nobody used or ended; some of them may have expired."""
        return self.filter(outcome="")

    def expired(self, at: datetime) -> Self:
        """Those that are too old and were not ended yet."""
        return self.open().filter(expires_at__lte=at)


class SignatureLink(models.Model):
    """Somebody is asked by mail to sign one text for one partner, once.

    Bound to the round, to the words of the common text and to those of the partner's own part. Personal data:
    `address`, which is emptied when the link ends. Of the link itself, the code and the browser only digests
    are kept, so that nobody who reads the database can sign.
    """

    class Outcome(models.TextChoices):
        """Why it works no more."""

        USED = "used", "Used"
        REPLACED = "replaced", "A newer one was sent"
        TAKEN_BACK = "taken_back", "Taken back"
        EXPIRED = "expired", "Expired"
        CHANGED = "changed", "The words were changed"
        ROUND_OVER = "round_over", "The page waits for signatures no more"
        DECIDED = "decided", "The partner decided another way"
        TRIES = "tries", "Too many wrong codes were typed"
        ADDRESS = "address", "The address is no address of the partner any more"
        WRITER = "writer", "The address is of somebody who wrote the text"
        SENDER = "sender", "Who sent it may not send it any more"

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="signature_links")
    round = models.ForeignKey(SigningRound, on_delete=models.CASCADE, related_name="links")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="signature_links")
    address = models.EmailField("mail address", blank=True)
    common_digest = models.CharField(max_length=DIGEST)
    part_digest = models.CharField(max_length=DIGEST, blank=True)
    token_digest = models.CharField(max_length=DIGEST, unique=True, editable=False)
    asked_by = person()
    asked_for = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    codes_sent = models.PositiveSmallIntegerField(default=0)
    code_digest = models.CharField(max_length=DIGEST, blank=True, editable=False)
    code_sent_at = models.DateTimeField(null=True, blank=True)
    wrong_codes = models.PositiveSmallIntegerField(default=0)
    browser_digest = models.CharField(max_length=DIGEST, blank=True, editable=False)
    refusals = models.PositiveSmallIntegerField(default=0)
    outcome = models.CharField(max_length=20, choices=Outcome, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    sign_off = models.OneToOneField(
        SignOff, on_delete=models.CASCADE, null=True, blank=True, related_name="link"
    )

    objects = SignatureLinkQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["page", "partner", "address"],
                condition=Q(outcome=""),
                name="one_open_link_per_page_partner_and_address",
                violation_error_message="A link was sent to this address already.",
            ),
            models.CheckConstraint(
                name="a_link_that_ended_keeps_no_address",
                condition=Q(outcome="", ended_at__isnull=True) & ~Q(address="")
                | ~Q(outcome="") & Q(ended_at__isnull=False, address="", code_digest=""),
                violation_error_message="A link that ended has a time and keeps no address.",
            ),
            models.CheckConstraint(
                name="a_used_link_has_its_decision",
                condition=Q(outcome="used", sign_off__isnull=False)
                | ~Q(outcome="used") & Q(sign_off__isnull=True),
                violation_error_message="Only a link that was used has a decision.",
            ),
            models.CheckConstraint(
                name="a_link_expires_after_it_is_sent",
                condition=Q(expires_at__gt=models.F("asked_at")),
                violation_error_message="A link expires after it is sent.",
            ),
        ]

    def __str__(self) -> str:
        # No address: this stands in logs, error pages and the audit.
        return f"Link {self.pk} for {self.partner}"
