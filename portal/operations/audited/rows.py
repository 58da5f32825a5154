"""Rows that change who may do what: whichever screen or verb writes them, one audit row follows."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet
from django.db.models.signals import post_delete, post_save, pre_save

from partners.agencies.models import Membership, Partner
from partners.audit.context import current_person
from partners.audit.services import record
from partners.people.models import User
from partners.sharing.models import Share

BEFORE = "_audited_before"


@dataclass(frozen=True)
class Watched:
    """A kind of row: what to call it, for which partner, about whom, and the fields that matter."""

    model: type[Model]
    noun: str
    fields: tuple[str, ...]
    partner: Callable[[Any], Partner | None]
    about: Callable[[Any], User | None] = lambda row: None
    label: Callable[[Any], str] = lambda row: ""

    def write(self, what: str, row: Any, changed: dict[str, Any]) -> None:
        """Add the audit row."""
        record(
            action=f"{self.noun}.{what}",
            by=current_person(),
            for_partner=self.partner(row),
            on=row,
            about=self.about(row),
            label=self.label(row),
            changed=changed,
        )

    def values(self, row: Any) -> dict[str, Any]:
        """Return the fields that matter."""
        return {name: getattr(row, name) for name in self.fields}


ALL = (
    Watched(
        Membership,
        "membership",
        ("role",),
        partner=lambda row: row.partner,
        about=lambda row: row.user,
        label=lambda row: row.partner.name,
    ),
    Watched(Share, "share", ("role",), partner=lambda row: row.partner, label=lambda row: row.page.title),
)
BY_MODEL = {watched.model: watched for watched in ALL}


def remember(sender: type[Model], instance: Any, raw: bool, **_: Any) -> None:
    """Before a row is saved: read what it said until now."""
    watched = BY_MODEL[sender]
    old = None if raw or instance.pk is None else sender._default_manager.filter(pk=instance.pk).first()
    setattr(instance, BEFORE, watched.values(old) if old else None)


def saved(sender: type[Model], instance: Any, created: bool, raw: bool, **_: Any) -> None:
    """A row was added or changed."""
    watched = BY_MODEL[sender]
    before, after = getattr(instance, BEFORE, None) or {}, watched.values(instance)
    if raw or (before == after and not created):
        return
    if created:
        watched.write("added", instance, after)
    else:
        old = {f"{name}_before": value for name, value in before.items()}
        watched.write("changed", instance, {**old, **after})


def deleted(sender: type[Model], instance: Any, origin: Any = None, **_: Any) -> None:
    """A row was deleted by itself. What goes with its page, person or partner is told by their own row."""
    kind = origin.model if isinstance(origin, QuerySet) else type(origin)
    if origin is None or kind is sender:
        watched = BY_MODEL[sender]
        watched.write("removed", instance, watched.values(instance))


def connect() -> None:
    """Listen."""
    for watched in ALL:
        uid = f"audited.{watched.noun}"
        pre_save.connect(remember, sender=watched.model, dispatch_uid=f"{uid}.remember")
        post_save.connect(saved, sender=watched.model, dispatch_uid=f"{uid}.saved")
        post_delete.connect(deleted, sender=watched.model, dispatch_uid=f"{uid}.deleted")
