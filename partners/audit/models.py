"""What happened: rows that are only ever added, each bound to the one before it."""

from typing import Any, Never

from django.conf import settings
from django.db import models

from partners.audit.chain import START

DIGEST = 64  # characters of a SHA-256 digest in hexadecimal


class PermanentRowError(RuntimeError):
    """Somebody tried to change or delete what was recorded."""

    def __init__(self) -> None:
        super().__init__("An audit row cannot be changed or deleted.")


class AuditRowQuerySet(models.QuerySet["AuditRow"]):
    """Rows can be read and added. The database refuses the rest too; this says so earlier."""

    def update(self, **kwargs: Any) -> Never:
        """Raises PermanentRowError."""
        raise PermanentRowError

    def delete(self) -> Never:
        """Raises PermanentRowError."""
        raise PermanentRowError


class AuditPerson(models.Model):
    """Who a row is about, under the name that they had then.

    Personal data: `label` (name and mail address). It is kept apart from the rows, which hold only a digest
    of it made with `salt`: a changed label is noticed, and an erased one (both empty) breaks no chain.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    label = models.CharField(max_length=500, blank=True)
    salt = models.CharField(max_length=DIGEST, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "label"], name="one_audit_person_per_user_and_name"),
            models.CheckConstraint(
                name="an_erased_audit_person_has_no_name",
                condition=models.Q(erased_at__isnull=True) | models.Q(label="", salt=""),
                violation_error_message="A person who was erased keeps no name.",
            ),
        ]

    def __str__(self) -> str:
        return self.label or f"Erased person {self.pk}"


class AuditRow(models.Model):
    """One change of state: who, for which partner, what, when, from which request.

    Partner and object are named by plain words and numbers, not by relations: they may be gone tomorrow, and
    this room knows none above it.
    """

    sequence = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField("when", db_index=True)
    action = models.CharField(max_length=60, db_index=True)
    by = models.ForeignKey(
        AuditPerson,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="rows_by",
        verbose_name="who",
    )
    by_digest = models.CharField(max_length=DIGEST, blank=True)
    about = models.ForeignKey(
        AuditPerson, null=True, blank=True, on_delete=models.PROTECT, related_name="rows_about"
    )
    about_digest = models.CharField(max_length=DIGEST, blank=True)
    partner_key = models.BigIntegerField(null=True, blank=True, db_index=True)
    partner_name = models.CharField("for partner", max_length=200, blank=True)
    object_type = models.CharField(max_length=100, blank=True)
    object_key = models.CharField(max_length=64, blank=True)
    object_label = models.CharField("object", max_length=255, blank=True)
    changed = models.JSONField("what changed", default=dict, blank=True)
    request_id = models.CharField("request", max_length=64, blank=True)
    previous_hash = models.CharField(max_length=DIGEST)
    hash = models.CharField(max_length=DIGEST)

    objects = AuditRowQuerySet.as_manager()

    class Meta:
        ordering = ["-sequence"]
        indexes = [models.Index(fields=["object_type", "object_key"], name="audit_rows_of_an_object")]

    def __str__(self) -> str:
        return f"{self.sequence} {self.action}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the row. Raises PermanentRowError when it is there already."""
        if not self._state.adding:
            raise PermanentRowError
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> Never:
        """Raises PermanentRowError."""
        raise PermanentRowError


class AuditHead(models.Model):
    """The one row that says how long the chain is and how it ends. Writers queue for it."""

    ONLY = 1

    sequence = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=DIGEST, default=START)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="there_is_one_audit_head",
                condition=models.Q(pk=1),
                violation_error_message="The audit has one head.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.hash}"
