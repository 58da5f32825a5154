"""Making short addresses: one for each search, however often and in whatever order it is asked for."""

from collections.abc import Callable

from django.db import IntegrityError, transaction

from search.request import SearchRequest
from search.short_addresses.models import ShortAddress, digest_of, new_code


class TooManyError(Exception):
    """Enough new short addresses were made from there for now."""


def short_address(*, request: SearchRequest, may_add: Callable[[], bool]) -> ShortAddress:
    """Return the short address of a search; a new one where `may_add` lets it. Raises TooManyError.

    The page of results is no part of it: what was on a page today is on another tomorrow.
    """
    query = request.canonical().to_query()
    digest = digest_of(query)
    if known := ShortAddress.objects.filter(digest=digest).first():
        return known
    if not may_add():
        raise TooManyError
    while True:
        try:
            with transaction.atomic():
                return ShortAddress.objects.get_or_create(
                    digest=digest, defaults={"code": new_code(), "query": query}
                )[0]
        except IntegrityError:
            # Some other search has this code, so the next one is tried.
            continue
