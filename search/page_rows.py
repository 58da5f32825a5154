"""Published pages as indexing reads them: rows of the database under the names that the models have.

Making models of pages and of all that they name took nine tenths of the time of building an index. What a
model works out from its columns is not worked out again here: the properties themselves are borrowed.
"""

import json
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Model, QuerySet, TextField
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast

from outcomes.casestudies.models import CaseStudy, MeasuredEffect, Provider
from outcomes.pages import SharedPage
from outcomes.themes.models import PageTheme
from partners.freshness.models import PageReview
from partners.parts.models import PublishedPart
from partners.places.models import Place
from partners.places.tagging import PagePlace
from partners.sharing.models import Share
from partners.sharing.shared import Shared
from search.lookups import Lookups, ThemeRow

PAGE_COLUMNS = ("title", "url_path", "path", "first_published_at", "last_published_at")
SHARE = ("partner_id", "role", "partner__slug", "partner__name", "partner__kind")
PLACE = (
    "place_id",
    "place__name",
    "place__qualifier",
    "place__code",
    "place__kind",
    "place__longitude",
    "place__latitude",
)
EFFECT = ("measure", "before", "after", "how_measured", "source")
PART = ("partner_id", "version__content")


class PartnerRow(NamedTuple):
    """A partner, as cards name it."""

    slug: str
    name: str
    kind: str


class ShareRow(NamedTuple):
    """A partner's part in a page that a published text names."""

    partner_id: int
    role: str
    partner: PartnerRow


class PlaceColumns(NamedTuple):
    """What is read of a place."""

    pk: int
    name: str
    qualifier: str
    code: str
    kind: str
    longitude: float | None
    latitude: float | None


class PlaceRow(PlaceColumns):
    """A place that a page is about."""

    label = Place.label


class ProviderRow(NamedTuple):
    """Somebody who did what a case study tells of."""

    name: str
    sector: str


class PartRow(NamedTuple):
    """What a partner says for itself on a page."""

    content: dict[str, Any]


class ReviewRow(NamedTuple):
    """The next check of a page."""

    review_on: date


class StreamRow(NamedTuple):
    """The stored form of a body, which is read only when its text is wanted."""

    stream_block: Any
    stored: str

    @property
    def raw_data(self) -> Any:
        """The blocks as they are stored. Raises ValueError for what is no JSON."""
        found = json.loads(self.stored or "[]")
        # What was updated as a text stands in the database as JSON of JSON; Wagtail reads that, too.
        return json.loads(found or "[]") if isinstance(found, str) else found


class PageRow:
    """A page with the columns of its kind, and what it names, as far as readers know of that."""

    pk: int
    is_for_readers = True
    lead_partner = Shared.lead_partner
    contributors = Shared.contributors
    band = CaseStudy.band
    cost_in_figures = CaseStudy.cost_in_figures
    marks_come_from: Any = CaseStudy.marked_by

    def __init__(self, model: type[SharedPage], url: str | None, columns: dict[str, Any]) -> None:
        self.__dict__.update(columns)
        self.model: Any = model
        self.kind, self.kind_label, self.part_kind = model.kind, model.kind_label, model.part_kind
        self.url = url
        self.ordered_shares: list[ShareRow] = []
        self.places: list[PlaceRow] = []
        self.themes: list[ThemeRow] = []
        self.providers: list[ProviderRow] = []
        # What was measured, each in the words that say what, before, after and how.
        self.effects: list[tuple[str, ...]] = []
        self.base_place: PlaceRow | None = None
        self.parts: dict[int, PartRow] = {}
        self.page_review: ReviewRow | None = None

    @property
    def marked_by(self) -> dict[str, Any]:
        """What the marks of a case study come from; nothing for other pages."""
        facts: dict[str, Any] = self.marks_come_from if self.model is CaseStudy else {}
        return facts

    def get_url(self, request: object = None) -> str | None:
        """Return its address."""
        return self.url

    def get_status_display(self) -> str:
        """Return the label of its status."""
        status: str = self.__dict__["status"]
        return dict(self.model._meta.get_field("status").flatchoices).get(status, status)


