"""How far a page has come, as its editors see it: who has decided what, and what is still to be done."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from wagtail.models import Page

from partners.agencies.acting import AnyUser, partner_of
from partners.agencies.models import Partner
from partners.freshness.models import PageReview
from partners.parts.models import PartVersion
from partners.sharing.models import Share
from partners.signing.machine import Public, State, Text
from partners.signing.models import (
    Looking,
    Override,
    PageState,
    Publication,
    SigningRound,
    SignOff,
    Withdrawal,
)
from partners.signing.words import Words, override_of, standings, words_now


@dataclass(frozen=True)
class Side:
    """One named partner: its part, and its decision about the words of now or why an earlier one lapsed."""

    share: Share
    part: PartVersion | None = None
    sign_off: SignOff | None = None
    lapsed: SignOff | None = None
    looking: Looking | None = None
    is_own: bool = False
    is_excused: bool = False

    @property
    def partner(self) -> Partner:
        """The partner."""
        return self.share.partner

    @property
    def has_signed(self) -> bool:
        """Whether it put its name to the words of now."""
        return self.sign_off is not None and self.sign_off.is_approval

    @property
    def has_declined(self) -> bool:
        """Whether it declined the words of now."""
        return self.sign_off is not None and not self.sign_off.is_approval

    @property
    def is_missing(self) -> bool:
        """Whether the page waits for its signature."""
        return not self.has_signed and not self.is_excused


@dataclass(frozen=True)
class Board:
    """All that the screens about one page say."""

    page: Any
    row: PageState
    words: Words | None
    round: SigningRound | None
    sides: list[Side]
    override: Override | None
    to_review: list[Override]
    withdrawal: Withdrawal | None
    acts_for: Partner | None
    review: PageReview | None = None
    names: dict[str, int] = field(default_factory=dict)

    @property
    def state(self) -> State:
        """Both sides of the page's state."""
        return self.row.state

    @property
    def own(self) -> Side | None:
        """The side of the partner that the reader acts for."""
        return next((side for side in self.sides if side.is_own), None)

    @property
    def missing(self) -> list[Side]:
        """The partners for whose signature the page waits."""
        return [side for side in self.sides if side.is_missing]

    @property
    def declined(self) -> list[Side]:
        """The partners that declined the words of now."""
        return [side for side in self.sides if side.has_declined]

    @property
    def counting(self) -> list[Side]:
        """The partners whose decision would end if the common text changed."""
        return [side for side in self.sides if side.sign_off] if self.state.text != Text.SETTLED else []

    @property
    def waits(self) -> bool:
        """Whether it was submitted and has not gone on the site yet."""
        return self.state.text in (Text.WAITING, Text.SIGNED)

    @property
    def is_off_the_site(self) -> bool:
        """Whether it was on the site and was taken off."""
        return self.state.public in (Public.WITHDRAWN, Public.IN_ERROR)


def board_of(page: Page, user: AnyUser) -> Board:
    """Return how far a page has come. The number of queries does not grow with partners or rounds."""
    words = words_now(page.pk)
    state, round_ = state_row(page), SigningRound.objects.filter(page=page.pk, outcome="").first()
    override = override_of(words) if words else None
    acts_for = partner_of(user)
    return Board(
        page=page,
        row=state,
        words=words,
        round=round_,
        sides=sides_of(words, round_, override, acts_for) if words else [],
        override=override,
        to_review=overrides_to_review(page),
        withdrawal=Withdrawal.objects.filter(page=page.pk).select_related("by", "for_partner").last(),
        acts_for=acts_for,
        review=PageReview.objects.filter(page=page.pk).first(),
        names=counted(words),
    )


def state_row(page: Page) -> PageState:
    """Return the state of a page, which is being written as long as nobody has saved it; one query."""
    found = PageState.objects.filter(page=page.pk).select_related("changed_by").first()
    return found or PageState(page=page, text=Text.WRITING, public=Public.LIVE if page.live else Public.NEVER)


def sides_of(
    words: Words, round_: SigningRound | None, override: Override | None, acts_for: Partner | None
) -> list[Side]:
    """Return the named partners, the lead first; four queries."""
    lapsed = latest_lapsed(words.page_id)
    looking = {each.partner_id: each for each in looking_at(round_)}
    excused = set(override.missing.values_list("pk", flat=True)) if override else set()
    return [
        Side(
            share=each.share,
            part=words.parts.get(each.share.partner_id),
            sign_off=each.sign_off,
            lapsed=None if each.sign_off else lapsed.get(each.share.partner_id),
            looking=None if each.sign_off else looking.get(each.share.partner_id),
            is_own=acts_for is not None and each.share.partner_id == acts_for.pk,
            is_excused=each.share.partner_id in excused,
        )
        for each in standings(words)
    ]


def latest_lapsed(page_id: int) -> dict[int, SignOff]:
    """Return each partner's latest decision if it lapsed, by the partner's key; one query."""
    found = SignOff.objects.filter(page=page_id).select_related("by").order_by("partner", "-at", "-pk")
    latest: dict[int, SignOff] = {}
    for each in found.exclude(lapsed_because=SignOff.Lapse.ANEW):
        latest.setdefault(each.partner_id, each)
    return {key: each for key, each in latest.items() if each.lapsed_at}


def looking_at(round_: SigningRound | None) -> list[Looking]:
    """Return who is looking at what was submitted; one query."""
    return list(Looking.objects.filter(round=round_).select_related("by")) if round_ else []


def overrides_to_review(page: Page) -> list[Override]:
    """Return the overrides of a page that stay flagged, with the partners whose signature was missing."""
    related = Override.objects.select_related("by", "for_partner").prefetch_related("missing")
    return list(to_review(related).filter(page=page.pk))


def to_review(overrides: QuerySet[Override]) -> QuerySet[Override]:
    """Narrow overrides down to those that count, or went on the site, and that nobody has reviewed."""
    went_live = Exists(Publication.objects.filter(override=OuterRef("pk")))
    return overrides.filter(Q(lapsed_at=None) | went_live, reviewed_at=None)


def counted(words: Words | None) -> dict[str, int]:
    """Return how many places and themes the text names; no query."""
    content = words.content if words else {}
    return {name: len(content.get(name) or []) for name in ("place_tags", "theme_tags")}
