"""A document as a site would give it to Wagtail's own search: one row, its facets in columns."""

from django.db import models
from modelsearch import index

from bench.stock.fields import FACETS


class StockDocument(index.Indexed, models.Model):
    """One document. Of several themes or partners it has the first: the stock search counts in columns."""

    title = models.TextField()
    summary = models.TextField()
    body = models.TextField()
    kind = models.CharField(max_length=40)
    theme = models.CharField(max_length=80)
    partner = models.CharField(max_length=80)
    partner_kind = models.CharField(max_length=40)
    evidence = models.CharField(max_length=40)
    year = models.CharField(max_length=10)
    region = models.CharField(max_length=10)

    search_fields = [
        index.SearchField("title", boost=5),
        index.SearchField("summary", boost=2),
        index.SearchField("body"),
        *(index.FilterField(name) for name in (*FACETS, "region")),
    ]

    class Meta:
        app_label = "stock"

    def __str__(self) -> str:
        return self.title
