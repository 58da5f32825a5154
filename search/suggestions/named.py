"""Themes and partners by name: found among names in memory, shown as the database has them at this moment.

Each process keeps the names. It drops them when it changes one itself, and reads them anew once they are a
minute old, which is how it hears of changes that another process made.
"""

from collections.abc import Callable, Sequence
from functools import partial
from itertools import count, islice
from time import monotonic
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.db.models.signals import post_delete, post_save

from outcomes.themes.models import Theme
from partners.agencies.models import Partner
from partners.places.finding import Named, Names
from partners.places.names import findable, search_words
from search.suggestions.found import Suggestion

SECONDS_KEPT = 60
Shown = Callable[[Any], Suggestion]


class Family:
    """All things of one model, by name."""

    def __init__(self, model: type[Model], order: Sequence[str], shown: Shown) -> None:
        self.model, self.order, self.shown = model, order, shown
        self.changes = count()
        self.version = next(self.changes)
        self.kept: tuple[int, float, Names] | None = None

    def suggested(self, words: Sequence[str], limit: int, *, nearly: bool = False) -> list[Suggestion]:
        """Return those with names that have words beginning so, or spelt nearly so, best first; one query."""
        names = self.names()
        found = names.nearly_called(words) if nearly else names.called(words)
        keys = [each.pk for each in islice(found, limit)]
        there = self.model._default_manager.in_bulk(keys) if keys else {}
        return [self.shown(there[key]) for key in keys if key in there]

    def names(self) -> Names:
        """Return the names, read now when a change dropped them or they are old."""
        kept, version, now = self.kept, self.version, monotonic()
        if kept is None or kept[0] != version or now - kept[1] >= SECONDS_KEPT:
            self.kept = kept = (version, now, self.read())
        return kept[2]

    def read(self) -> Names:
        """Read the names; one query."""
        rows = self.model._default_manager.order_by(*self.order).values_list("pk", "name")
        return Names(
            [
                Named(key, "", "", name, findable(search_words(name)), is_small=False)
                for key, name in rows.iterator()
            ]
        )

    def forget(self, **_: Any) -> None:
        """Read the names anew for the next question, and again once others see the change."""
        self.version = next(self.changes)
        transaction.on_commit(partial(self.__dict__.update, kept=None))

    def listen(self) -> None:
        """Hear of what this process changes."""
        post_save.connect(self.forget, sender=self.model)
        post_delete.connect(self.forget, sender=self.model)


def shown_theme(theme: Theme) -> Suggestion:
    """Return a theme with the address of its page."""
    return Suggestion(theme.name, "Theme", theme.get_absolute_url())


def shown_partner(partner: Partner) -> Suggestion:
    """Return a partner with what it is, and the address of its page."""
    return Suggestion(partner.name, f"Partner · {partner.get_kind_display()}", partner.get_absolute_url())


THEMES = Family(Theme, ("position", "name"), shown_theme)
PARTNERS = Family(Partner, ("name", "pk"), shown_partner)


def connect() -> None:
    """Hear of what changes the names."""
    THEMES.listen()
    PARTNERS.listen()
