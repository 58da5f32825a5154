"""How a proposal becomes a draft objective."""

from html import escape

from django.utils.text import Truncator, slugify

from outcomes.objectives.models import Objective, ObjectiveIndex
from outcomes.proposals.models import Proposal
from partners.agencies.models import Partner
from partners.people.models import User
from partners.places.tagging import PagePlace
from partners.policy.refusals import NotAllowed
from partners.sharing.models import Share, ShareRole

# What `Objective.summary` has room for.
SUMMARY_LENGTH = 300
NOWHERE_TO_PUT_IT = "There is no list of objectives yet. Ask an operator to make one under the home page."


def draft_objective(proposal: Proposal, partner: Partner | None, by: User) -> Objective:
    """Make an objective that is not live; for use inside a transaction. Raises NotAllowed."""
    index = ObjectiveIndex.objects.first()
    if index is None:
        raise NotAllowed(NOWHERE_TO_PUT_IT)
    objective = worded_objective(proposal, by)
    objective.place_tags.add(PagePlace(place=proposal.place))
    index.add_child(instance=objective)
    # Answered for this partner, whichever the moderator acts for in the admin.
    objective.shares.all().delete()
    if partner is not None:
        Share.objects.create(page=objective, partner=partner, role=ShareRole.LEAD)
    objective.save_revision(user=by, clean=False)
    return objective


def worded_objective(proposal: Proposal, by: User) -> Objective:
    """Return an unsaved objective in the proposer's words; the body holds a text too long for the summary."""
    on_one_line = " ".join(proposal.what_should_change.split())
    summary = Truncator(on_one_line).chars(SUMMARY_LENGTH)
    return Objective(
        title=proposal.title,
        slug="" if slugify(proposal.title, allow_unicode=True) else proposal.reference.lower(),
        summary=summary,
        why_here=proposal.why,
        body=[] if summary == on_one_line else [("text", paragraphs(proposal.what_should_change))],
        live=False,
        owner=by,
    )


def paragraphs(text: str) -> str:
    """Return plain text as HTML paragraphs, with nothing in it that a browser would run."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return "".join(f"<p>{escape(line)}</p>" for line in lines)
