"""What waits for whom: pages that my partner has to decide about, and pages of ours that others have to."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Prefetch, QuerySet, prefetch_related_objects
from wagtail.models import Page

from partners.agencies.acting import AnyUser, partner_of, standing_of
from partners.agencies.models import Partner
from partners.policy.table import Action, Relation, Standing, Thing, allows
from partners.sharing.models import Share
from partners.sharing.relations import pages_open_to
from partners.signing.machine import Text
from partners.signing.models import Decision, SigningRound, SignOff


@dataclass(frozen=True)
class OfOurs:
    """A page that is submitted, and which other partners have not decided yet, or have declined."""

    round: SigningRound
    undecided: list[Partner]
    declined: list[Partner]


def rounds_of_ours(user: AnyUser) -> QuerySet[SigningRound]:
    """Return what is submitted of the pages whose drafts a person may see, the first due first.

    None for operators, who sign for nobody.
    """
    if partner_of(user) is None or standing_of(user) is Standing.OPERATOR:
        return SigningRound.objects.none()
    ours = Page.objects.filter(pages_open_to(user, Action.SEE_DRAFT)).values("pk")
    waiting = SigningRound.objects.filter(outcome="", page__signing_state__text=Text.WAITING, page__in=ours)
    first_due = (F("due_on").asc(nulls_last=True), "submitted_at", "pk")
    return waiting.select_related("page", "submitted_for").order_by(*first_due)


def waits_for_us(user: AnyUser) -> QuerySet[SigningRound]:
    """Return what a person's partner has not decided about yet."""
    decided = SignOff.objects.filter(page=OuterRef("page"), partner=partner_of(user), lapsed_at__isnull=True)
    return rounds_of_ours(user).exclude(Exists(decided))


def waits_for_others(user: AnyUser) -> QuerySet[SigningRound]:
    """Return what other partners have not signed yet, or have declined."""
    signed = SignOff.objects.filter(
        page=OuterRef("page"), partner=OuterRef("partner"), lapsed_at__isnull=True
    )
    others = Share.objects.filter(page=OuterRef("page")).exclude(partner=partner_of(user))
    return rounds_of_ours(user).filter(
        Exists(others.exclude(Exists(signed.exclude(decision=Decision.DECLINED))))
    )


def with_others(rounds: Iterable[SigningRound], partner: Partner | None) -> list[OfOurs]:
    """Return rounds with the other partners that have not signed; three queries, one when there are none."""
    named = Prefetch("page__shares", Share.objects.select_related("partner").order_by("-role", "pk"))
    counting = Prefetch("page__sign_offs", SignOff.objects.filter(lapsed_at__isnull=True), "decisions_now")
    found = list(rounds)
    prefetch_related_objects(found, named, counting)
    return [of_ours(each, partner) for each in found]


def of_ours(round_: SigningRound, partner: Partner | None) -> OfOurs:
    """Return a round with the other partners that have not signed."""
    decisions = {each.partner_id: each for each in round_.page.decisions_now}
    others = [share.partner for share in round_.page.shares.all() if share.partner != partner]
    return OfOurs(
        round_,
        undecided=[each for each in others if each.pk not in decisions],
        declined=[each for each in others if each.pk in decisions and not decisions[each.pk].is_approval],
    )


def signs(user: AnyUser) -> bool:
    """Whether a person signs for their partner, so that what waits for it waits for them."""
    standing = standing_of(user)
    is_one = allows(standing, Thing.PAGE, Action.SIGN, Relation.CONTRIBUTOR)
    return is_one and standing is not Standing.OPERATOR
