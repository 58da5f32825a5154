"""When words change: the signatures that covered them lapse, exactly those, and the page's state follows."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone
from wagtail.models import Page, Revision

from partners.agencies.acting import forget
from partners.audit.services import record
from partners.parts.models import PartVersion
from partners.people.models import User
from partners.sharing.relations import forget_relations
from partners.sharing.stale import locked
from partners.signing.machine import Event, after
from partners.signing.models import Override, PageState, PublicationPartner, SigningRound, SignOff
from partners.signing.telling import tell_lapsed
from partners.signing.words import words_now, words_of

Lapse = SignOff.Lapse


def state_of(page_id: int) -> PageState:
    """Return the state of a page, made if it has none yet. The caller holds the page."""
    state, _ = PageState.objects.get_or_create(page_id=page_id)
    return state


def held_for(page_id: int, user: User) -> PageState:
    """Return the state of a page, held until the transaction ends, and look up anew what somebody may.

    They may have lost their role, or their partner its part, while they waited for the page.
    """
    locked(page_id)
    forget(user)
    forget_relations(user)
    return state_of(page_id)


def move(state: PageState, event: Event) -> None:
    """Let an event happen to a page. Raises ImpossibleError."""
    state.text, state.public = after(state.state, event)
    state.save()


def text_saved(revision: Revision) -> None:
    """A version was saved: where the common text is another one, all signatures lapse."""
    page = Page.objects.select_related("content_type").get(pk=revision.object_id)
    digest = words_of(revision, page).digest
    state = state_of(page.pk)
    if state.common_digest != digest:
        state.changed_by, state.changed_at = revision.user, timezone.now()
        common_text_changed(state, digest, by=revision.user, because=Lapse.TEXT)


def named_changed(page_id: int) -> None:
    """Another partner is named, or one less, or another leads: all signatures lapse."""
    state = PageState.objects.filter(page=page_id).first()
    words = words_now(page_id) if state else None
    if state and words and state.common_digest != words.digest:
        common_text_changed(state, words.digest, by=None, because=Lapse.NAMED)


def common_text_changed(state: PageState, digest: str, *, by: User | None, because: str) -> None:
    """End the round and all that was decided about the text as it was."""
    at = timezone.now()
    state.common_digest = digest
    move(state, Event.CHANGE)
    end_round(state.page_id, SigningRound.Outcome.CHANGED, at)
    Override.objects.filter(page=state.page_id, lapsed_at__isnull=True).update(lapsed_at=at)
    lapse(SignOff.objects.filter(page=state.page_id), because, by, at)


def part_changed(
    page_id: int, partner_id: int, version: PartVersion, *, by: User | None, at: datetime
) -> None:
    """A partner wrote its own part anew: its own signature lapses, and nobody else's."""
    state = state_of(page_id)
    move(state, Event.CHANGE_PART)
    own = SignOff.objects.filter(page=page_id, partner=partner_id).exclude(part_digest=version.digest)
    lapse(own, Lapse.PART, by, at)


def lapse(sign_offs: QuerySet[SignOff], because: str, by: User | None, at: datetime) -> None:
    """End decisions that still count, and tell who made them."""
    ended = list(sign_offs.filter(lapsed_at__isnull=True).select_related("partner", "page", "by"))
    for each in ended:
        each.lapsed_at, each.lapsed_because = at, because
        each.save(update_fields=["lapsed_at", "lapsed_because"])
        record(
            action="signature.lapsed",
            by=by,
            for_partner=each.partner,
            on=each,
            changed={"why": because},
            at=at,
        )
    if because in (Lapse.TEXT, Lapse.NAMED, Lapse.PART):
        tell_lapsed(not_published(ended), by, at)


def not_published(ended: list[SignOff]) -> list[SignOff]:
    """Return the decisions on which nothing on the site rests; what does stays signed. One query."""
    rows = PublicationPartner.objects.filter(sign_off__in=[each.pk for each in ended])
    published = set(rows.values_list("sign_off", flat=True))
    return [each for each in ended if each.pk not in published]


def end_round(page_id: int, outcome: str, at: datetime) -> SigningRound | None:
    """End the open round of a page, if there is one, and return it."""
    found = open_round(page_id)
    if found:
        found.outcome, found.ended_at = outcome, at
        found.save(update_fields=["outcome", "ended_at"])
    return found


def open_round(page_id: int) -> SigningRound | None:
    """Return the open round of a page."""
    return SigningRound.objects.filter(page=page_id, outcome="").first()


def the_open_round(page_id: int) -> SigningRound:
    """Return the open round of a page that waits for signatures. Raises SigningRound.DoesNotExist."""
    return SigningRound.objects.get(page=page_id, outcome="")
