"""Template tags of proposals, for pages of rooms that may not import this one."""

from typing import Any

from django import template

from outcomes.objectives.models import Objective
from outcomes.proposals import selectors

register = template.Library()


@register.simple_tag
def origin_of(page: Any) -> selectors.Origin | None:
    """`{% origin_of page as origin %}`: the proposal that an objective came from, or None.

    The origin has `reference`, `title`, `url` (None when the proposal is not public), `place` and
    `proposer` (empty unless the proposer chose to show the name).
    """
    return selectors.origin_of(page) if isinstance(page, Objective) and page.pk else None
