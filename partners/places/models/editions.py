"""Editions of official areas: what each changed, and what people still have to decide."""

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from partners.places.models.areas import Place

EDITION = r"\d{4}-(?:0[1-9]|1[0-2])[a-z]?"
valid_edition = RegexValidator(
    rf"^{EDITION}$", "Name an edition by year and month, such as 2026-05, or 2026-05b for a corrected one."
)


class PlaceEdition(models.Model):
    """One delivery of official areas, as it was loaded."""

    name = models.CharField(max_length=8, unique=True, validators=[valid_edition])
    starts_on = models.DateField(
        help_text="What the tables do not date otherwise begins and ends on this day."
    )
    tables_mark = models.CharField(max_length=64, help_text="A digest that tells these tables from others.")
    loaded_at = models.DateTimeField()

    class Meta:
        ordering = ["-starts_on", "-name"]
        verbose_name = "edition of places"
        verbose_name_plural = "editions of places"

    def __str__(self) -> str:
        return self.name


class ChangeKind(models.TextChoices):
    """What an edition did to a place."""

    ADDED = "added", "Added"
    ENDED = "ended", "Ended"
    RETURNED = "returned", "Returned"
    RENAMED = "renamed", "Renamed"
    RECODED = "recoded", "Has a new code"
    MERGED = "merged", "Merged"
    SPLIT = "split", "Split"


class PlaceChange(models.Model):
    """One thing that an edition did to a place, in words."""

    edition = models.ForeignKey(
        PlaceEdition, on_delete=models.CASCADE, related_name="changes", db_index=False
    )
    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=10, choices=ChangeKind)
    words = models.TextField()

    class Meta:
        ordering = ["pk"]
        verbose_name = "change of a place"
        verbose_name_plural = "changes of places"
        indexes = [models.Index(fields=["edition", "kind"], name="place_change_kind")]
        constraints = [
            models.CheckConstraint(
                name="place_change_kind_is_known",
                condition=Q(kind__in=ChangeKind.values),
                violation_error_message="Choose one of the kinds of change.",
            )
        ]

    def __str__(self) -> str:
        return self.words


class QuestionState(models.TextChoices):
    """Whether a person has decided."""

    OPEN = "open", "To decide"
    MOVED = "moved", "Moved"
    LEFT = "left", "Left where it was"
    SETTLED = "settled", "Settled otherwise"


class PlaceQuestion(models.Model):
    """Something that names an ended place without a certain successor: where should it go?

    `relation` names the moving rule (`editions/moving.py`) and `object_id` the thing; 0 stands for all that
    a rule moves together. The places to choose from are the successors of the ended place.
    """

    edition = models.ForeignKey(PlaceEdition, on_delete=models.CASCADE, related_name="questions")
    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="questions", db_index=False)
    relation = models.CharField(max_length=100)
    object_id = models.PositiveBigIntegerField(default=0)
    label = models.CharField(max_length=255)
    note = models.CharField("why nobody could decide it but a person", max_length=255)
    state = models.CharField(max_length=10, choices=QuestionState, default=QuestionState.OPEN, db_index=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField("what was decided", blank=True)

    class Meta:
        ordering = ["relation", "label", "pk"]
        verbose_name = "question about a place"
        verbose_name_plural = "questions about places"
        constraints = [
            models.UniqueConstraint(
                fields=["place", "relation", "object_id"],
                condition=Q(state="open"),
                name="one_open_question_per_thing",
                violation_error_message="This is asked already.",
            ),
            models.CheckConstraint(
                name="a_question_is_open_until_it_is_decided",
                condition=Q(state="open", decided_at__isnull=True)
                | Q(state__in=["moved", "left", "settled"], decided_at__isnull=False),
                violation_error_message="A decided question says when it was decided.",
            ),
        ]
        indexes = [models.Index(fields=["place", "state"], name="place_question_state")]

    def __str__(self) -> str:
        return f"{self.label}: {self.get_state_display().lower()}"
