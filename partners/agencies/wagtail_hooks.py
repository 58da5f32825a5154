"""Partners in the admin: a chooser and the directory."""

from django.urls import URLResolver, include, path
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from partners.agencies.models import Partner
from partners.choosing import WordsChooserViewSet


class PartnerChooserViewSet(WordsChooserViewSet):
    """Choose partners by name."""

    model = Partner
    icon = "group"
    choose_one_text = "Choose a partner"
    choose_another_text = "Choose another partner"


@hooks.register("register_admin_urls")
def acting_urls() -> list[URLResolver]:
    """The address under /admin/acting/."""
    return [path("acting/", include("partners.agencies.urls"))]


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
    list_display = ["name", "get_kind_display", "is_demonstration"]
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
