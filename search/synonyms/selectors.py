"""The synonyms that searches go by at this moment."""

from functools import lru_cache

from django.db.models import Count, Max

from search.synonyms.models import SynonymRule
from search.synonyms.rules import shipped_rules
from search.synonyms.table import SynonymTable


def synonyms_now() -> SynonymTable:
    """Return the rules we ship and those of this site, in one query unless they were changed just now."""
    state = SynonymRule.objects.order_by().aggregate(Count("pk"), Max("pk"), Max("changed_at"))
    return table_of(tuple(state.values()))


@lru_cache(maxsize=1)
def table_of(state: tuple[object, ...]) -> SynonymTable:
    """Return the table for a state of the database."""
    own = [row.rule for row in SynonymRule.objects.all()]
    return SynonymTable([*own, *shipped_rules()])
