"""Saving a step into the draft of a case study: the very page that the editor edits, by the same rules."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import prefetch_related_objects

from outcomes.casestudies.guided.questions.base import StepForm
from outcomes.casestudies.models import CaseStudy, CaseStudyIndex
from partners.agencies.acting import partner_of, standing_of
from partners.people.models import User
from partners.policy.refusals import NotAllowed
from partners.policy.table import Action, Thing, allows
from partners.sharing.services import hold

NO_PARTNER = "Case studies are written for a partner, and you act for none."
LOCKED = (
    "This case study is locked, so it cannot be changed now. Whoever locked it can unlock it in the editor."
)


class StaleStepError(Exception):
    """Somebody else saved another answer to this step since it was opened."""


@transaction.atomic
def start(*, form: StepForm, by: User) -> CaseStudy:
    """Make the draft, led by the partner that its writer acts for. Raises NotAllowed."""
    if partner_of(by) is None or not allows(standing_of(by), Thing.PAGE_LIST, Action.ADD):
        raise NotAllowed(NO_PARTNER)
    form.write()
    page: CaseStudy = form.page
    page.owner, page.live = by, False
    CaseStudyIndex.objects.get().add_child(instance=page)
    page.save_revision(user=by, log_action=True, clean=False)
    return page


def draft_for(page_id: int, by: User) -> CaseStudy:
    """Return the latest text of a case study. Raises PermissionDenied unless this person may edit it."""
    found = CaseStudy.objects.filter(pk=page_id).first()
    if found is None or not found.permissions_for_user(by).can_edit():
        raise PermissionDenied
    page: CaseStudy = found.get_latest_revision_as_object()
    # A version holds keys only; without this, each place and theme would be looked up by itself.
    prefetch_related_objects(list(page.place_tags.all()), "place")
    prefetch_related_objects(list(page.theme_tags.all()), "theme")
    return page


def held_for(page_id: int, by: User) -> CaseStudy:
    """Return the latest text, held until the transaction ends. Raises PermissionDenied, NotAllowed."""
    if CaseStudy.objects.filter(pk=page_id).exists():
        hold(page_id, by)
    page = draft_for(page_id, by)
    lock = page.get_lock()
    if lock and lock.for_user(by):
        raise NotAllowed(LOCKED)
    return page


@transaction.atomic
def save(*, form: StepForm, seen: str, at: datetime) -> bool:
    """Save what a valid step says; its page was held for it. Return whether the text changed.

    `seen` is the mark of the answer that the writer saw. Raises StaleStepError when another was saved since,
    unless it is the very answer that is sent; NotAllowed.
    """
    page, by = form.page, form.by
    before, mark = form.stored(page), form.mark(page)
    form.write()
    changed = form.stored(page) != before
    if (changed or form.changes_beside()) and seen != mark:
        raise StaleStepError
    if changed:
        # As the editor does: a page that is on the site stays as it is there, any other is its latest text.
        if not page.live:
            page.save()
        page.save_revision(user=by, log_action=True, clean=False)
    if form.changes_beside():
        form.save_beside(at)
    return changed
