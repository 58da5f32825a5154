"""Reads about what each partner says for itself on a page."""

from django.db.models import QuerySet

from partners.parts.models import PartSuggestion, PartVersion, PublishedPart


def latest_parts(page_id: int) -> dict[int, PartVersion]:
    """Return the latest version of each partner's part of a page, by the partner's key; one query.

    A partner that said something and left the page is in it too: look up those whose shares you have.
    """
    found = PartVersion.objects.filter(page=page_id).latest_of_each()
    return {version.partner_id: version for version in found}


def latest_part(page_id: int, partner_id: int) -> PartVersion | None:
    """Return the latest version of one partner's part of a page; one query."""
    return PartVersion.objects.filter(page=page_id, partner=partner_id).order_by("-pk").first()


def published_parts(page_id: int) -> dict[int, PartVersion]:
    """Return what each partner says for itself in public on a page, by the partner's key; one query."""
    found = PublishedPart.objects.filter(page=page_id).select_related("version")
    return {part.partner_id: part.version for part in found}


def suggestions_on(page_id: int) -> QuerySet[PartSuggestion]:
    """Return all suggestions about parts of a page, the newest first, with partners and people."""
    related = ("partner", "for_partner", "made_by", "answered_by")
    return PartSuggestion.objects.filter(page=page_id).select_related(*related)
