"""What a signatory reads before signing: what changed, the own part, the others' parts, the text."""

from dataclasses import dataclass
from typing import Any

from wagtail.models import Page

from partners.agencies.models import Partner
from partners.parts.kinds import PartKind, kind_of
from partners.signing.comparing.wording import FieldDifference, differences
from partners.signing.models import SignOff
from partners.signing.words import Words


@dataclass(frozen=True)
class ReadPart:
    """What one partner says for itself; `shown` is what the template of its kind shows, None for nothing."""

    partner: Partner
    shown: Any
    is_own: bool


@dataclass(frozen=True)
class Reading:
    """The words that one partner is asked to sign. `changes` is None where it has signed none before."""

    fields: list[FieldDifference]
    changes: list[FieldDifference] | None
    signed_before: SignOff | None
    parts: list[ReadPart]
    part_template: str
    part_heading: str

    @property
    def own(self) -> ReadPart | None:
        """What the partner that is asked says for itself."""
        return next((part for part in self.parts if part.is_own), None)

    @property
    def others(self) -> list[ReadPart]:
        """What the other partners say, those that say anything."""
        return [part for part in self.parts if not part.is_own and part.shown is not None]


def reading(page: Page, words: Words, partner: Partner) -> Reading:
    """Return what somebody who signs for this partner should read. Ten queries at most."""
    model, kind = page.specific_class, kind_of(page)
    before = last_signed(page.pk, partner)
    return Reading(
        fields=differences(model, None, words.content),
        changes=differences(model, before.text.content, words.content) if before else None,
        signed_before=before,
        parts=parts(words, partner, kind) if kind else [],
        part_template=kind.template if kind else "",
        part_heading=kind.heading if kind else "",
    )


def last_signed(page_id: int, partner: Partner) -> SignOff | None:
    """Return the last time that a partner put its name to a text of this page, whether it still counts."""
    signed = SignOff.objects.filter(page=page_id, partner=partner).exclude(decision="declined")
    return signed.select_related("text").order_by("-at", "-pk").first()


def parts(words: Words, partner: Partner, kind: PartKind) -> list[ReadPart]:
    """Return the parts of all named partners, the lead first."""
    shares = sorted(words.shares, key=lambda share: (share.role != "lead", share.pk))
    latest = {key: version for key, version in words.parts.items() if not version.is_empty}
    return [
        ReadPart(
            share.partner,
            kind.shown(latest[share.partner_id].content) if share.partner_id in latest else None,
            share.partner_id == partner.pk,
        )
        for share in shares
    ]
