"""What the words in a sheet may mean here: places, themes and pages, each looked up once for a whole file."""

import re
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from django.db.models import Q
from django.utils.functional import cached_property
from wagtail.models import Page

from outcomes.casestudies.spreadsheet.kinds import UnreadableError, one_of, short
from outcomes.themes.models import Theme
from partners.agencies.acting import AnyUser
from partners.places.meant import PlacesMeant, called, that_ended
from partners.places.models import Place
from partners.places.names import folded
from partners.places.postcodes import holds_postcode, parse_postcode
from partners.policy.table import Action
from partners.sharing.relations import pages_open_to
from partners.signing.machine import IN_WORK
from partners.signing.models import PageState

T = TypeVar("T", bound=Any)
# A place as it is exported: its code, then what it is called.
CODED = re.compile(r"([EKNSWeknsw]\d{8}|CW[A-Z0-9]{7})\b\s*(.*)", re.DOTALL)
POSTCODE = "A postcode is kept nowhere. Write the name or the code of a place, such as E08000009."
NO_PLACE = "No place is called “{typed}”. Write its name as it stands on its page here, or its code."
NO_CODE = "No place has the code {code}."
OTHER_NAME = "{code} is {label}, not “{name}”. Write the code alone, or the name alone."
SEVERAL = "Several places are called “{typed}”: {choices}. Write the code."
ENDED = "“{typed}” is no longer there. Write {choices}."
NO_PAGE = "No {kind} has the address, the reference or the title “{typed}”, of those that you may read."
SEVERAL_PAGES = "Several of these have the title “{typed}”. Write the last part of the page's address."
NO_THEME = "“{typed}” is none of the themes. Write {choices}."
FEW = 3


class Known:
    """Looks up what a person's sheet names. Kept for one file, so that each name is asked for once."""

    def __init__(self, user: AnyUser) -> None:
        self.user = user
        self.places: dict[str, Place] = {}
        self.pages: dict[type[Page], dict[str, list[Page]]] = {}
        self.keys: dict[type[Page], set[int]] = {}
        self.theme_words: dict[str, Theme] = {}

    @cached_property
    def waiting_for_signatures(self) -> set[int]:
        """The pages that partners are signing now; one query."""
        return set(PageState.objects.filter(text__in=IN_WORK).values_list("page", flat=True))

    def place(self, typed: str) -> Place:
        """Return the place that an entry means. Raises UnreadableError."""
        if typed not in self.places:
            coded = CODED.fullmatch(typed)
            self.places[typed] = place_coded(*coded.groups()) if coded else place_called(typed)
        return self.places[typed]

    def theme(self, typed: str) -> Theme:
        """Return the theme of this name. Raises UnreadableError."""
        if not self.theme_words:
            leaves = list(Theme.objects.leaves())
            self.theme_words = {folded(theme.name): theme for theme in leaves}
            self.theme_words |= {folded(theme.slug): theme for theme in leaves}
        found = self.theme_words.get(folded(typed))
        if found is None:
            names = list(dict.fromkeys(theme.name for theme in self.theme_words.values()))
            raise UnreadableError(NO_THEME.format(typed=short(typed), choices=one_of(names, typed)))
        return found

    def page(self, model: type[T]) -> Callable[[str], T]:
        """Return what finds a page of this kind by address, reference or title. It raises UnreadableError."""

        def read(typed: str) -> T:
            words = self.words_of(model)
            last_part = typed.strip("/").rpartition("/")[2]
            found = words.get(last_part.casefold()) or words.get(folded(typed)) or []
            if len(found) == 1:
                return found[0]
            kind = model._meta.verbose_name
            message = SEVERAL_PAGES if found else NO_PAGE
            raise UnreadableError(message.format(typed=short(typed), kind=kind))

        return read

    def keys_of(self, model: type[Any]) -> set[int]:
        """Return the keys of the pages of a kind that the person may read; one query for a file."""
        if model not in self.keys:
            self.keys[model] = {page.pk for pages in self.words_of(model).values() for page in pages}
        return self.keys[model]

    def words_of(self, model: type[Any]) -> dict[str, list[Page]]:
        """Return the pages of a kind that the person may read, by all that they are called; one query."""
        if model not in self.pages:
            public = model.objects.live().public().values("pk")
            mine = pages_open_to(self.user, Action.SEE_DRAFT)
            words: dict[str, list[Page]] = {}
            for page in model.objects.filter(Q(pk__in=public) | mine).order_by("pk").defer("body"):
                for word in names_of(page):
                    words.setdefault(word, []).append(page)
            self.pages[model] = words
        return self.pages[model]


def names_of(page: Any) -> set[str]:
    """Return what a sheet may call a page."""
    names = {
        page.slug.casefold(),
        folded(page.slug),
        folded(page.title),
        folded(getattr(page, "reference", "")),
    }
    return names - {""}


def place_coded(code: str, name: str) -> Place:
    """Return the place that has or had a code; a name beside it must be its own. Raises UnreadableError."""
    found = Place.objects.with_code(code.upper()).first()
    if found is None:
        raise UnreadableError(NO_CODE.format(code=code.upper()))
    name = name.strip("() ")
    if name and folded(name) not in found.words.split("|"):
        raise UnreadableError(OTHER_NAME.format(code=found.code, label=found.label, name=short(name)))
    return found


def place_called(typed: str) -> Place:
    """Return the one place of this name. Raises UnreadableError."""
    if holds_postcode(typed) or parse_postcode(typed):
        raise UnreadableError(POSTCODE)
    meant = called(typed)
    # A beginning of a name is a good guess where somebody sees what it found, and here nobody does yet.
    if meant and meant.is_certain and folded(typed) in meant.places[0].words.split("|"):
        return meant.places[0]
    if meant:
        message = SEVERAL if len(meant.places) > 1 else NO_PLACE
        raise UnreadableError(message.format(typed=short(typed), choices=choices_of(meant)))
    ended = that_ended(typed)
    if ended:
        raise UnreadableError(ENDED.format(typed=short(typed), choices=choices_of(ended)))
    raise UnreadableError(NO_PLACE.format(typed=short(typed)))


def choices_of(meant: PlacesMeant) -> str:
    """Return a few places with their codes."""
    return or_more([f"{place.code} {place.label}" for place in meant.places])


def or_more(words: Iterable[str]) -> str:
    """Return the first few, joined."""
    return " or ".join(list(words)[:FEW])
