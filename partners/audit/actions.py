"""Every action that leaves a row: its name, what it means, and which facts of the change it may keep.

Nothing else can be recorded. The page docs/audit.md is printed from this table, and a test performs each
action for real and counts its rows.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Action:
    """One kind of change. `keeps` names the only facts that a row of it may hold under 'what changed'."""

    name: str
    says: str
    keeps: tuple[str, ...] = ()


ACTIONS = (
    Action("account.added", "An operator made an account"),
    Action("account.address_changed", "Somebody changed the mail addresses of their account", ("how",)),
    Action("account.changed", "An operator changed an account"),
    Action("account.deleted", "An operator deleted an account"),
    Action("account.factor_added", "Somebody set up a second factor", ("kind",)),
    Action("account.factor_removed", "Somebody took a second factor away", ("kind",)),
    Action("account.factor_renewed", "Somebody made new recovery codes", ("kind",)),
    Action("account.locked_out", "Too many wrong passwords were tried"),
    Action("account.opened", "Somebody opened an account"),
    Action("account.password_changed", "Somebody changed their password", ("how",)),
    Action("account.signed_in", "Somebody signed in"),
    Action("audit.exported", "Audit rows were downloaded", ("rows", "format")),
    Action("audit.person_erased", "A person's name was erased from the audit"),
    Action("case_studies.exported", "Case studies were downloaded as a sheet", ("rows", "format")),
    Action("case_studies.imported", "Case studies were imported from a sheet", ("rows", "new", "format")),
    Action("check.changed", "Another date or contact for the check of a page", ("review_on", "contact")),
    Action("check.confirmed", "Somebody confirmed that a page is still right", ("by_contact", "next_on")),
    Action("check.said_wrong", "The contact of a page said that something on it is wrong"),
    Action("collection.deleted", "A partner's list of case studies was deleted"),
    Action("collection.made", "A list of case studies was made for all people of a partner"),
    Action("collection.shared", "A partner's list of case studies got a link by which others read it"),
    Action("collection.unshared", "The link of a partner's list of case studies was taken away"),
    Action("document.added", "A document was added"),
    Action("document.changed", "A document was changed"),
    Action("document.deleted", "A document was deleted"),
    Action("group.added", "A group of permissions was added"),
    Action("group.changed", "A group of permissions was changed"),
    Action("group.deleted", "A group of permissions was deleted"),
    Action("image.added", "A picture was added"),
    Action("image.changed", "A picture was changed"),
    Action("image.deleted", "A picture was deleted"),
    Action("part.refused", "Somebody was refused to write what a partner says for itself on a page"),
    Action("part.saved", "A partner saved what it says for itself on a page"),
    Action("part.suggested", "A partner suggested a change to what another says for itself on a page"),
    Action("part.suggestion_answered", "A suggestion to a partner was answered or taken back", ("answer",)),
    Action("partner.added", "A partner was added"),
    Action("partner.changed", "A partner was changed"),
    Action("partner.deleted", "A partner was deleted"),
    Action("synonym.added", "An operator added words that searches take for one another"),
    Action("synonym.changed", "An operator changed words that searches take for one another"),
    Action("synonym.deleted", "An operator deleted words that searches take for one another"),
    Action("thing.added", "Something else that editors keep (a theme, a place, a redirect …) was added"),
    Action("thing.changed", "Something else that editors keep (a theme, a place, a redirect …) was changed"),
    Action("thing.deleted", "Something else that editors keep (a theme, a place, a redirect …) was deleted"),
    Action("invitation.declined", "Somebody declined an invitation to join a partner"),
    Action("invitation.ended", "An invitation to join a partner ended by itself", ("why",)),
    Action("invitation.sent", "Somebody was invited to join a partner", ("role", "shared_mailbox_confirmed")),
    Action("invitation.taken_back", "An invitation to join a partner was taken back", ("role",)),
    Action("join_request.approved", "Somebody's request to join a partner was approved", ("role",)),
    Action("join_request.refused", "Somebody's request to join a partner was refused"),
    Action("join_request.sent", "Somebody asked to join a partner"),
    Action("join_request.taken_back", "Somebody took back a request to join a partner"),
    Action("link.code_sent", "A code was sent to the address of a link for signing"),
    Action("link.ended", "A link for signing without an account ended", ("why",)),
    Action("link.opened", "Somebody showed the code of a link for signing, and may read the page"),
    Action("link.refused", "A link for signing, or its code, was refused", ("why",)),
    Action("link.sent", "Somebody without an account was asked to sign for a partner"),
    Action("mail_domain.added", "A mail domain was added to a partner", ("domain", "includes_subdomains")),
    Action("mail_domain.removed", "A mail domain was taken from a partner", ("domain",)),
    Action("members.exported", "A list of members or leavers was downloaded", ("rows", "format", "report")),
    Action("membership.added", "Somebody became a member of a partner", ("role",)),
    Action("membership.changed", "A member got another role", ("role", "role_before")),
    Action("membership.removed", "A membership ended", ("role",)),
    Action("page.commented", "Somebody commented on a page, or answered or closed a comment", ("what",)),
    Action("page.copied", "A page was copied"),
    Action("page.created", "A page was started"),
    Action("page.deleted", "A page was deleted"),
    Action("page.edited", "A new draft of a page was saved"),
    Action("page.locked", "A page was locked"),
    Action("page.moved", "A page was moved"),
    Action("page.published", "A page was published"),
    Action("page.reordered", "A page got another place in its list"),
    Action("page.restricted", "A part of the site was made private"),
    Action("page.reverted", "An earlier draft of a page was taken up again"),
    Action("page.scheduled", "A page was scheduled"),
    Action("page.declined", "A partner declined to sign a page", ("decision", "by_link")),
    Action("page.looked_at", "Somebody said that they are looking at a page for their partner"),
    Action("page.override_reviewed", "Somebody reviewed that a page went live without every signature"),
    Action("page.overridden", "A convening partner overrode missing signatures", ("missing",)),
    Action("page.signed", "A partner signed a page", ("decision", "by_link")),
    Action("page.submission_taken_back", "A page was no longer submitted for signing"),
    Action("page.submitted", "A page was submitted to its partners for signing"),
    Action("page.taken_down", "A page was taken off the site: published in error"),
    Action("page.withdrawn", "A page was withdrawn, with a public explanation"),
    Action("page.unlocked", "A page was unlocked"),
    Action("page.unpublished", "A page was taken off the site"),
    Action("page.unrestricted", "A private part of the site was made public"),
    Action("page.unscheduled", "A schedule of a page was cancelled"),
    Action("page.workflow", "A page went through a step of a workflow", ("what",)),
    Action("proposal.accepted", "A proposal was opened for support"),
    Action("proposal.adopted", "A proposal became a draft objective"),
    Action("proposal.confirmed", "A proposer confirmed their mail address"),
    Action("proposal.declined", "A proposal was declined"),
    Action("proposal.purged", "Proposals that were never confirmed were deleted", ("count",)),
    Action("proposal.submitted", "A proposal was sent in"),
    Action("registration.approved", "A group that registered became a partner"),
    Action("registration.declined", "A group that registered was declined"),
    Action("registration.received", "A group registered itself"),
    Action("registration.withdrawn", "A registration was taken back"),
    Action("signature.lapsed", "A partner's decision on a page counts no more", ("why",)),
    Action("share.added", "A partner got a part in a page", ("role",)),
    Action("share.changed", "A partner got another part in a page", ("role", "role_before")),
    Action("share.declined", "A partner declined to contribute to a page"),
    Action("share.invitation_taken_back", "A partner was no longer asked to contribute to a page"),
    Action("share.invited", "A partner was asked to contribute to a page"),
    Action("share.removed", "A partner's part in a page ended", ("role",)),
)
BY_NAME = {action.name: action for action in ACTIONS}


def table() -> str:
    """Return the actions as a Markdown table, for the guide in docs/."""
    rows = [
        f"| `{action.name}` | {action.says} | {', '.join(action.keeps) or 'nothing'} |"
        for action in sorted(ACTIONS, key=lambda action: action.name)
    ]
    return "\n".join(["| action | what happened | what the row keeps of it |", "| --- | --- | --- |", *rows])
