"""Lists of case studies that people gather, with notes, to read again and to hand on."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from outcomes.casestudies.models import CaseStudy
from partners.agencies.models import Partner
from partners.people.models import User

TITLE_LENGTH = 120
DESCRIPTION_LENGTH = 1000
NOTE_LENGTH = 500
MOST_ITEMS = 100


class Keeper(models.TextChoices):
    """Who may see a list and change it, apart from those who have its link and only read."""

    ME = "me", "Only me"
    PARTNER = "partner", "Everybody in my partner"


class CollectionQuerySet(models.QuerySet["Collection"]):
    """Questions about lists."""

    def kept_by(self, user: User, partner: Partner | None) -> Self:
        """Those that a person may change who acts for this partner: their own, and the partner's."""
        own = Q(keeper=Keeper.ME, owner=user)
        return self.filter(own | Q(keeper=Keeper.PARTNER, partner=partner) if partner else own)

    def counted(self) -> Self:
        """With how many case studies are in each: `size`."""
        return self.annotate(size=models.Count("items"))


class Collection(models.Model):
    """A list of case studies.

    Personal data: who made it, and what is written in it. A list of somebody's own goes with the account and
    is nobody else's, unless they hand on its link; that of a partner stays with it and forgets the person.
    The link is kept as it is, because whoever may change the list may read it again to hand it on.
    """

    title = models.CharField(max_length=TITLE_LENGTH)
    description = models.TextField("what it is for", max_length=DESCRIPTION_LENGTH, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="collections"
    )
    # For whom the owner gathers: readers see this name, and a list of the partner is kept by all its people.
    partner = models.ForeignKey(
        Partner, null=True, blank=True, on_delete=models.SET_NULL, related_name="collections"
    )
    keeper = models.CharField("who may see and change it", max_length=10, choices=Keeper, default=Keeper.ME)
    shows_name = models.BooleanField("my name stands beside it", default=False)
    # What a reader's link ends in; none: nobody else reads it.
    token = models.CharField(max_length=43, unique=True, null=True, editable=False)  # noqa: DJ001  # unique
    # What the form was sent with that made it, so that a form sent twice makes one list.
    form_key = models.UUIDField(unique=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    objects = CollectionQuerySet.as_manager()

    class Meta:
        ordering = ["-changed_at", "-pk"]
        verbose_name = "list of case studies"
        verbose_name_plural = "lists of case studies"
        constraints = [
            models.CheckConstraint(
                name="a_list_has_somebody_who_keeps_it",
                condition=Q(keeper=Keeper.ME, owner__isnull=False)
                | Q(keeper=Keeper.PARTNER, partner__isnull=False),
                violation_error_message="A list belongs to a person or to a partner.",
            ),
            models.CheckConstraint(
                name="a_link_to_a_list_is_not_empty",
                condition=Q(token__isnull=True) | ~Q(token=""),
                violation_error_message="A link needs its secret end.",
            ),
        ]

    def __str__(self) -> str:
        # No words of people: this stands in logs, error pages and the audit.
        return f"List {self.pk}"

    def get_absolute_url(self) -> str:
        """Return the address at which it is changed."""
        return reverse("collections:detail", args=[self.pk])

    @property
    def is_of_partner(self) -> bool:
        """Whether all people of the partner keep it together."""
        return self.keeper == Keeper.PARTNER

    @property
    def shared_url(self) -> str:
        """The address at which everybody reads it who has the link; empty while nobody may."""
        return reverse("collections:shared", args=[self.token]) if self.token else ""

    @property
    def made_by(self) -> str:
        """Who made it, in words for readers: the partner, and the person only if they chose so."""
        person = str(self.owner) if self.shows_name and self.owner and self.owner.get_full_name() else ""
        return ", ".join(filter(None, [person, self.partner.name if self.partner else ""]))


class CollectedItem(models.Model):
    """A case study in a list, with what somebody noted about it."""

    collection = models.ForeignKey(Collection, on_delete=models.CASCADE, related_name="items", db_index=False)
    page = models.ForeignKey(CaseStudy, on_delete=models.CASCADE, related_name="collected")
    note = models.TextField(max_length=NOTE_LENGTH, blank=True)
    position = models.PositiveSmallIntegerField()
    version = models.PositiveIntegerField(default=1, editable=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = "case study in a list"
        verbose_name_plural = "case studies in lists"
        constraints = [
            models.UniqueConstraint(
                fields=["collection", "page"],
                name="a_case_study_is_in_a_list_once",
                violation_error_message="This case study is in the list already.",
            )
        ]

    def __str__(self) -> str:
        return f"Item {self.pk}"
