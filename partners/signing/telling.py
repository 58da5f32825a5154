"""Who is told what about signing: in the admin and by mail, after the commit, each thing once."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.urls import reverse
from wagtail.models import Page

from partners.agencies.acting import roles_from
from partners.agencies.models import Partner
from partners.notices.models import Category
from partners.notices.services import settle, tell
from partners.people.models import User
from partners.policy.table import Standing
from partners.sharing.models import Share, ShareRole
from partners.signing.models import Decision, Override, Publication, SigningRound, SignOff, Withdrawal
from partners.signing.words import Words, standings

SUBJECTS = {
    Decision.APPROVED: "{partner} signed “{title}”",
    Decision.WITH_NOTE: "{partner} signed “{title}” with a note",
    Decision.DECLINED: "{partner} declined to sign “{title}”",
}


def tell_submitted(round_: SigningRound, words: Words, at: datetime) -> None:
    """Ask the approvers of every partner whose signature is missing."""
    for each in standings(words):
        if not each.has_signed:
            tell_partner(
                asked_key(round_, each.share.partner),
                Category.SIGNING,
                "Please sign “{title}”",
                "asked",
                {"round": round_},
                round_.page,
                each.share.partner,
                at,
                least=Standing.APPROVER,
            )


def tell_decided(sign_off: SignOff, at: datetime) -> None:
    """Tell the lead partner of a signature, and every other partner of a decline."""
    page, partner = sign_off.page, sign_off.partner
    settle(key=asked_key(sign_off.round, partner), at=at)
    for share in shares_of(page):
        if share.partner_id != partner.pk and (share.role == ShareRole.LEAD or not sign_off.is_approval):
            tell_partner(
                f"sign-off-{sign_off.pk}-for-{share.partner_id}",
                Category.SIGNATURES,
                SUBJECTS[Decision(sign_off.decision)],
                "decided",
                {"sign_off": sign_off, "partner": partner},
                page,
                share.partner,
                at,
                besides=sign_off.by,
            )


def tell_signed_by_link(sign_off: SignOff, at: datetime) -> None:
    """Tell a partner's own people that somebody without an account decided for it, and who that was."""
    tell_partner(
        f"sign-off-{sign_off.pk}-by-link",
        Category.SIGNATURES,
        "Somebody decided about “{title}” for {partner} by a link",
        "by_link",
        {"sign_off": sign_off, "partner": sign_off.partner},
        sign_off.page,
        sign_off.partner,
        at,
    )


def tell_lapsed(ended: Iterable[SignOff], by: User | None, at: datetime) -> None:
    """Tell the approvers of partners whose decision counts no more."""
    for sign_off in ended:
        tell_partner(
            f"sign-off-{sign_off.pk}-lapsed",
            Category.SIGNATURES,
            "“{title}” was changed, so your decision counts no more",
            "lapsed",
            {"sign_off": sign_off},
            sign_off.page,
            sign_off.partner,
            at,
            least=Standing.APPROVER,
            besides=by,
        )


def tell_lapsed_at_date(round_: SigningRound, at: datetime) -> None:
    """Tell everybody that the go-live date came and a signature was missing."""
    tell_all(
        f"round-{round_.pk}-not-live",
        "“{title}” did not go on the site: a signature is missing",
        "not_live",
        {"round": round_},
        round_.page,
        at,
    )


def tell_published(publication: Publication, at: datetime) -> None:
    """Tell everybody that the page is on the site."""
    tell_all(
        f"publication-{publication.pk}",
        "“{title}” is on the site",
        "published",
        {"publication": publication},
        publication.page,
        at,
    )


def tell_overridden(override: Override, at: datetime) -> None:
    """Tell everybody that a convening partner overrode missing signatures, and why."""
    tell_all(
        f"override-{override.pk}",
        "{partner} overrode missing signatures on “{title}”",
        "overridden",
        {"override": override, "partner": override.for_partner},
        override.page,
        at,
        besides=override.by,
    )


def tell_taken_off(withdrawal: Withdrawal, at: datetime) -> None:
    """Tell everybody that the page is off the site, and why."""
    tell_all(
        f"withdrawal-{withdrawal.pk}",
        "“{title}” was taken off the site",
        "taken_off",
        {"withdrawal": withdrawal},
        withdrawal.page,
        at,
        besides=withdrawal.by,
    )


def asked_key(round_: SigningRound, partner: Partner) -> str:
    """Return the key of the notices by which a partner's approvers are asked to sign."""
    return f"round-{round_.pk}-asked-{partner.pk}"


def tell_all(
    key: str,
    subject: str,
    template: str,
    context: dict[str, Any],
    page: Page,
    at: datetime,
    besides: User | None = None,
) -> None:
    """Tell the editors and approvers of every partner that a page names; not the one who did it."""
    for share in shares_of(page):
        tell_partner(
            f"{key}-for-{share.partner_id}",
            Category.SIGNATURES,
            subject,
            template,
            context,
            page,
            share.partner,
            at,
            besides=besides,
        )


def tell_partner(
    key: str,
    category: Category,
    subject: str,
    template: str,
    context: dict[str, Any],
    page: Page,
    partner: Partner,
    at: datetime,
    least: Standing = Standing.EDITOR,
    besides: User | None = None,
) -> None:
    """Tell the people of one partner who have at least this standing there; not the one who did it."""
    people = User.objects.filter(memberships__partner=partner, memberships__role__in=roles_from(least))
    title = page.specific_deferred.get_admin_display_title()
    tell(
        key=key,
        category=category,
        people=people.exclude(pk=besides.pk) if besides else people,
        subject=subject.format(title=title, partner=context.get("partner", "")),
        template=f"signing/mail/{template}",
        context={**context, "title": title},
        url=reverse("signing:page", args=[page.pk]),
        at=at,
        partner=partner,
        page=page,
    )


def shares_of(page: Page) -> Iterable[Share]:
    """Return the parts in a page, with their partners."""
    return Share.objects.filter(page=page.pk).select_related("partner")
