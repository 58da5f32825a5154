"""Wagtail keeps a log of its own, which can be edited. What it writes there leaves a row in the audit too."""

from typing import Any

from django.db.models import Model
from django.db.models.signals import post_save
from wagtail.models import ModelLogEntry, PageLogEntry

from partners.agencies.models import Partner
from partners.audit.context import current_person
from partners.audit.services import record
from partners.sharing.models import Share, ShareRole

# What our table of actions calls it. 'wagtail.rename' only repeats what publishing tells.
OF_PAGES: dict[str, str | None] = {
    "wagtail.create": "page.created",
    "wagtail.edit": "page.edited",
    "wagtail.convert_alias": "page.edited",
    "wagtail.publish": "page.published",
    "wagtail.publish.scheduled": "page.published",
    "wagtail.publish.schedule": "page.scheduled",
    "wagtail.schedule.cancel": "page.unscheduled",
    "wagtail.unpublish": "page.unpublished",
    "wagtail.unpublish.scheduled": "page.unpublished",
    "wagtail.delete": "page.deleted",
    "wagtail.move": "page.moved",
    "wagtail.reorder": "page.reordered",
    "wagtail.copy": "page.copied",
    "wagtail.create_alias": "page.copied",
    "wagtail.copy_for_translation": "page.copied",
    "wagtail.revert": "page.reverted",
    "wagtail.lock": "page.locked",
    "wagtail.unlock": "page.unlocked",
    "wagtail.view_restriction.create": "page.restricted",
    "wagtail.view_restriction.edit": "page.restricted",
    "wagtail.view_restriction.delete": "page.unrestricted",
    "wagtail.rename": None,
}
# Discussions and workflow steps, each kept under one name with what was done.
FAMILIES = {
    "wagtail.comments.": "page.commented",
    "wagtail.workflow.": "page.workflow",
    "wagtail.moderation.": "page.workflow",
}
# By the last part of the name: other rooms log their own things, as in 'neighbourhoods.create'.
OF_THINGS = {"create": "added", "delete": "deleted"}
NOUNS = {
    "media.customimage": "image",
    "media.customdocument": "document",
    "agencies.partner": "partner",
    "people.user": "account",
    "auth.group": "group",
    "synonyms.synonymrule": "synonym",
}


def page_logged(instance: PageLogEntry, created: bool, **_: Any) -> None:
    """Wagtail wrote a line about a page."""
    if created and not says_nothing_new(instance):
        action, changed = action_on_page(instance)
        if action:
            lead = Share.objects.filter(page=instance.page_id, role=ShareRole.LEAD).select_related("partner")
            share = lead.first()
            write(instance, action, instance.page, share.partner if share else None, changed)


def thing_logged(instance: ModelLogEntry, created: bool, **_: Any) -> None:
    """Wagtail wrote a line about something that is not a page."""
    if not created or instance.content_type is None:
        return
    model = instance.content_type.model_class()
    thing = model._default_manager.filter(pk=instance.object_id).first() if model else None
    noun = NOUNS.get(f"{instance.content_type.app_label}.{instance.content_type.model}", "thing")
    what = OF_THINGS.get(instance.action.rpartition(".")[2], "changed")
    action = f"{noun}.{what}"
    write(instance, action, thing, thing if isinstance(thing, Partner) else None, {})


def says_nothing_new(entry: PageLogEntry) -> bool:
    """Whether this saves a draft without a change, or once more over the same version of the draft."""
    if entry.action != "wagtail.edit":
        return False
    if not entry.content_changed:
        return True
    same = PageLogEntry.objects.filter(
        page=entry.page_id, action=entry.action, uuid=entry.uuid, revision=entry.revision_id
    )
    return entry.uuid is not None and same.exclude(pk=entry.pk).exists()


def action_on_page(entry: PageLogEntry) -> tuple[str | None, dict[str, Any]]:
    """Return the action in our table, and what its row keeps."""
    for start, action in FAMILIES.items():
        if entry.action.startswith(start):
            return action, {"what": entry.action.removeprefix(start)}
    return OF_PAGES.get(entry.action, "page.edited"), {}


def write(
    entry: Any, action: str, thing: Model | None, partner: Partner | None, changed: dict[str, Any]
) -> None:
    """Add the row."""
    record(
        action=action,
        by=entry.user or current_person(),
        for_partner=partner,
        on=thing,
        label=entry.label,
        changed=changed,
    )


def connect() -> None:
    """Listen."""
    post_save.connect(page_logged, sender=PageLogEntry, dispatch_uid="audited.page_logged")
    post_save.connect(thing_logged, sender=ModelLogEntry, dispatch_uid="audited.thing_logged")
