"""Synonyms in the admin, for operators."""

from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import Column
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from search.synonyms.models import SynonymRule


@register_snippet
class SynonymViewSet(SnippetViewSet):
    """The rules of this site."""

    model = SynonymRule
    icon = "resubmit"
    add_to_admin_menu = True
    menu_label = "Synonyms"
    menu_order = 820
    list_display = ["__str__", Column("get_kind_display", label="Meaning"), "changed_at"]
    list_filter = ["kind"]
    search_fields = ["terms"]
    panels = [FieldPanel("kind"), FieldPanel("terms")]
