"""Addresses of the whole site, filled in with things of one partner."""

from django.urls import NoReverseMatch, get_resolver, reverse
from django.urls.resolvers import URLPattern

from portal.access.lists import BULK
from tests.portal.access.world import fillings

# Choosers that tell about several things at once.
CHOSEN = {
    "wagtailadmin_choose_page_chosen_multiple": "page",
    "wagtailimages_chooser:chosen_multiple": "image",
    "wagtaildocs_chooser:chosen_multiple": "document",
}
# What signs the visitor out would make all later answers meaningless.
ENDS_THE_VISIT = {"account_logout", "wagtailadmin_logout"}


def all_patterns(resolver=None, before="", spaces=()):
    """Yield name, pattern text and the names of the parts of every address."""
    for each in (resolver or get_resolver()).url_patterns:
        text = before + str(each.pattern)
        if isinstance(each, URLPattern):
            yield ":".join([*spaces, each.name or ""]).strip(":"), text, each
        else:
            inner = (*spaces, each.namespace) if each.namespace else spaces
            yield from all_patterns(each, text, inner)


def names_of_parts(pattern):
    """The names in an address, whichever way it is written."""
    inner = pattern.pattern
    return list(getattr(inner, "converters", {}) or inner.regex.groupindex)


def filled(world):
    """Yield the name and the address of every route, filled in every way that the world knows."""
    for name, text, pattern in all_patterns():
        if not name or name in ENDS_THE_VISIT:
            continue
        for values in fillings(world, names_of_parts(pattern), text):
            try:
                yield name, reverse(name, kwargs=values)
            except NoReverseMatch:
                # Parts without a name, such as those of a page's own address, have no canary to carry.
                continue


def among_ours(world):
    """Yield addresses that name many things at once, with theirs hidden among ours."""
    kinds = {"page": "page", "customimage": "image", "customdocument": "document"}
    for (label, model), actions in BULK.items():
        ids = f"id={world.ours[kinds[model]]}&id={world.theirs[kinds[model]]}"
        for action in {*actions, "move", "add_tags", "add_to_collection"}:
            yield "wagtail_bulk_action", f"/admin/bulk/{label}/{model}/{action}/?{ids}"
            yield "wagtail_bulk_action", f"/admin/bulk/{label}/{model}/{action}/?id=all"
    for name, thing in CHOSEN.items():
        ids = f"id={world.ours[thing]}&id={world.theirs[thing]}"
        yield name, f"{reverse(name)}?{ids}"
