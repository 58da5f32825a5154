"""The links in letters: signed, so that nobody can make one up."""

from datetime import timedelta

from django.core import signing
from django.urls import reverse

from outcomes.proposals.models import Proposal

CONFIRM_SALT = "proposals.confirm"
OWN_SALT = "proposals.own"
CONFIRM_WITHIN = timedelta(days=7)


class LinkRefused(signing.BadSignature):
    """A link that was made up, cut off, is too old, or whose proposal is gone."""


def confirm_path(proposal: Proposal) -> str:
    """Return the path of the page on which the proposer confirms the mail address."""
    return reverse("proposals:confirm", args=[signing.dumps(proposal.pk, salt=CONFIRM_SALT)])


def own_path(proposal: Proposal) -> str:
    """Return the path at which the proposer reads the proposal and its answers, also when nobody else may."""
    return reverse("proposals:own", args=[signing.dumps(proposal.pk, salt=OWN_SALT)])


def proposal_to_confirm(token: str) -> Proposal:
    """Return the proposal that a confirm link is for. Raises LinkRefused."""
    return read(token, CONFIRM_SALT, CONFIRM_WITHIN)


def own_proposal(token: str) -> Proposal:
    """Return the proposal that a proposer's own link is for, which does not expire. Raises LinkRefused."""
    return read(token, OWN_SALT, None)


def read(token: str, salt: str, within: timedelta | None) -> Proposal:
    """Return the proposal that this token names. Raises LinkRefused."""
    try:
        key = signing.loads(token, salt=salt, max_age=within)
        return Proposal.objects.select_related("place").get(pk=key)
    except (signing.BadSignature, Proposal.DoesNotExist) as error:
        raise LinkRefused from error
