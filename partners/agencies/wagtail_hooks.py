"""Partners in the admin: a chooser and the directory."""

from collections.abc import Iterator

from django.db.models import Model
from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse, reverse_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import Button
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from partners.agencies.acting import AnyUser, partner_of, standing_of
from partners.agencies.models import Partner
from partners.choosing import WordsChooserViewSet
from partners.policy.table import Action, Relation, Thing, allows


class PartnerChooserViewSet(WordsChooserViewSet):
    """Choose partners by name."""

    model = Partner
    icon = "group"
    choose_one_text = "Choose a partner"
    choose_another_text = "Choose another partner"


@hooks.register("register_admin_urls")
def acting_urls() -> list[URLResolver]:
    """The addresses under /admin/acting/ and /admin/partner/."""
    return [
        path("acting/", include("partners.agencies.urls")),
        path("partner/", include("partners.agencies.details_urls")),
    ]


class DetailsMenuItem(MenuItem):
    """Shown to those who keep what their partner says of itself."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the person may change the details of the partner for which they act."""
        partner = partner_of(request.user)
        return partner is not None and allows(
            standing_of(request.user), Thing.PARTNER, Action.EDIT, Relation.OWN
        )


@hooks.register("register_admin_menu_item")
def details_menu_item() -> MenuItem:
    """The way to the details of one's partner."""
    url = reverse_lazy("partner_details:own")
    return DetailsMenuItem("About your partner", url, name="partner-details", icon_name="group", order=280)


@hooks.register("register_snippet_listing_buttons")
def details_button(snippet: Model, user: AnyUser, next_url: str | None = None) -> Iterator[Button]:
    """Lead operators from the directory to what a partner says of itself."""
    if isinstance(snippet, Partner):
        url = reverse("partner_details:of_partner", args=[snippet.pk])
        yield Button("Public facts, places and contacts", url=url, icon_name="group", priority=20)


@hooks.register("register_admin_viewset")
def register_partner_chooser() -> PartnerChooserViewSet:
    """Give every form a partner chooser instead of a list of hundreds."""
    return PartnerChooserViewSet("partner_chooser", url_prefix="partners/choose")


@register_snippet
class PartnerViewSet(SnippetViewSet):
    """The directory of partners."""

    model = Partner
    icon = "group"
    add_to_admin_menu = True
    menu_label = "Partners"
    list_display = ["name", Column("get_kind_display", label="Kind"), "is_demonstration"]
    list_filter = ["kind", "is_demonstration"]
    search_fields = ["name"]
    panels = [
        FieldPanel("name"),
        FieldPanel("slug"),
        FieldPanel("kind"),
        FieldPanel("summary"),
        FieldPanel("website"),
        FieldPanel("is_convening"),
        FieldPanel("is_demonstration"),
        InlinePanel("identifiers", heading="Identifiers", label="identifier"),
    ]
