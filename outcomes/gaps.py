"""Where a place has something agreed, planned or evidenced, theme by theme, and where it has nothing."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from django.db.models import Case, Count, F, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from outcomes.locality import COVERING, Locality
from outcomes.objectives.models import ObjectiveStatus
from outcomes.pages import SharedPage
from outcomes.selectors import KINDS, content_types
from outcomes.themes.models import PageTheme, Theme
from partners.places.models import Place

SETTLED = (ObjectiveStatus.AGREED, ObjectiveStatus.ACHIEVED)


@dataclass
class Cell:
    """How much there is of one kind on one theme.

    `total` counts what is here or inside, as a search does; `settled` how many of those count as there
    already: of objectives those agreed or achieved, of other kinds all; `inherited` what is for wider areas.
    """

    model: type[SharedPage]
    total: int = 0
    settled: int = 0
    inherited: int = 0


@dataclass
class Row:
    """One theme with a cell for each kind, in the order of kinds."""

    theme: Theme
    cells: dict[type[SharedPage], Cell] = field(default_factory=lambda: {m: Cell(m) for m in KINDS})

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing at all, here, inside or inherited."""
        return not any(cell.total or cell.inherited for cell in self.cells.values())


@dataclass
class Block:
    """One kind of well-being, counting each page once, and the themes under it."""

    row: Row
    rows: list[Row]


def gap_table(place: Place) -> list[Block]:
    """Return all themes, in their order, with what there is on each for a place; three queries."""
    themes = list(Theme.objects.all())
    rows = {theme.pk: Row(theme) for theme in themes}
    tops = {theme.pk for theme in themes if theme.parent_id is None}
    tags = tags_around(place)
    count_into(rows, tags, Coalesce("theme__parent", "theme"), tops)
    count_into(rows, tags, F("theme"), rows.keys() - tops)
    below = defaultdict(list)
    for theme in themes:
        below[theme.parent_id].append(rows[theme.pk])
    return [Block(rows[theme.pk], below[theme.pk]) for theme in themes if theme.parent_id is None]


def tags_around(place: Place) -> QuerySet[PageTheme]:
    """Return the themes of readable pages here, inside and covering, with what is to be counted apart."""
    locality = Locality(place)
    undecided = Q(page__objective__isnull=False) & ~Q(page__objective__status__in=SETTLED)
    return (
        PageTheme.objects.filter(page__in=locality.candidates())
        .order_by()
        .annotate(
            relation=locality.relation("page"),
            settled=Case(When(undecided, then=Value(0)), default=Value(1)),
        )
    )


def count_into(
    rows: Mapping[int, Row], tags: QuerySet[PageTheme], topic: F | Coalesce, topics: Collection[int]
) -> None:
    """Count the pages on each of these topics, each page once a topic, into its row; one query."""
    models = {content_type.pk: model for model, content_type in content_types().items()}
    counted = (
        tags.annotate(topic=topic)
        .filter(topic__in=topics)
        .values_list("topic", "page__content_type", "relation", "settled")
        .annotate(number=Count("page", distinct=True))
    )
    for found, content_type, relation, settled, number in counted:
        cell = rows[found].cells[models[content_type]]
        if relation == COVERING:
            cell.inherited += number
        else:
            cell.total += number
            cell.settled += number * settled
