"""Registrations: a voluntary group asks to become a partner, and a partner of its place answers."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse

from partners.agencies.models import Partner
from partners.agencies.numbers import OfficialNumber
from partners.people.models import User
from partners.places.closure import WHOLE
from partners.places.models import Place, PlaceClosure
from partners.references import random_reference

PREFIX = "R"
NAME_LENGTH = 200
SUMMARY_LENGTH = 600
REASON_LENGTH = 1000


class Status(models.TextChoices):
    """How far a registration is, in words that its applicant reads. Only 'received' leads anywhere else."""

    RECEIVED = "received", "Waiting for an answer"
    APPROVED = "approved", "Approved"
    DECLINED = "declined", "Declined"
    WITHDRAWN = "withdrawn", "Withdrawn"


def new_reference() -> str:
    """Return 'R-' and six random letters and digits."""
    return random_reference(PREFIX)


class RegistrationQuerySet(models.QuerySet["Registration"]):
    """Questions about registrations."""

    def waiting(self) -> Self:
        """Those that somebody should answer."""
        return self.filter(status=Status.RECEIVED)

    def answered(self) -> Self:
        """Those that were approved, declined or withdrawn."""
        return self.exclude(status=Status.RECEIVED)

    def of(self, user: User) -> Self:
        """Those that this person sent, the newest first."""
        return self.filter(applicant=user).order_by("-received_at", "-pk")

    def since(self, moment: datetime) -> Self:
        """Those that came in after this moment."""
        return self.filter(received_at__gt=moment)

    def convened_by(self, partner: Partner) -> Self:
        """Those for at least one place in which this partner brings others together."""
        if not partner.is_convening:
            return self.none()
        served = partner.serves.through.objects.filter(partner=partner).values("place")
        inside = PlaceClosure.objects.filter(ancestor__in=served, share__gte=WHOLE).values("descendant")
        named = self.model.places.through.objects.filter(place__in=inside)
        return self.filter(pk__in=named.values("registration"))


class Registration(models.Model):
    """A group that asks to become a partner.

    Personal data: who applies, with what they do there. Only those who may answer see it, and the person; it
    goes when the account goes. What was approved is a partner of its own then, and stays.
    """

    reference = models.CharField(max_length=8, unique=True, default=new_reference, editable=False)
    name = models.CharField("name of the group", max_length=NAME_LENGTH)
    summary = models.TextField("what it does", max_length=SUMMARY_LENGTH)
    charity_scheme = models.CharField(max_length=10, blank=True)
    charity_number = models.CharField(max_length=20, blank=True)
    company_number = models.CharField(max_length=20, blank=True)
    website = models.URLField(blank=True)
    places = models.ManyToManyField(Place, related_name="registrations", verbose_name="places it serves")
    applicant = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="registrations"
    )
    applicant_role = models.CharField("what the applicant does there", max_length=100)
    status = models.CharField(max_length=10, choices=Status, default=Status.RECEIVED, db_index=True)
    received_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    answered_for = models.ForeignKey(
        Partner, null=True, blank=True, on_delete=models.SET_NULL, related_name="answered_registrations"
    )
    reason = models.TextField("reason", blank=True, max_length=REASON_LENGTH)
    partner = models.OneToOneField(
        Partner, null=True, blank=True, on_delete=models.SET_NULL, related_name="registration"
    )

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        ordering = ["received_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                "applicant",
                Lower("name"),
                condition=Q(status=Status.RECEIVED),
                name="one_open_registration_per_person_and_name",
                violation_error_message="You have registered this group already, and it waits for an answer.",
            ),
            models.CheckConstraint(
                name="a_registration_says_when_it_was_answered",
                condition=Q(status=Status.RECEIVED, answered_at__isnull=True)
                | (~Q(status=Status.RECEIVED) & Q(answered_at__isnull=False)),
                violation_error_message="A registration has the day of its answer when it was answered.",
            ),
            models.CheckConstraint(
                name="only_an_approved_registration_has_a_partner",
                condition=Q(partner__isnull=True) | Q(status=Status.APPROVED),
                violation_error_message="Only a registration that was approved makes a partner.",
            ),
            models.CheckConstraint(
                name="a_declined_registration_gives_its_reason",
                condition=~Q(status=Status.DECLINED) | ~Q(reason=""),
                violation_error_message="Write the reason. The person who registered the group reads it.",
            ),
            models.CheckConstraint(
                name="a_charity_number_names_its_register",
                condition=Q(charity_number="", charity_scheme="")
                | (~Q(charity_number="") & ~Q(charity_scheme="")),
                violation_error_message="A charity number needs the register that it stands in.",
            ),
        ]

    def __str__(self) -> str:
        # No names: this stands in logs and error pages.
        return self.reference

    def get_absolute_url(self) -> str:
        """Return the address at which its applicant reads it."""
        return reverse("registrations:detail", args=[self.reference])

    @property
    def is_waiting(self) -> bool:
        """Whether somebody should answer it."""
        return self.status == Status.RECEIVED

    @property
    def numbers(self) -> list[OfficialNumber]:
        """The official numbers that the applicant gave."""
        charity = OfficialNumber(self.charity_scheme, self.charity_number)
        given = [charity, OfficialNumber("GB-COH", self.company_number)]
        return [number for number in given if number.value]
