"""Notices: what a person is told, in the admin and, as they choose, by mail."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from wagtail.models import Page

from partners.agencies.acting import partner_of
from partners.agencies.models import Partner
from partners.notices.visibility import still_readable
from partners.people.models import User


class Category(models.TextChoices):
    """What a notice is about. People choose for each of these how they hear of it."""

    SIGNING = "signing", "What you are asked to sign"
    SIGNATURES = "signatures", "What other partners decide"
    PARTS = "parts", "Suggestions for your part of a page"
    FRESHNESS = "freshness", "Pages to check again"
    INVITATIONS = "invitations", "Pages that your partner is asked to join"


class How(models.TextChoices):
    """How a person hears of a category by mail. In the admin everything is listed."""

    AT_ONCE = "at once", "At once"
    DAILY = "daily", "Once a day, together"
    OFF = "off", "No mail"


class Digest(models.Model):
    """The one letter of a day that tells a person of all that waited."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="digests", db_index=False
    )
    day = models.DateField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["-day", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "day"],
                name="one_digest_per_person_and_day",
                violation_error_message="The letter of this day has gone out.",
            )
        ]

    def __str__(self) -> str:
        return f"Digest {self.pk}"


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Questions about notices."""

    def of(self, person: User) -> Self:
        """What this person was told."""
        return self.filter(person=person.pk)

    def readable(self) -> Self:
        """Those whose readers may still read them, and that were not emptied."""
        return self.filter(still_readable(), emptied_at=None)

    def shown_to(self, person: User) -> Self:
        """What a person may read acting for a partner: what came for it, or for none. Operators: all."""
        mine = self.of(person).readable()
        if person.is_superuser:
            return mine
        return mine.filter(Q(partner=None) | Q(partner=partner_of(person)))

    def unread(self) -> Self:
        """Those that were not opened."""
        return self.filter(read_at=None)

    def waiting(self) -> Self:
        """Those that wait for the letter of the day."""
        return self.filter(waits=True)

    def unread_first(self) -> Self:
        """In the order of the list: what is unread, then the rest, each with the latest first."""
        is_read = models.Case(models.When(read_at=None, then=0), default=1)
        return self.order_by(is_read, "-at", "-pk")

    def old(self, before: datetime) -> Self:
        """Those that were read before this and still have their words."""
        return self.filter(read_at__lt=before, emptied_at=None)


class Notice(models.Model):
    """One thing that one person is told.

    The key names the event. It is unique for each person, so an event that is noted twice is told once, also
    after the words of the notice are gone.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices", db_index=False
    )
    key = models.CharField(max_length=150)
    category = models.CharField(max_length=20, choices=Category)
    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, null=True, related_name="notices")
    page = models.ForeignKey(Page, on_delete=models.CASCADE, null=True, related_name="notices")
    subject = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    url = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    waits = models.BooleanField("waits for the letter of the day", default=False)
    mailed_at = models.DateTimeField(null=True)
    digest = models.ForeignKey(Digest, on_delete=models.SET_NULL, null=True, related_name="notices")
    emptied_at = models.DateTimeField(null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["person"], condition=Q(read_at=None), name="notices_that_are_unread"),
            models.Index(fields=["person"], condition=Q(waits=True), name="notices_that_wait"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "key"],
                name="each_person_is_told_once",
                violation_error_message="This person was told already.",
            ),
            models.CheckConstraint(
                name="a_notice_that_waits_was_not_mailed",
                condition=Q(waits=False) | Q(mailed_at__isnull=True),
                violation_error_message="This notice went out already.",
            ),
            models.CheckConstraint(
                name="a_notice_leads_within_the_site",
                condition=Q(url="") | (Q(url__startswith="/") & ~Q(url__startswith="//")),
                violation_error_message="A notice leads to an address of this site.",
            ),
        ]

    def __str__(self) -> str:
        # No words: this stands in logs and error pages.
        return f"Notice {self.pk}"


class NoticePreference(models.Model):
    """How one person wants to hear of one category; without a row, as the category is told by default."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notice_preferences", db_index=False
    )
    category = models.CharField(max_length=20, choices=Category)
    how = models.CharField(max_length=20, choices=How)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "category"],
                name="one_choice_per_person_and_category",
                violation_error_message="You have chosen for this already.",
            )
        ]

    def __str__(self) -> str:
        return f"Notice preference {self.pk}"
