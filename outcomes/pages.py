"""The pages that partners publish together, and the lists that hold them."""

from collections.abc import Iterable, Iterator
from typing import Any, ClassVar

from django.core.paginator import Paginator
from django.db import models
from django.db.models import Prefetch, prefetch_related_objects
from django.http import HttpRequest
from wagtail.admin.panels import FieldPanel, TitleFieldPanel
from wagtail.models import Page
from wagtail.search import index

from outcomes.blocks import BodyField, quotes_without_consent
from outcomes.cards import page_cards
from outcomes.richtext import CleanRichTextField
from outcomes.themes.models import PageTheme
from outcomes.themes.tagging import Themed
from partners.agencies.acting import AnyUser
from partners.freshness.reviewed import Reviewed
from partners.parts.board import draft_parts, public_parts
from partners.parts.kinds import STATEMENT, PartKind
from partners.parts.panels import PartsPanel
from partners.places.tagging import PagePlace, PlaceTagged
from partners.sharing.forms import SharedCopyForm, SharedPageForm
from partners.sharing.lists import PageList
from partners.sharing.models import Share
from partners.sharing.page_rights import PageListRights
from partners.sharing.shared import Shared
from partners.sharing.stale import Versioned
from partners.signing.public.pages import WithHistory
from partners.signing.signed import Signed

NAMED = Prefetch("shares", Share.objects.named().select_related("partner"))
CARD_RELATIONS = (
    NAMED,
    Prefetch("place_tags", PagePlace.objects.select_related("place")),
    Prefetch("theme_tags", PageTheme.objects.select_related("theme")),
    "review",
)
PAGE_SIZE = 20
NO_CONSENT = "Say of each quote how and when whoever said it agreed that it may be shown."
PARTS_PANEL = PartsPanel(heading="What each partner says")


class SharedPage(WithHistory, Signed, Versioned, PlaceTagged, Themed, Shared, Reviewed, Page):
    """A page that one partner leads and others may have a part in, for places and about themes."""

    kind: ClassVar[str]
    kind_label: ClassVar[str]
    kind_label_plural: ClassVar[str]
    # Where a kind of page comes in a list of kinds: what is wanted, what will be done, what worked.
    kind_order: ClassVar[int]
    # What each partner says for itself on such a page.
    part_kind: ClassVar[PartKind] = STATEMENT

    summary = models.TextField(
        max_length=300,
        help_text="One or two plain sentences. They stand on cards and in search results.",
    )
    body = BodyField(blank=True)

    base_form_class = SharedPageForm
    copy_form_class = SharedCopyForm
    # Whoever locked a page, perhaps of another partner, has not locked what others make of it.
    exclude_fields_in_copy = ["locked", "locked_at", "locked_by"]
    show_in_menus_default = False
    subpage_types: ClassVar[list[str]] = []

    opening_panels = [*Signed.signing_panels, TitleFieldPanel("title"), FieldPanel("summary")]
    tagging_panels = [
        *PlaceTagged.place_panels,
        *Themed.theme_panels,
        *Shared.sharing_panels,
        PARTS_PANEL,
        *Reviewed.review_panels,
    ]
    search_fields = [*Page.search_fields, index.SearchField("summary")]

    class Meta:
        abstract = True

    def lacks(self) -> Iterator[tuple[str, str]]:
        """Yield that quotes need the consent of those who are quoted."""
        yield from super().lacks()
        if quotes_without_consent(self.body):
            yield "body", NO_CONSENT

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Fetch partners, places and themes at once. A preview shows those of the unsaved form instead.

        What each partner says for itself is as published; a preview shows it as it is now.
        """
        is_preview = getattr(request, "is_preview", False)
        if not is_preview:
            prefetch_related_objects([self], *CARD_RELATIONS)
        elif self.owner is None and request.user.is_authenticated:  # type: ignore[has-type]  # Wagtail's
            self.owner = request.user
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        said = draft_parts if is_preview else public_parts
        return {**context, "parts": said(self, self.part_kind)}


class IndexPage(Versioned, PageList, Page):
    """A list of all published pages of one kind, newest first."""

    intro = CleanRichTextField(features=["bold", "italic", "link"], blank=True)
    max_count = 1
    listed_model: ClassVar[type[SharedPage]]

    content_panels = [*Page.content_panels, FieldPanel("intro")]

    class Meta:
        abstract = True

    def permissions_for_user(self, user: AnyUser) -> PageListRights:
        """Return what a person may do with this list."""
        return PageListRights(user, self)

    def listed(self) -> models.QuerySet[Any]:
        """The pages in the list that anybody may read."""
        children = self.listed_model.objects.child_of(self).live().public()
        return children.order_by("-first_published_at", "-pk").prefetch_related(*CARD_RELATIONS).defer("body")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add one page of cards. A page number that makes no sense shows the nearest page that exists."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        page_obj = Paginator(self.listed(), PAGE_SIZE).get_page(request.GET.get("page"))
        pages: Iterable[SharedPage] = page_obj.object_list
        return {
            **context,
            "cards": page_cards(pages, request),
            "page_obj": page_obj,
            "total": page_obj.paginator.count,
        }
