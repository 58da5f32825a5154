"""Whether all that is stored about signing fits together: half of anything is a fault."""

from collections import Counter

from partners.audit.models import AuditRow
from partners.parts.models import PublishedPart
from partners.sharing.models import Share
from partners.signing.digests import common_content, digest_of
from partners.signing.machine import Public, Text
from partners.signing.models import (
    Decision,
    Override,
    PageState,
    Publication,
    SigningRound,
    SignOff,
    Withdrawal,
)

IN_WORK = (Text.WAITING, Text.SIGNED)


def faults(page):
    """Return what does not fit, in words; nothing if all does."""
    page = type(page).objects.get(pk=page.pk)
    state = PageState.objects.get(page=page.pk)
    found = [] if page.live == (state.public == Public.LIVE) else [f"live: {page.live}, but {state}"]
    is_open = SigningRound.objects.filter(page=page.pk, outcome="").exists()
    found += [] if is_open == (state.text in IN_WORK) else [f"open round: {is_open}, but {state}"]
    if page.live:
        found += faults_of_what_is_public(page)
    return [*found, *faults_of_the_record(page)]


def faults_of_what_is_public(page):
    """What the public reads, against the latest publication and its signatures."""
    publication = Publication.objects.filter(page=page.pk).order_by("number").last()
    if publication is None:
        return ["live without a publication"]
    signed = {**publication.text.content, "named": None}
    shown = {**common_content(type(page), page.serializable_data(), []), "named": None}
    found = [] if digest_of(signed) == digest_of(shown) else ["the public reads other words than were signed"]
    named = {each.partner_id: each for each in publication.named.select_related("sign_off", "part")}
    if not set(Share.objects.named().filter(page=page.pk).values_list("partner", flat=True)) <= named.keys():
        found.append("somebody is named whom the publication does not name")
    for part in PublishedPart.objects.filter(page=page.pk):
        if part.partner_id not in named or named[part.partner_id].part_id != part.version_id:
            found.append(f"a part of partner {part.partner_id} is shown that was not published")
    excused = (
        set(publication.override.missing.values_list("pk", flat=True)) if publication.override else set()
    )
    for partner, each in named.items():
        if partner not in excused and not covers(each, publication):
            found.append(f"partner {partner} did not sign what is public")
    return found


def covers(named, publication):
    """Whether a signature is about what was published."""
    sign_off = named.sign_off
    return (
        sign_off is not None
        and sign_off.decision != Decision.DECLINED
        and sign_off.text_id == publication.text_id
        and sign_off.part_digest == (named.part.digest if named.part else "")
    )


def faults_of_the_record(page):
    """Each thing that was done has its row in the audit, and each row its thing."""
    rows = AuditRow.objects.filter(object_key=str(page.pk), object_type=page._meta.label_lower)
    rows |= AuditRow.objects.filter(object_key=str(page.pk), object_type="wagtailcore.page")
    told = Counter(rows.values_list("action", flat=True))
    decisions = SignOff.objects.filter(page=page.pk)
    done = {
        "page.signed": decisions.exclude(decision=Decision.DECLINED).count(),
        "page.declined": decisions.filter(decision=Decision.DECLINED).count(),
        "page.submitted": SigningRound.objects.filter(page=page.pk).count(),
        "page.overridden": Override.objects.filter(page=page.pk).count(),
        "page.published": Publication.objects.filter(page=page.pk).count(),
        "page.withdrawn": Withdrawal.objects.filter(page=page.pk, in_error=False).count(),
        "page.taken_down": Withdrawal.objects.filter(page=page.pk, in_error=True).count(),
    }
    return [f"{told[name]} rows of {name} for {count}" for name, count in done.items() if told[name] != count]
