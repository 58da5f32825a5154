"""Rules of addresses that name several things at once."""

from django.http import HttpRequest
from wagtail.models import Page
from wagtail.permissions import policy_registry

from partners.agencies.acting import standing_of
from partners.policy.table import Standing
from portal.access.rules import Parts, Rule, own_page

# What may be done to many at once, and to what.
BULK = {
    ("wagtailcore", "page"): {"publish", "unpublish", "delete"},
    ("media", "customimage"): {"delete"},
    ("media", "customdocument"): {"delete"},
}


def bulk_is_ours(request: HttpRequest, parts: Parts) -> bool:
    """Whether everything that is named is the person's. Wagtail would list the titles of what is not."""
    if standing_of(request.user) is Standing.OPERATOR:
        return True
    kind = (str(parts.get("app_label")), str(parts.get("model_name")))
    if parts.get("action") not in BULK.get(kind, ()):
        return False
    ids = {*request.GET.getlist("id"), *request.POST.getlist("id")}
    if kind == ("wagtailcore", "page"):
        return are_keys(ids) and all(own_page(request, each) for each in ids)
    return are_keys(ids) and media_is_ours(request, kind[1], ids)


def are_keys(ids: set[str]) -> bool:
    """Whether these could be keys of rows: numbers, and none that a database has no room for."""
    return all(each.isdecimal() and len(each) < 19 for each in ids)


def media_is_ours(request: HttpRequest, model_name: str, ids: set[str]) -> bool:
    """Whether all these pictures or documents are in a collection in which the person may change them."""
    from django.apps import apps

    model = apps.get_model("media", model_name)
    mine = policy_registry.get_by_type(model).instances_user_has_any_permission_for(request.user, ["change"])
    return mine.filter(pk__in=ids).count() == len(ids)


def explorable(request: HttpRequest, parts: Parts) -> bool:
    """Whether the person may look below this page in the admin."""
    pages = policy_registry.get_by_type(Page).explorable_instances(request.user)
    return bool(pages.filter(pk=parts.get("parent_page_id")).exists())


def names_what_may_be_found(request: HttpRequest, parts: Parts) -> bool:
    """Whether all pages that are named are public, or found by the person anyway: their titles come back."""
    ids = request.GET.getlist("id")
    mine = policy_registry.get_by_type(Page).explorable_instances(request.user)
    found = Page.objects.filter(pk__in=mine.values("pk")) | Page.objects.live().public()
    return are_keys(set(ids)) and found.filter(pk__in=ids).count() == len(set(ids))


def edits_the_object(request: HttpRequest, parts: Parts) -> bool:
    """Whether the thing on which somebody's editing session is reported is a page that this person edits."""
    if standing_of(request.user) is Standing.OPERATOR:
        return True
    return own_page(request, parts.get("object_id"))


BULK_OF_OURS = Rule("editors, if all that is named is theirs", Standing.EDITOR, bulk_is_ours)
CHOSEN_PAGES = Rule("editors, if they may find all that is named", Standing.EDITOR, names_what_may_be_found)
EXPLORES = Rule("editors, below what they may find", Standing.EDITOR, explorable)
EDITS_OBJECT = Rule("who may see the page's drafts", Standing.EDITOR, edits_the_object)
