"""The facets that the stock search counts."""

FACETS = ("kind", "theme", "partner", "partner_kind", "evidence", "year")
