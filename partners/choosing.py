"""Choosers in the admin that look things up by plain database queries, quick for thousands of rows."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.chooser import ChooseResultsView, ChooseView
from wagtail.admin.viewsets.chooser import ChooserViewSet


class WordsFilterForm(BaseFilterForm):
    """A search box over a model whose queryset knows `called_or_like(words)`."""

    q = forms.CharField(
        label="Search",
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "Name or code"}),
        max_length=200,
    )

    def filter(self, objects: QuerySet[Any]) -> QuerySet[Any]:
        """Return what matches the words, best first, then names like them; everything when there are none."""
        self.search_query = self.cleaned_data["q"].strip()
        self.is_searching = bool(self.search_query)
        return objects.called_or_like(self.search_query) if self.is_searching else objects  # type: ignore[attr-defined]


class WordsMixin:
    """A list with the kind beside each name, because a county and a police force area may share theirs."""

    filter_form_class = WordsFilterForm

    @property
    def columns(self) -> list[Column]:
        """The columns of the list."""
        return [*super().columns, Column("get_kind_display", label="Kind")]  # type: ignore[misc]


class WordsChooseView(WordsMixin, ChooseView):
    """The chooser as it opens."""


class WordsChooseResultsView(WordsMixin, ChooseResultsView):
    """The chooser's list as the words change."""


class WordsChooserViewSet(ChooserViewSet):
    """A chooser with a search box."""

    choose_view_class = WordsChooseView
    choose_results_view_class = WordsChooseResultsView
    per_page = 20
