"""What signing does when something else happens."""

from datetime import datetime
from typing import Any

from django.db.models.signals import post_delete, post_save, pre_save
from wagtail.models import Page
from wagtail.signals import page_unpublished

from partners.parts.models import PartVersion
from partners.parts.signals import part_saved
from partners.people.models import User
from partners.sharing.models import Share
from partners.signing import changes
from partners.signing.gate import check_may_be_live
from partners.signing.machine import Public
from partners.signing.models import PageState
from partners.signing.signed import Signed


def on_share(instance: Share, raw: bool = False, **kwargs: Any) -> None:
    """Another partner is named, or one less, or another leads."""
    if not raw:
        changes.named_changed(instance.page_id)


def on_part(page: Any, partner: Any, by: User, at: datetime, version: PartVersion, **kwargs: Any) -> None:
    """A partner saved its own part."""
    changes.part_changed(page.pk, partner.pk, version, by=by, at=at)


def on_unpublished(instance: Any, **kwargs: Any) -> None:
    """Code took a page off the site without a word: it is gone, and nothing is said about it."""
    PageState.objects.filter(page=instance.pk, public=Public.LIVE).update(public=Public.IN_ERROR)


def on_saved_as_any_page(instance: Page, raw: bool = False, **kwargs: Any) -> None:
    """Code saves a shared page without its own kind, and so past its own `save`: the gate stands here too."""
    if not raw and instance.live and issubclass(instance.specific_class or Page, Signed):
        check_may_be_live(instance)


def connect() -> None:
    """Listen."""
    post_save.connect(on_share, sender=Share, dispatch_uid="signing.share_saved")
    post_delete.connect(on_share, sender=Share, dispatch_uid="signing.share_deleted")
    pre_save.connect(on_saved_as_any_page, sender=Page, dispatch_uid="signing.saved_as_any_page")
    part_saved.connect(on_part, dispatch_uid="signing.part_saved")
    page_unpublished.connect(on_unpublished, dispatch_uid="signing.unpublished")
