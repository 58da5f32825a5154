"""What a row of the outbox is about, in the end: one thing, or all that shows what was changed."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.db.models import Q, QuerySet
from wagtail.models import Page

from outcomes.proposals.models import Proposal
from outcomes.selectors import content_types
from outcomes.themes.models import PageTheme
from partners.places.closure import WHOLE
from partners.places.models import PlaceClosure
from partners.places.tagging import PagePlace
from partners.sharing.models import Share
from search.documents import key_of
from search.models import Subject

Found = Iterable[tuple[str, QuerySet[Any, int]]]
PAGE, PROPOSAL = Subject.PAGE.value, Subject.PROPOSAL.value


def keys_about(subject: str, object_id: int) -> Iterator[str]:
    """Yield the keys of all documents that may have to change."""
    if subject in WIDE:
        for source, ids in WIDE[Subject(subject)](object_id):
            yield from (key_of(source, each) for each in ids.iterator())
    else:
        yield key_of(subject, object_id)


def below(page_id: int) -> Found:
    """Find the pages at and below a page."""
    path = Page.objects.filter(pk=page_id).values_list("path", flat=True).first()
    if path:
        kinds = Page.objects.filter(content_type__in=content_types().values())
        yield PAGE, kinds.filter(path__startswith=path).values_list("pk", flat=True)


def of_partner(partner_id: int) -> Found:
    """Find the pages that a partner has a part in."""
    yield PAGE, Share.objects.filter(partner=partner_id).order_by().values_list("page_id", flat=True)


def of_theme(theme_id: int) -> Found:
    """Find the pages with a theme or one of those under it."""
    tags = PageTheme.objects.filter(Q(theme=theme_id) | Q(theme__parent=theme_id))
    yield PAGE, tags.order_by().values_list("page_id", flat=True)


def of_place(place_id: int) -> Found:
    """Find what is about a place or about one that lies in it."""
    inside = PlaceClosure.objects.filter(ancestor=place_id, share__gte=WHOLE).values("descendant")
    yield PAGE, PagePlace.objects.filter(place__in=inside).order_by().values_list("page_id", flat=True)
    yield PROPOSAL, Proposal.objects.public().filter(place__in=inside).order_by().values_list("pk", flat=True)


WIDE: dict[str, Callable[[int], Found]] = {
    Subject.BRANCH: below,
    Subject.PARTNER: of_partner,
    Subject.THEME: of_theme,
    Subject.PLACE: of_place,
}
