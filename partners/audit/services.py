"""Writing to the audit. `record` belongs inside the transaction of the change that it tells of."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from partners.audit.actions import BY_NAME
from partners.audit.chain import digest_of, hash_of
from partners.audit.context import current_request_id
from partners.audit.models import AuditHead, AuditPerson, AuditRow
from partners.people.models import User

Fact = str | int | bool | None
LONGEST_FACT = 200


class UnknownActionError(ValueError):
    """The action, or a fact about it, is not in the table of actions."""


@transaction.atomic
def record(
    *,
    action: str,
    by: User | None,
    for_partner: models.Model | None = None,
    on: models.Model | None = None,
    about: User | None = None,
    label: str | None = None,
    changed: Mapping[str, Fact | list[Fact]] | None = None,
    at: datetime | None = None,
) -> AuditRow:
    """Add one row to the chain: `by` did `action` for a partner, on an object or about a person.

    A person is never named in `label` or `changed`: give them as `about` (or as `on`), so that their name
    can be erased later. `label` replaces the object's own words, for objects whose words are personal. The
    chain's head stays locked until the transaction ends: record last. Raises UnknownActionError.
    """
    if isinstance(on, User):
        about, label = about or on, label or ""
    facts = allowed_facts(action, changed or {})
    words = {**words_for_partner(for_partner), **words_for_object(on, label)}
    head = locked_head()
    row = AuditRow(
        action=action, at=at or timezone.now(), changed=facts, request_id=current_request_id(), **words
    )
    row.by, row.about = person_of(by), person_of(about)
    return sealed(row, head)


def words_for_partner(partner: models.Model | None) -> dict[str, Any]:
    """Return what a row keeps of the partner for which it was done."""
    if partner is None:
        return {"partner_key": None, "partner_name": ""}
    return {"partner_key": partner.pk, "partner_name": short(str(partner), 200)}


def words_for_object(on: models.Model | None, label: str | None) -> dict[str, Any]:
    """Return what a row keeps of the object; the label, if there is one, takes the place of its words."""
    if on is None:
        return {"object_label": short(label or "", 255)}
    return {
        "object_type": on._meta.label_lower,
        "object_key": str(on.pk),
        "object_label": short(str(on) if label is None else label, 255),
    }


def sealed(row: AuditRow, head: AuditHead) -> AuditRow:
    """Save the row at the end of the chain, which it is from then on."""
    row.sequence, row.previous_hash = head.sequence + 1, head.hash
    row.by_digest, row.about_digest = digest_of_person(row.by), digest_of_person(row.about)
    row.hash = hash_of(row)
    row.save()
    head.sequence, head.hash = row.sequence, row.hash
    head.save()
    return row


def locked_head() -> AuditHead:
    """Return the end of the chain, held until the transaction ends, so that writers queue."""
    waiting = AuditHead.objects.select_for_update()
    head = waiting.filter(pk=AuditHead.ONLY).first()
    if head is None:
        AuditHead.objects.bulk_create([AuditHead(pk=AuditHead.ONLY)], ignore_conflicts=True)
        head = waiting.get(pk=AuditHead.ONLY)
    return head


def allowed_facts(action: str, changed: Mapping[str, Fact | list[Fact]]) -> dict[str, Fact | list[Fact]]:
    """Return the facts, shortened. Raises UnknownActionError for what the table does not name."""
    if action not in BY_NAME:
        raise UnknownActionError(f"'{action}' is not in partners/audit/actions.py.")
    if unknown := changed.keys() - set(BY_NAME[action].keeps):
        raise UnknownActionError(f"'{action}' does not keep {', '.join(sorted(unknown))}.")
    return {name: shortened(value) for name, value in changed.items()}


def shortened(value: Fact | list[Fact]) -> Fact | list[Fact]:
    """Return a fact that fits into a row."""
    if isinstance(value, list):
        return [short(item, LONGEST_FACT) if isinstance(item, str) else item for item in value]
    return short(value, LONGEST_FACT) if isinstance(value, str) else value


def short(text: str, length: int) -> str:
    """Return so much of the text as there is room for, without what PostgreSQL cannot store."""
    text = str(text).replace("\0", "")
    return text if len(text) <= length else text[: length - 1] + "…"


def person_of(user: User | None) -> AuditPerson | None:
    """Return the person under the name that they have now; for use while the head is locked."""
    if user is None or user.pk is None:
        return None
    label = short(f"{user.get_full_name()} <{user.email}>".strip(), 500)
    person, _ = AuditPerson.objects.get_or_create(
        user_id=user.pk, label=label, defaults={"salt": secrets.token_hex(32)}
    )
    return person


def digest_of_person(person: AuditPerson | None) -> str:
    """Return what a row keeps of the name, so that a changed name is noticed."""
    return digest_of(label=person.label, salt=person.salt) if person else ""


@transaction.atomic
def erase_person(*, user: User, by: User | None, at: datetime) -> int:
    """Take a person's names out of the audit; what they did stays. Returns how many names there were."""
    people = list(AuditPerson.objects.filter(user=user, erased_at__isnull=True).order_by("pk"))
    for person in people:
        person.user, person.label, person.salt, person.erased_at = None, "", "", at
        person.save()
        record(action="audit.person_erased", by=by, on=person, label="")
    return len(people)
