"""A page goes on the site when every partner that it names has signed its words, or was overridden."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from wagtail.models import Page

from partners.parts.models import PartVersion, PublishedPart
from partners.parts.services import show_parts
from partners.people.models import User
from partners.sharing.models import Share
from partners.sharing.stale import locked
from partners.signing.changes import end_round, move, open_round, state_of
from partners.signing.gate import permit
from partners.signing.machine import Event, Public, Text
from partners.signing.models import (
    Override,
    PageState,
    Publication,
    PublicationPartner,
    SigningRound,
)
from partners.signing.telling import tell_lapsed_at_date, tell_published
from partners.signing.words import Standing, Words, override_of, standings, words_now


def missing_from(partners: Iterable[Standing], override: Override | None) -> list[Standing]:
    """Return the partners whose signature is missing, and was not overridden; one query for an override."""
    excused = set(override.missing.values_list("pk", flat=True)) if override else set()
    return [each for each in partners if not each.has_signed and each.share.partner_id not in excused]


def publish_or_wait(page_id: int, *, by: User | None, at: datetime) -> Publication | None:
    """Put the page on the site if all is signed and its date has come; the caller holds the page.

    Where a date is to come, the page waits for it; where it has come and a signature is missing, the page
    waits for signatures again.
    """
    state, words, round_ = state_of(page_id), words_now(page_id), open_round(page_id)
    if words is None or round_ is None or state.text not in (Text.WAITING, Text.SIGNED):
        return None
    override = override_of(words)
    partners = standings(words)
    if not partners or missing_from(partners, override):
        if state.text == Text.SIGNED:
            move(state, Event.LAPSE)
            tell_lapsed_at_date(round_, at)
        return None
    if round_.go_live_at and round_.go_live_at > at:
        if state.text == Text.WAITING:
            move(state, Event.HOLD)
        return None
    publication = publish(state, words, partners, round_, override, by, at)
    tell_published(publication, at)
    return publication


def publish(
    state: PageState,
    words: Words,
    partners: list[Standing],
    round_: SigningRound,
    override: Override | None,
    by: User | None,
    at: datetime,
) -> Publication:
    """Put signed words on the site, with what it rests on."""
    unsigned = [each for each in partners if not each.has_signed]
    publication = Publication.objects.create(
        page_id=words.page_id,
        number=Publication.objects.filter(page=words.page_id).count() + 1,
        text=words.kept(),
        round=round_,
        way=Publication.Way.OVERRIDDEN if unsigned else Publication.Way.SIGNED,
        override=override if unsigned else None,
        at=at,
    )
    name_partners(publication, partners, words)
    move(state, Event.PUBLISH)
    end_round(words.page_id, SigningRound.Outcome.PUBLISHED, at)
    put_on_the_site(words.page_id, by)
    return publication


def name_partners(publication: Publication, partners: list[Standing], words: Words) -> None:
    """Keep who is named with which signature and part; from now on the public reads both.

    A partner that has not signed has none of its own new words shown: what it signed before stays.
    """
    shown = {each.partner_id: each.version for each in PublishedPart.objects.filter(page=words.page_id)}
    parts: dict[int, PartVersion | None] = {
        each.share.partner_id: (words.parts if each.has_signed else shown).get(each.share.partner_id)
        for each in partners
    }
    PublicationPartner.objects.bulk_create(
        PublicationPartner(
            publication=publication,
            partner_id=each.share.partner_id,
            role=each.share.role,
            sign_off=each.sign_off,
            part=parts[each.share.partner_id],
        )
        for each in partners
    )
    show_parts(words.page_id, parts)
    Share.objects.filter(page=words.page_id, named_since=None).update(named_since=publication.at)


def put_on_the_site(page_id: int, by: User | None) -> None:
    """Let Wagtail publish the latest version, which is the one whose words were looked at."""
    page = Page.objects.select_related("latest_revision").get(pk=page_id)
    with permit(page_id):
        page.latest_revision.publish(user=by, skip_permission_checks=True)


def publish_due(page_id: int, at: datetime) -> Publication | None:
    """Put a page on the site whose date has come; None if it went already, or a signature is missing now."""
    with transaction.atomic():
        locked(page_id)
        if state_of(page_id).text != Text.SIGNED:
            return None
        return publish_or_wait(page_id, by=None, at=at)


def due_pages(at: datetime) -> list[int]:
    """Return the keys of pages that are signed and whose date has come, the longest due first."""
    waiting = SigningRound.objects.filter(
        outcome="", go_live_at__lte=at, page__signing_state__text=Text.SIGNED
    )
    return list(waiting.order_by("go_live_at", "pk").values_list("page_id", flat=True))


@transaction.atomic
def take_over(*, page: Page, at: datetime) -> Publication:
    """Put a page on the site that was published before partners signed here: for imports and new sites.

    It names its partners without signatures, and says so. Only code can do this; no screen does.
    """
    locked(page.pk)
    page = Page.objects.get(pk=page.pk).specific
    if page.latest_revision_id is None:
        page.save_revision()
    state, words = state_of(page.pk), words_now(page.pk)
    if words is None:
        raise ValueError("A page that was just saved has words.")
    publication = Publication.objects.create(
        page_id=page.pk,
        number=Publication.objects.filter(page=page.pk).count() + 1,
        text=words.kept(),
        way=Publication.Way.TAKEN_OVER,
        at=at,
    )
    name_partners(publication, [Standing(share, None) for share in words.shares], words)
    state.common_digest, state.text, state.public = words.digest, Text.SETTLED, Public.LIVE
    state.save()
    put_on_the_site(page.pk, None)
    return publication
