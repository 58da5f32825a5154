"""What many documents share, read once for a whole run of indexing."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from wagtail.models import Page

from outcomes.themes.models import Theme
from partners.places.closure import WHOLE
from partners.places.models import PlaceClosure

THEME = ("slug", "name", "parent_id")


class PlaceTag(NamedTuple):
    """A place that something is about, or one that wholly contains such a place."""

    code: str
    kind: str


class PlaceFacts(NamedTuple):
    """What a document says about one place."""

    tag: PlaceTag
    names: tuple[str, ...]


class PlaceLookup:
    """Every place with all that wholly contain it."""

    def __init__(self) -> None:
        self.known: dict[int, list[PlaceFacts]] = {}

    def fetch(self, place_ids: Collection[int]) -> None:
        """Read those of these places that are not known yet, in one query."""
        missing = set(place_ids) - self.known.keys()
        if not missing:
            return
        found: dict[int, list[PlaceFacts]] = defaultdict(list)
        rows = PlaceClosure.objects.filter(descendant__in=missing, share__gte=WHOLE).order_by("-ancestor")
        for place_id, code, kind, *names in rows.values_list(
            "descendant", "ancestor__code", "ancestor__kind", "ancestor__name", "ancestor__name_cy"
        ):
            found[place_id].append(PlaceFacts(PlaceTag(code, kind), tuple(filter(None, names))))
        self.known.update({place_id: found[place_id] for place_id in missing})

    def covering(self, place_ids: Iterable[int]) -> list[PlaceFacts]:
        """Return these places, which were fetched before, and all that contain them, each once."""
        return list(dict.fromkeys(facts for place_id in place_ids for facts in self.known[place_id]))


class TreeLookup:
    """Ids of pages by their path in the tree."""

    def __init__(self) -> None:
        self.ids: dict[str, int] = {}

    def fetch(self, paths: Iterable[str]) -> None:
        """Read the pages on the way to these that are not known yet, in one query."""
        missing = {step for path in paths for step in steps(path)} - self.ids.keys()
        if missing:
            self.ids.update(Page.objects.filter(path__in=missing).values_list("path", "pk"))

    def branch(self, path: str) -> tuple[int, ...]:
        """Return the ids of the page at this path, fetched before, and of all above it."""
        return tuple(self.ids[step] for step in steps(path) if step in self.ids)


class ThemeRow(NamedTuple):
    """A theme, with the one above it."""

    slug: str
    name: str
    parent: "ThemeRow | None"


class ThemeLookup:
    """Every theme, read when the first one is asked for."""

    def __init__(self) -> None:
        self.known: dict[int, ThemeRow] = {}

    def row(self, theme_id: int) -> ThemeRow:
        """Return a theme."""
        if theme_id not in self.known:
            facts = {pk: row for pk, *row in Theme.objects.order_by().values_list("pk", *THEME)}
            tops = {pk: ThemeRow(slug, name, None) for pk, (slug, name, _) in facts.items()}
            self.known = {pk: ThemeRow(slug, name, tops.get(top)) for pk, (slug, name, top) in facts.items()}
        return self.known[theme_id]


class AddressLookup:
    """Public addresses of pages, by Wagtail's own rules."""

    def __init__(self) -> None:
        # A page keeps in mind which sites there are once it was asked for its address.
        self.page = Page()

    def url(self, url_path: str) -> str | None:
        """Return the address of the page at this path of slugs, None for one outside of every site."""
        self.page.url_path = url_path
        url: str | None = self.page.get_url()
        return url


@dataclass
class Lookups:
    """Everything of the kind. Make a new one for every run: places and the tree change."""

    places: PlaceLookup = field(default_factory=PlaceLookup)
    tree: TreeLookup = field(default_factory=TreeLookup)
    themes: ThemeLookup = field(default_factory=ThemeLookup)
    addresses: AddressLookup = field(default_factory=AddressLookup)


def steps(path: str) -> list[str]:
    """Return the paths of a page and of all above it, from the top."""
    return [path[:end] for end in range(Page.steplen, len(path) + 1, Page.steplen)]
