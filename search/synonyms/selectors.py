"""The synonyms that searches go by at this moment."""

from functools import lru_cache

from search.synonyms.models import SynonymRule
from search.synonyms.rules import shipped_rules
from search.synonyms.table import SynonymTable


@lru_cache(maxsize=1)
def table_of(state: tuple[object, ...]) -> SynonymTable:
    """Return the rules we ship and those of this site, for a state of the database that stands for them."""
    own = [row.rule for row in SynonymRule.objects.all()]
    return SynonymTable([*own, *shipped_rules()])
