from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Q
from wagtail.management.commands import publish_scheduled
from wagtail.models import Page, Revision

from partners.signing.signed import Signed


class Command(publish_scheduled.Command):
    """`manage.py publish_scheduled`: Wagtail's own, for information pages only."""

    help = (
        "Puts information pages on the site, and takes them off, at the dates that were set for them. Pages "
        "that partners sign together are left alone: for these, run publish_due."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Take the dates from pages that partners sign, which mean nothing there; then let Wagtail run."""
        with transaction.atomic():
            forget_dates()
            if options["dryrun"]:
                super().handle(*args, **options)
                transaction.set_rollback(True)
        if not options["dryrun"]:
            super().handle(*args, **options)


def forget_dates() -> None:
    """Take Wagtail's dates from pages that partners sign together, such as those of an imported site.

    They would stop Wagtail at the gate, and with it all other pages; or take a page off without a word.
    """
    signed = [model for model in apps.get_models() if issubclass(model, Signed)]
    kinds = ContentType.objects.get_for_models(*signed).values()
    ours = Page.objects.filter(content_type__in=kinds)
    ours.filter(Q(go_live_at__isnull=False) | Q(expire_at__isnull=False)).update(
        go_live_at=None, expire_at=None
    )
    Revision.objects.filter(content_type__in=kinds, approved_go_live_at__isnull=False).update(
        approved_go_live_at=None
    )
