"""Parts: what each partner says for itself on a shared page, kept apart from the text that all share."""

from typing import Any, Never, Self

from django.conf import settings
from django.db import models
from django.db.models import Max, Q
from wagtail.models import Page

from partners.agencies.models import Partner
from partners.parts.content import DIGEST, content_digest

LONGEST_SUGGESTION = 1000  # characters
LONGEST_ANSWER = 500  # characters


class PermanentPartError(RuntimeError):
    """Somebody tried to change or delete what a partner once said."""

    def __init__(self) -> None:
        super().__init__("A version of a part cannot be changed or deleted. Save a new one.")


class PartVersionQuerySet(models.QuerySet["PartVersion"]):
    """Versions can be read and added. The database refuses changes too; this says so earlier."""

    def update(self, **kwargs: Any) -> Never:
        """Raises PermanentPartError."""
        raise PermanentPartError

    def delete(self) -> Never:
        """Raises PermanentPartError."""
        raise PermanentPartError

    def latest_of_each(self) -> Self:
        """The latest version of each partner on each page."""
        latest = self.model.objects.order_by().values("page", "partner").annotate(latest=Max("pk"))
        return self.filter(pk__in=latest.values("latest"))


class PartVersion(models.Model):
    """What a partner said for itself on a page from one moment on. An empty content says nothing any more.

    Not part of the page's revisions: no old version of the common text, copy or schedule brings one back.
    Rows go only with their page.
    """

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="part_versions")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="part_versions")
    content = models.JSONField(default=dict, blank=True)
    digest = models.CharField(max_length=DIGEST, blank=True, editable=False)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    saved_at = models.DateTimeField()

    objects = PartVersionQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["page", "partner", "id"], name="part_versions_in_order")]

    def __str__(self) -> str:
        return f"{self.partner} on {self.page}, version {self.pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the row with the digest of its content. Raises PermanentPartError when it is there already."""
        if not self._state.adding:
            raise PermanentPartError
        self.digest = content_digest(self.content)
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> Never:
        """Raises PermanentPartError."""
        raise PermanentPartError

    @property
    def is_empty(self) -> bool:
        """Whether the partner says nothing."""
        return not self.digest


class PublishedPart(models.Model):
    """Which version of a partner's part everybody reads on a published page."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="published_parts")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="published_parts")
    version = models.ForeignKey(PartVersion, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["page", "partner"],
                name="a_partner_has_one_published_part_on_a_page",
                violation_error_message="This partner's part is on the site already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.partner} on {self.page}"


class PartSuggestion(models.Model):
    """A partner suggests a change to what another says for itself. Only that other one may make it."""

    class Answer(models.TextChoices):
        """What became of it."""

        TAKEN_UP = "taken_up", "Taken up"
        NOT_TAKEN_UP = "not_taken_up", "Not taken up"
        WITHDRAWN = "withdrawn", "Taken back"

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="part_suggestions")
    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="part_suggestions")
    text = models.TextField("what you suggest", max_length=LONGEST_SUGGESTION)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    for_partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="suggestions_made")
    made_at = models.DateTimeField()
    answer = models.CharField(max_length=20, choices=Answer, blank=True)
    answer_words = models.CharField("a word about it", max_length=LONGEST_ANSWER, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="an_answered_suggestion_has_a_time",
                condition=Q(answer="", answered_at__isnull=True)
                | ~Q(answer="") & Q(answered_at__isnull=False),
                violation_error_message="An answer has a time.",
            ),
            models.CheckConstraint(
                name="a_suggestion_is_for_another_partner",
                condition=~Q(partner=models.F("for_partner")),
                violation_error_message="This is your own part: change it yourself.",
            ),
        ]

    def __str__(self) -> str:
        # No words of it: this stands in logs and in the audit.
        return f"Suggestion {self.pk} to {self.partner}"
