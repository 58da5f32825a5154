"""What the database holds about signatures, in the words of the model."""

from collections import defaultdict

from partners.parts.models import PartVersion, PublishedPart
from partners.sharing.models import Share
from partners.signing.models import Override, PageState, Publication, SigningRound, SignOff


def signing_facts():
    """Return the facts about each page that has any, by its key."""
    decided, own, named, shown, overrides = (defaultdict(dict) for _ in range(5))
    for each in SignOff.objects.filter(lapsed_at=None).select_related("partner"):
        decided[each.page_id][each.partner.name] = each.decision
    for each in PartVersion.objects.latest_of_each().select_related("partner"):
        own[each.page_id][each.partner.name] = words_of(each)
    for each in Share.objects.exclude(named_since=None).select_related("partner"):
        named[each.page_id][each.partner.name] = True
    for each in PublishedPart.objects.select_related("partner", "version"):
        shown[each.page_id][each.partner.name] = words_of(each.version)
    for page in Override.objects.values_list("page", flat=True):
        overrides[page] = overrides.get(page, 0) + 1
    submitted = set(SigningRound.objects.filter(outcome="").values_list("page", flat=True))
    return {
        each.page_id: {
            "phase": each.text,
            "public": each.public,
            "decided": decided[each.page_id],
            "submitted": each.page_id in submitted,
            "own": {partner: words for partner, words in own[each.page_id].items() if words},
            "named": set(named[each.page_id]),
            "parts shown": shown[each.page_id],
            "overrides": overrides.get(each.page_id, 0),
        }
        for each in PageState.objects.all()
    }


def grounds_of(page):
    """On what a page that is on the site rests: its way, and of each named partner its role and its part."""
    latest = Publication.objects.filter(page=page).order_by("number").last()
    rows = latest.named.select_related("partner", "part") if latest else []
    return latest.way if latest else "", {
        each.partner.name: (each.role, words_of(each.part)) for each in rows
    }


def words_of(version):
    """What a version of a part says."""
    return version.content.get("statement", "") if version else ""
