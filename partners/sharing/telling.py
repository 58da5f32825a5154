"""Who is told of what about the parts in a page, and who may still read it later."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from wagtail.models import Page

from partners.agencies.acting import roles_from
from partners.agencies.models import Membership, Partner
from partners.agencies.selectors import people_of
from partners.notices.models import Category
from partners.notices.services import tell
from partners.people.models import User
from partners.policy.table import TABLE, Action, Relation, Thing
from partners.sharing.models import Share, ShareInvitation, ShareRole
from partners.sharing.relations import OF_ROLE


def knows_of_the_page() -> Q:
    """Return which notices about a page their readers may still read, by what their partner is to it now."""
    least = TABLE[Thing.PAGE][Action.SEE_DRAFT]
    theirs = Membership.objects.filter(user=OuterRef("person"), partner=OuterRef("partner"))
    asked = theirs.filter(
        role__in=roles_from(least[Relation.INVITED]),
        partner__share_invitations__page=OuterRef("page"),
        partner__share_invitations__answer="",
    )
    found = Q(Exists(asked))
    for role, relation in OF_ROLE.items():
        has_a_part = theirs.filter(
            role__in=roles_from(least[relation]),
            partner__shares__page=OuterRef("page"),
            partner__shares__role=role,
        )
        found |= Q(Exists(has_a_part))
    return found


def asked(invitation: ShareInvitation) -> None:
    """Tell those who may answer for a partner that it is asked to contribute."""
    page, partner = invitation.page, invitation.partner
    least = TABLE[Thing.SHARE][Action.ANSWER][Relation.INVITED]
    tell(
        key=key_of(invitation),
        category=Category.INVITATIONS,
        people=people_of(partner, least),
        subject=f"{partner} is asked to contribute to “{page.title}”",
        template="sharing/notices/asked",
        context={"invitation": invitation, "lead": lead_of(page)},
        url=reverse("sharing:invitations"),
        at=invitation.invited_at,
        partner=partner,
        page=page,
    )


def answered(invitation: ShareInvitation, at: datetime) -> None:
    """Tell whoever asked what the partner said."""
    page, partner, lead = invitation.page, invitation.partner, lead_of(invitation.page)
    accepted = invitation.answer == ShareInvitation.Answer.ACCEPTED
    does = "contributes to" if accepted else "declined to contribute to"
    tell(
        key=f"{key_of(invitation)}-answered",
        category=Category.SIGNATURES,
        people=who_asked(invitation, lead),
        subject=f"{partner} {does} “{page.title}”",
        template="sharing/notices/answered",
        context={"invitation": invitation, "accepted": accepted},
        url=reverse("sharing:partners", args=[page.pk]),
        at=at,
        partner=lead,
        page=page,
    )


def who_asked(invitation: ShareInvitation, lead: Partner | None) -> list[User]:
    """Return who asked a partner, or all who might have when that person has left the lead partner."""
    could_have = list(people_of(lead, TABLE[Thing.SHARE][Action.INVITE][Relation.LEAD])) if lead else []
    asker = invitation.invited_by
    if asker and (asker.is_superuser or asker in could_have):
        return [asker]
    return could_have


def lead_of(page: Page) -> Partner | None:
    """Return the partner that leads the page, in whose name others are asked to contribute."""
    lead = Share.objects.filter(page=page, role=ShareRole.LEAD).select_related("partner").first()
    return lead.partner if lead else None


def key_of(invitation: ShareInvitation) -> str:
    """Return what names an invitation among all that people are told."""
    return f"share-invitation-{invitation.pk}"
