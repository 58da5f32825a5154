"""Addresses of the whole site, filled in with things of one partner."""

from django.urls import NoReverseMatch, get_resolver, reverse
from django.urls.resolvers import URLPattern

from tests.portal.access.world import fillings

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
