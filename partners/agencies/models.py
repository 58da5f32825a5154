"""Partners: the agencies that work in a place, and who acts for them."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.models import Collection

from partners.agencies.numbers import OfficialNumber
from partners.ordering import place_in
from partners.places.finding import Named, Names
from partners.places.models import Place
from partners.places.names import findable, folded, search_words
from partners.places.querysets import words_of
from partners.places.vocabulary import FEW

MOST_WORDS = 10
# A page of ours lies at /partners/register/.
RESERVED_SLUG = "register"
REACHABLE = "Enter an email address or a phone number, so that they can be reached."


class PartnerKind(models.TextChoices):
    """What an agency is."""

    COUNCIL = "council", "Council"
    NHS = "nhs", "NHS"
    POLICE = "police", "Police"
    FIRE = "fire", "Fire and rescue"
    VCSE = "vcse", "Voluntary and community"
    HOUSING = "housing", "Housing"
    EDUCATION = "education", "Education"
    BUSINESS = "business", "Business"


class PartnerQuerySet(models.QuerySet["Partner"]):
    """Questions about partners."""

    def convening(self, places: models.QuerySet[Place]) -> Self:
        """Partners that convene others in any of these places."""
        return self.filter(is_convening=True, serves__in=places).distinct()

    def search(self, words: str) -> Self:
        """Partners whose name holds each of these words."""
        partners = self
        for word in words.split()[:MOST_WORDS]:
            partners = partners.filter(name__icontains=word)
        return partners

    def called(self, name: str) -> Self:
        """Partners of exactly this name, in any capitals and however it is spaced."""
        wanted = folded(name)
        rows = self.order_by().values_list("pk", "name")
        return self.filter(pk__in=[pk for pk, known in rows if folded(known) == wanted])

    def with_number(self, number: OfficialNumber) -> Self:
        """The partner that has this official number."""
        return self.filter(identifiers__scheme=number.scheme, identifiers__value=number.value)

    def called_or_like(self, words: str) -> Self:
        """Partners that `search` finds, then those with a name like it where these are fewer than three."""
        found = self.search(words)
        typed = words_of(words)
        if not typed or found[:FEW].count() == FEW:
            return found
        called = list(found.values_list("pk", flat=True))
        rows = self.order_by("name").values_list("pk", "slug", "kind", "name")
        names = Names(
            [
                Named(pk, slug, kind, name, findable(search_words(name)), is_small=False)
                for pk, slug, kind, name in rows
            ]
        )
        keys = list(dict.fromkeys([*called, *(partner.pk for partner in names.nearly_called(typed))]))
        return self.filter(pk__in=keys).order_by(place_in(keys))


class Partner(ClusterableModel):
    """An agency: council, NHS body, police force, voluntary group, landlord, college or business."""

    name = models.CharField(max_length=200, db_index=True)
    slug = models.SlugField(max_length=120, unique=True)
    kind = models.CharField(max_length=20, choices=PartnerKind, db_index=True)
    website = models.URLField(blank=True)
    summary = models.TextField("what it does", blank=True)
    is_convening = models.BooleanField(
        "brings partners together",
        default=False,
        help_text="It answers proposals in the places that it serves.",
    )
    is_demonstration = models.BooleanField("fictional, for demonstration", default=False)
    collection = models.OneToOneField(
        Collection,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="partner",
        help_text="Where its pictures and documents are.",
    )
    serves = ParentalManyToManyField(
        Place, blank=True, related_name="partners", verbose_name="places it serves"
    )

    objects = PartnerQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                name="no_partner_takes_the_address_of_a_page",
                condition=~Q(slug=RESERVED_SLUG),
                violation_error_message="Another page has this address. Choose another.",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the address of its public page."""
        return reverse("browse:partner", args=[self.slug])


class PartnerIdentifier(models.Model):
    """An official number of a partner, in the form of org-id.guide: scheme, then value."""

    partner = ParentalKey(Partner, on_delete=models.CASCADE, related_name="identifiers")
    scheme = models.CharField(max_length=30)
    value = models.CharField(max_length=60)

    class Meta:
        ordering = ["scheme", "value"]
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "value"],
                name="one_partner_per_identifier",
                violation_error_message="Another partner already has this identifier.",
            )
        ]

    def __str__(self) -> str:
        return str(self.number)

    @property
    def number(self) -> OfficialNumber:
        """The number, which knows its register."""
        return OfficialNumber(self.scheme, self.value)


class PartnerContact(models.Model):
    """Somebody, or a team, whom the public may write to or ring about a partner's work.

    Personal data: only what partner admins enter here to be published. It says nothing of accounts.
    """

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="contacts")
    name = models.CharField("name or team", max_length=100)
    purpose = models.CharField("what for", max_length=100, blank=True)
    email = models.EmailField("mail address", blank=True)
    phone = models.CharField("phone number", max_length=30, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="a_contact_can_be_reached",
                condition=~Q(email="") | ~Q(phone=""),
                violation_error_message=REACHABLE,
            )
        ]

    def __str__(self) -> str:
        return self.name


class Role(models.TextChoices):
    """What a person may do for a partner, from least to most."""

    MEMBER = "member", "Member: may suggest"
    EDITOR = "editor", "Editor: writes"
    APPROVER = "approver", "Approver: signs and answers"
    ADMIN = "admin", "Partner admin: manages members"


DECIDING_ROLES = (Role.APPROVER, Role.ADMIN)


class Membership(models.Model):
    """A person's role in a partner."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role, default=Role.MEMBER)
    joined_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "partner"],
                name="one_membership_per_person_and_partner",
                violation_error_message="This person already belongs to this partner.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.partner}"
