"""Writing what a partner says for itself: each verb checks, writes, and tells."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from wagtail.models import Page

from partners.agencies.acting import forget, partner_of
from partners.agencies.models import Partner
from partners.audit.services import record
from partners.parts import rules
from partners.parts.content import Content, content_digest
from partners.parts.kinds import PartKind
from partners.parts.models import PartVersion, PublishedPart
from partners.parts.selectors import latest_part
from partners.parts.signals import part_saved
from partners.people.models import User
from partners.policy.refusals import NotAllowed
from partners.sharing.stale import locked

NO_PARTNER = 0
NOT_THEIRS = "A page of other partners"


class StalePartError(Exception):
    """Somebody of the same partner saved its part since the version that this save is based on."""

    def __init__(self, latest: PartVersion | None) -> None:
        super().__init__("Somebody of your partner saved this part in the meantime. Nothing was saved.")
        self.latest = latest


def save_part(
    *,
    page: Page,
    by: User,
    at: datetime,
    content: Content,
    based_on: int | None,
    partner_id: int | None = None,
) -> PartVersion | None:
    """Save a partner's part: that of the partner for which `by` acts, and a refusal where it is another's.

    `based_on` is the key of the version that the writer has seen, None for none. Returns the latest version;
    saving what it says already adds none. Raises NotAllowed, which leaves an audit row; StalePartError;
    ValidationError for content that the page's form would refuse.
    """
    acting = partner_of(by)
    wanted = partner_id or (acting.pk if acting else NO_PARTNER)
    try:
        with transaction.atomic():
            return saved(locked(page.pk), wanted, by, at, content, based_on)
    except NotAllowed:
        note_refusal(page, by)
        raise


def writable_kind(*, page: Page, by: User, partner_id: int) -> PartKind:
    """Return the kind of a part that `by` may write. Raises NotAllowed, which leaves an audit row."""
    try:
        return rules.check_can_write(by, page, partner_id)
    except NotAllowed:
        note_refusal(page, by)
        raise


def saved(
    page: Page, partner_id: int, by: User, at: datetime, content: Content, based_on: int | None
) -> PartVersion | None:
    """Check and add a version; the page is locked."""
    # Whoever asks may have lost their role while they waited for the page.
    forget(by)
    content = rules.check_can_write(by, page, partner_id).checked(content)
    before = latest_part(page.pk, partner_id)
    if content_digest(content) == (before.digest if before else ""):
        return before
    if (before.pk if before else None) != based_on:
        raise StalePartError(before)
    partner = Partner.objects.get(pk=partner_id)
    version = PartVersion.objects.create(
        page=page, partner=partner, content=content, saved_by=by, saved_at=at
    )
    part_saved.send(sender=PartVersion, page=page, partner=partner, by=by, at=at, version=version)
    record(action="part.saved", by=by, for_partner=partner, on=page, at=at)
    return version


def note_refusal(page: Page, by: User) -> None:
    """Record that somebody tried to write what is not theirs to write; by itself, so that it stays.

    The record is their own partner's to read, so it names no page whose draft they may not see.
    """
    label = None if rules.may_see_parts(by, page) else NOT_THEIRS
    record(action="part.refused", by=by, for_partner=partner_of(by), on=page, label=label)


@transaction.atomic
def show_parts(page_id: int, versions: Mapping[int, PartVersion | None]) -> None:
    """Make these what everybody reads on the page, by the partner's key; partners not named show nothing.

    For use by whoever publishes the page, in the same transaction. Raises ValueError for a version that is of
    another page or partner.
    """
    shown = {key: version for key, version in versions.items() if version and not version.is_empty}
    for key, version in shown.items():
        if (version.page_id, version.partner_id) != (page_id, key):
            raise ValueError(f"Version {version.pk} is not what partner {key} says on page {page_id}.")
    # Row by row, because searches listen to rows.
    for part in PublishedPart.objects.filter(page=page_id).exclude(partner__in=shown):
        part.delete()
    for key, version in shown.items():
        PublishedPart.objects.update_or_create(page_id=page_id, partner_id=key, defaults={"version": version})