def read_pages(models: Iterable[type[SharedPage]], ids: Collection[int], lookups: Lookups) -> list[Any]:
    """Return the pages of these kinds among these, with all that a document needs.

    One query for each kind until all are found, one for each relation, and what the lookups do not know yet.
    """
    pages = pages_of(models, ids, lookups)
    if not pages:
        return []
    wanted = among(pages)
    shares = Share.objects.named().order_by("-role", "pk")
    for page_id, partner_id, role, *partner in related(shares, wanted, SHARE):
        pages[page_id].ordered_shares.append(ShareRow(partner_id, role, PartnerRow(*partner)))
    for page_id, *place in related(PagePlace.objects.order_by("pk"), wanted, PLACE):
        pages[page_id].places.append(PlaceRow(*place))
    for page_id, theme_id in related(PageTheme.objects.order_by("pk"), wanted, ("theme_id",)):
        pages[page_id].themes.append(lookups.themes.row(theme_id))
    for page_id, partner_id, content in related(PublishedPart.objects.order_by("pk"), wanted, PART):
        pages[page_id].parts[partner_id] = PartRow(content)
    for page_id, day in related(PageReview.objects.order_by(), wanted, ("review_on",)):
        pages[page_id].page_review = ReviewRow(day)
    if any(page.model is CaseStudy for page in pages.values()):
        add_case_study_rows(pages, wanted)
    add_base_places(pages.values())
    return list(pages.values())


def pages_of(
    models: Iterable[type[SharedPage]], ids: Collection[int], lookups: Lookups
) -> dict[int, PageRow]:
    """Return the pages of these kinds among these with their own columns, by their ids."""
    pages: dict[int, PageRow] = {}
    for model in models:
        if left := set(ids) - pages.keys():
            pages |= {page.pk: page for page in rows_of(model, left, lookups)}
    return pages


def add_case_study_rows(pages: dict[int, PageRow], wanted: RawSQL) -> None:
    """Give case studies among the pages who provided them, and what was measured."""
    for page_id, *provider in related(Provider.objects.all(), wanted, ("name", "sector")):
        pages[page_id].providers.append(ProviderRow(*provider))
    for page_id, *words in related(MeasuredEffect.objects.order_by("pk"), wanted, EFFECT):
        pages[page_id].effects.append(tuple(filter(None, words)))


def add_base_places(pages: Iterable[PageRow]) -> None:
    """Give each page the place that it is run from, in one query; none where no page names any."""
    named = {page: page.__dict__["base_place_id"] for page in pages if page.__dict__.get("base_place_id")}
    columns = [name.removeprefix("place__") for name in PLACE]
    columns[0] = "pk"
    found = Place.objects.filter(pk__in=set(named.values())).order_by() if named else Place.objects.none()
    places = {row[0]: PlaceRow(*row) for row in found.values_list(*columns)}
    for page, place_id in named.items():
        page.base_place = places[place_id]


def among(ids: Collection[int]) -> RawSQL:
    """Return these ids as queries look for them: checking each for every query took a third of the time."""
    return RawSQL(", ".join(str(int(each)) for each in ids), ())  # noqa: S611  # nothing but whole numbers


def related(queryset: QuerySet[Any], wanted: RawSQL, columns: tuple[str, ...]) -> Iterable[Any]:
    """Return the rows that belong to these pages, each with its page's id first."""
    return queryset.filter(page_id__in=wanted).values_list("page_id", *columns)


def rows_of(model: type[SharedPage], ids: Collection[int], lookups: Lookups) -> Iterator[PageRow]:
    """Yield the pages of one kind among these, in order, with every column of the kind's own table."""
    own = [name for name in columns_of(model) if name != "body"]
    names = ["pk", *PAGE_COLUMNS, *own]
    # The body comes as it is stored: making a value of its blocks would only be undone.
    pages = (
        model.objects.filter(pk__in=among(ids)).order_by("pk").annotate(stored_body=Cast("body", TextField()))
    )
    block = model._meta.get_field("body").stream_block
    for *values, stored in pages.values_list(*names, "stored_body"):
        columns = dict(zip(names, values, strict=True))
        columns["body"] = StreamRow(block, stored)
        yield PageRow(model, lookups.addresses.url(columns["url_path"]), columns)


def columns_of(model: type[Model]) -> list[str]:
    """Return the columns of a kind's own table but for the key."""
    return [field.attname for field in model._meta.local_concrete_fields if not field.primary_key]
