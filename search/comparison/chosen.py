"""Which case studies an address names to be compared."""

import re
from collections.abc import Iterable, Sequence

from django.http import QueryDict

from outcomes.casestudies.models import CaseStudy
from search.documents import key_of, split_key
from search.pages import PageSource
from search.request import STUDY

# So many fit side by side on a screen, and on a sheet of paper.
MOST = 4
# More than anybody ticks on the pages of a list; what an address names beyond that is left out.
MOST_NAMED = 20
KEY = re.compile(rf"{PageSource.name}-[1-9][0-9]{{0,17}}")


def named_in(query: QueryDict) -> tuple[str, ...]:
    """Return the keys that an address names, in order, each once. What is no key is left out."""
    given = dict.fromkeys(each.strip() for each in query.getlist(STUDY))
    return tuple(key for key in given if KEY.fullmatch(key))[:MOST_NAMED]


def public_studies(keys: Iterable[str], relations: Sequence[object] = ()) -> list[CaseStudy]:
    """Return those of these that are case studies which anybody may read, in the order of the keys."""
    order = {split_key(key)[1]: number for number, key in enumerate(keys)}
    if not order:
        return []
    found = CaseStudy.objects.filter(pk__in=order).live().public().prefetch_related(*relations)
    return sorted(found, key=lambda study: order[study.pk])


def study_key(study: CaseStudy) -> str:
    """Return what names a case study in an address, as in files of results."""
    return key_of(PageSource.name, study.pk)


def without(keys: Sequence[str], key: str) -> tuple[str, ...]:
    """Return the keys but one."""
    return tuple(each for each in keys if each != key)
