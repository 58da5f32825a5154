"""Searches that people saved, and what was published since that fits them. Only the person sees them."""

import secrets
from datetime import datetime
from typing import NamedTuple, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from outcomes.themes.models import Theme
from partners.agencies.models import Partner
from partners.places.models import Place
from search.where.asked import MILES

NAME_LENGTH = 100
TEXT_LENGTH = 200
TOKEN_LENGTH = 90
LABEL_LENGTH = 300


class How(models.TextChoices):
    """How often somebody is told by mail of what is new in a search."""

    DAILY = "daily", "Once a day, when there is something new"
    WEEKLY = "weekly", "Once a week, on Mondays"
    OFF = "off", "No mail"


def new_key() -> str:
    """Return what makes the links of one subscriber differ from those of everybody before and after."""
    return secrets.token_urlsafe(16)


class Subscriber(models.Model):
    """Who saved searches: somebody with an account, or a mail address whose owner confirmed the link.

    Personal data: only its owner sees it. With an account it goes when the account goes. An address goes
    with its last search, and a search that was never confirmed goes after 7 days (`send_alerts`).
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="search_subscriber"
    )
    address = models.EmailField("mail address", blank=True)
    key = models.CharField(max_length=30, unique=True, default=new_key, editable=False)
    since = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="a_subscriber_is_a_person_or_an_address",
                condition=Q(user__isnull=False, address="") | (Q(user__isnull=True) & ~Q(address="")),
                violation_error_message="Give an account or a mail address.",
            ),
            models.UniqueConstraint(
                Lower("address"),
                condition=Q(user__isnull=True),
                name="one_subscriber_per_address",
                violation_error_message="This address is here already.",
            ),
        ]

    def __str__(self) -> str:
        # No address: this stands in logs and error pages.
        return f"Subscriber {self.pk}"

    @property
    def mail_address(self) -> str:
        """Where letters go; empty for somebody whose account is closed."""
        if self.user is None:
            return self.address
        return self.user.email if self.user.is_active else ""


class SavedSearchQuerySet(models.QuerySet["SavedSearch"]):
    """Questions about saved searches."""

    def of(self, subscriber: Subscriber | None) -> Self:
        """What this subscriber saved and confirmed."""
        return self.filter(subscriber=subscriber).confirmed()

    def confirmed(self) -> Self:
        """Those whose owner wants them for sure."""
        return self.filter(confirmed_at__isnull=False)

    def alerting(self) -> Self:
        """Those of which somebody is told by mail."""
        return self.confirmed().exclude(how=How.OFF)

    def never_confirmed(self, before: datetime) -> Self:
        """Those saved before this moment whose link nobody followed."""
        return self.filter(confirmed_at__isnull=True, made_at__lt=before)


class SavedSearch(models.Model):
    """One search of one subscriber: the words; what was chosen of filters and places is in its conditions."""

    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="searches")
    name = models.CharField(max_length=NAME_LENGTH)
    how = models.CharField("mail", max_length=10, choices=How, default=How.DAILY)
    text = models.CharField(max_length=TEXT_LENGTH, blank=True)
    relation = models.CharField(max_length=10, default="inside")
    within = models.FloatField("miles", default=MILES)
    sort = models.CharField(max_length=20, default="relevance")
    made_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    # What was published before this is not new to its owner, who has seen the results.
    since = models.DateTimeField()
    # By which rules its gate was chosen, and whether there is none: then it is asked about everything.
    gated_by = models.CharField(max_length=40, blank=True, db_index=True)
    is_open = models.BooleanField("has no gate", default=True)
    # What its words need of a text (`needs_of`), by the same rules.
    needs = models.JSONField(default=dict, blank=True)

    objects = SavedSearchQuerySet.as_manager()

    class Meta:
        verbose_name = "saved search"
        verbose_name_plural = "saved searches"
        ordering = ["name", "pk"]
        indexes = [
            models.Index(fields=["id"], condition=Q(is_open=True), name="saved_searches_without_gate"),
        ]

    def __str__(self) -> str:
        # No words: they may be about somebody, and this stands in logs and error pages.
        return f"Saved search {self.pk}"


class Said(NamedTuple):
    """What a condition says now; `value` is empty for what was deleted."""

    facet: str
    value: str
    label: str


class Condition(models.Model):
    """One value that was chosen: of a filter, or `near` or `like` a place.

    Places, themes and partners are named by their rows, so that new names, codes and boundaries are followed.
    One that was deleted keeps its label; the search then finds nothing by it, and never more than before.
    """

    search = models.ForeignKey(SavedSearch, on_delete=models.CASCADE, related_name="conditions")
    facet = models.CharField(max_length=20)
    value = models.CharField(max_length=50, blank=True)
    place = models.ForeignKey(Place, on_delete=models.SET_NULL, null=True, related_name="+")
    theme = models.ForeignKey(Theme, on_delete=models.SET_NULL, null=True, related_name="+")
    partner = models.ForeignKey(Partner, on_delete=models.SET_NULL, null=True, related_name="+")
    label = models.CharField(max_length=LABEL_LENGTH, blank=True)
    gates = models.BooleanField(
        default=False, help_text="The search is asked only about what fulfils this, or another of its gates."
    )

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["facet", "value"], condition=Q(gates=True), name="gates_by_value"),
        ]

    def __str__(self) -> str:
        return f"Condition {self.pk}"

    @property
    def said(self) -> Said:
        """What it says, before it is saved."""
        return Said(self.facet, self.value or self.label, self.label)


class Word(models.Model):
    """A word that is a gate: a search is asked only about what has one of its words."""

    search = models.ForeignKey(SavedSearch, on_delete=models.CASCADE, related_name="words")
    token = models.CharField(max_length=TOKEN_LENGTH, db_index=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"Word {self.pk}"


class Thing(models.Model):
    """Something that has become public. There is one row for each, for good: so nothing is new twice."""

    source = models.CharField(max_length=20)
    object_id = models.PositiveBigIntegerField()
    noted_at = models.DateTimeField(default=timezone.now)
    matched_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "thing that became public"
        verbose_name_plural = "things that became public"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["source", "object_id"], name="a_thing_is_new_once")]
        indexes = [models.Index(fields=["id"], condition=Q(matched_at=None), name="things_to_match")]

    def __str__(self) -> str:
        return f"{self.source}-{self.object_id}"


class AlertMail(models.Model):
    """The one letter of a day to a subscriber. `week` is its Monday where weekly searches are in it."""

    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="mails")
    day = models.DateField()
    week = models.DateField(null=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["subscriber", "day"],
                name="one_alert_mail_a_day",
                violation_error_message="The mail of this day has gone out.",
            ),
            models.UniqueConstraint(
                fields=["subscriber", "week"],
                name="one_weekly_alert_mail_a_week",
                violation_error_message="The mail of this week has gone out.",
            ),
        ]

    def __str__(self) -> str:
        return f"Alert mail {self.pk}"


class Alert(models.Model):
    """That something new fits a saved search: told in one mail, and waiting until then."""

    search = models.ForeignKey(SavedSearch, on_delete=models.CASCADE, related_name="alerts", db_index=False)
    thing = models.ForeignKey(Thing, on_delete=models.CASCADE, related_name="alerts")
    found_at = models.DateTimeField()
    mail = models.ForeignKey(AlertMail, on_delete=models.SET_NULL, null=True, related_name="alerts")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["search", "thing"],
                name="each_search_tells_of_a_thing_once",
                violation_error_message="This was told already.",
            )
        ]
        indexes = [models.Index(fields=["found_at"], condition=Q(mail=None), name="alerts_that_wait")]

    def __str__(self) -> str:
        return f"Alert {self.pk}"
