"""What changes what searches find, and how that is noted. Connected when the app starts."""

from typing import Any

from django.apps import AppConfig
from django.db.models import Model
from django.db.models.signals import post_delete, post_migrate, post_save
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_slug_changed, post_page_move

from outcomes.casestudies.models import Provider
from outcomes.proposals.models import Proposal
from outcomes.selectors import KINDS, content_types
from outcomes.themes.models import PageTheme, Theme
from partners.agencies.models import Partner
from partners.freshness.models import PageReview
from partners.parts.models import PublishedPart
from partners.places.models import Place
from partners.places.tagging import PagePlace
from partners.sharing.models import Share
from search.models import Subject
from search.outbox import note
from search.triggers import install_triggers

TAGS: tuple[type[Model], ...] = (Share, PublishedPart, PagePlace, PageTheme, PageReview, Provider)
NAMED: dict[type[Model], Subject] = {
    Partner: Subject.PARTNER,
    Theme: Subject.THEME,
    Place: Subject.PLACE,
}


def page_changed(instance: Any, **_: Any) -> None:
    """A page was saved, published, unpublished or deleted."""
    # Wagtail saves some pages in their basic form, of which only the content type tells the kind.
    if isinstance(instance, KINDS) or instance.content_type_id in {
        kind.pk for kind in content_types().values()
    }:
        note(Subject.PAGE, [instance.pk], hides=not instance.live)


def page_deleted(instance: Any, **_: Any) -> None:
    """A page is gone."""
    note(Subject.PAGE, [instance.pk], hides=True)


def proposal_changed(instance: Any, **_: Any) -> None:
    """A proposal was sent in or answered."""
    note(Subject.PROPOSAL, [instance.pk], hides=not instance.is_public)


def proposal_deleted(instance: Any, **_: Any) -> None:
    """A proposal is gone."""
    note(Subject.PROPOSAL, [instance.pk], hides=True)


def branch_changed(instance: Any, **_: Any) -> None:
    """A page was moved or got another address, and with it all below it."""
    note(Subject.BRANCH, [instance.pk])


def privacy_changed(instance: PageViewRestriction, **_: Any) -> None:
    """A part of the site became private or public. Searches themselves look up which parts are private."""
    note(Subject.BRANCH, [instance.page_id])


def tag_changed(instance: Any, **_: Any) -> None:
    """A page got or lost a partner or its words, a place or a theme, or another date for its check."""
    note(Subject.PAGE, [instance.page_id])


def name_changed(sender: type[Model], instance: Any, created: bool, **_: Any) -> None:
    """Something that many pages name was saved."""
    if not created:
        note(NAMED[sender], [instance.pk])


def connect(app: AppConfig) -> None:
    """Listen to everything above."""
    for model in (Page, *KINDS):
        post_save.connect(page_changed, sender=model)
    for kind in KINDS:
        post_delete.connect(page_deleted, sender=kind)
    for tag in TAGS:
        post_save.connect(tag_changed, sender=tag)
        post_delete.connect(tag_changed, sender=tag)
    for named in NAMED:
        post_save.connect(name_changed, sender=named)
    post_save.connect(proposal_changed, sender=Proposal)
    post_delete.connect(proposal_deleted, sender=Proposal)
    post_save.connect(privacy_changed, sender=PageViewRestriction)
    post_delete.connect(privacy_changed, sender=PageViewRestriction)
    post_page_move.connect(branch_changed)
    page_slug_changed.connect(branch_changed)
    post_migrate.connect(install_triggers, sender=app)
