"""What the fictional partners say for themselves, and suggest to each other."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from outcomes.pages import SharedPage
from partners.agencies.models import Partner
from partners.parts.content import Content
from partners.parts.models import PartSuggestion, PartVersion


def say_parts(
    page: SharedPage, entries: Iterable[dict[str, Any]], partners: dict[str, Partner], at: datetime
) -> None:
    """Save the parts of a page; nobody is told."""
    for facts in entries:
        if facts["page"] == page.slug:
            content = page.part_kind.checked(content_of(facts))
            partner = partners[facts["partner"]]
            PartVersion.objects.create(page=page, partner=partner, content=content, saved_at=at)


def suggest_changes(
    page: SharedPage, entries: Iterable[dict[str, Any]], partners: dict[str, Partner], at: datetime
) -> None:
    """Save what partners suggest to each other; nobody is told."""
    for facts in entries:
        if facts["page"] == page.slug:
            owner, by = partners[facts["partner"]], partners[facts["for_partner"]]
            PartSuggestion.objects.create(
                page=page, partner=owner, for_partner=by, text=facts["text"], made_at=at
            )


def content_of(facts: dict[str, Any]) -> Content:
    """Return the content of a part as it is kept."""
    content = {name: facts[name] for name in ("statement",) if name in facts}
    if "commitments" in facts:
        content["commitments"] = [commitment(row) for row in facts["commitments"]]
    return content


def commitment(row: dict[str, Any]) -> Content:
    """Return a commitment as it is kept, with what is not recorded as nothing."""
    by: date | None = row.get("by")
    return {"what": row["what"], "money": row.get("money"), "by": by.isoformat() if by else None}
