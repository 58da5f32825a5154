"""What differs between two texts of a page, for people: field by field, word by word, names for keys.

Used wherever two texts stand side by side: in the public history, for who is asked to sign, in the editor.
Nothing here is HTML; the template `signing/differences.html` shows it, and escapes it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Any, NamedTuple

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model
from django.utils.text import capfirst
from wagtail.admin.panels import Panel
from wagtail.models import Page

from partners.signing.comparing.known_names import in_words, names_of
from partners.signing.comparing.word_changes import Line, Row, rows
from partners.signing.screens.readings import NAMED, paragraphs_of, stored

Content = Mapping[str, Any]
PARTNERS = "Partners"
NEXT_TO_IT = 1  # paragraphs that are shown on either side of a change
ONLY_LOOKS = (
    "The words are the same. What changed is how they are set, such as bold or a list, "
    "or the page or picture that they point to."
)


class Gap(NamedTuple):
    """Paragraphs that did not change, and are left out."""

    paragraphs: int


@dataclass(frozen=True)
class FieldDifference:
    """What changed in one field. `rows` hold its whole text, both sides; `note` says what they cannot."""

    name: str
    label: str
    rows: list[Row]
    note: str = ""

    @property
    def before(self) -> list[Line]:
        """The paragraphs as they were."""
        return [row.before for row in self.rows if row.before is not None]

    @property
    def after(self) -> list[Line]:
        """The paragraphs as they became."""
        return [row.after for row in self.rows if row.after is not None]

    @property
    def shown(self) -> list[Row | Gap]:
        """What changed, with a paragraph on either side; the rest as gaps."""
        changed = [number for number, row in enumerate(self.rows) if not row.is_same]
        near = {each + step for each in changed for step in range(-NEXT_TO_IT, NEXT_TO_IT + 1)}
        found: list[Row | Gap] = []
        for is_near, group in groupby(enumerate(self.rows), key=lambda item: item[0] in near):
            beside = [row for _, row in group]
            # A gap of one paragraph would take as much room as the paragraph.
            found += beside if is_near or (len(beside) == 1 and changed) else [Gap(len(beside))]
        return found


def differences(model: type[Page], before: Content | None, after: Content) -> list[FieldDifference]:
    """Return the fields in which two common texts of a page differ, in the order of the editor.

    Without a text before, all that the other says is new. One query for each kind of thing that is named.
    """
    old, new = before or {}, after
    names = [name for name in in_order(model, {*old, *new}) if bare(old.get(name)) != bare(new.get(name))]
    said = {
        name: (paragraphs_of(model, name, old.get(name)), paragraphs_of(model, name, new.get(name)))
        for name in names
    }
    known = names_of(paragraph for both in said.values() for side in both for paragraph in side)
    return [
        difference(name, label_of(model, name), in_words(was, known), in_words(became, known))
        for name, (was, became) in said.items()
        if was or became
    ]


def difference(name: str, label: str, before: list[str], after: list[str]) -> FieldDifference:
    """Return what changed between two plain texts, paragraph by paragraph."""
    found = rows(before, after)
    return FieldDifference(name, label, found, ONLY_LOOKS if all(row.is_same for row in found) else "")


def bare(value: Any) -> Any:
    """Return a value so that two ways of saying nothing, or of storing the same, are equal."""
    if isinstance(value, str) and value[:1] == "[":
        try:
            return stored(value)
        except ValueError:
            return value
    return None if value is False or value in ("", []) else value


def in_order(model: type[Model], names: set[str]) -> list[str]:
    """Return the names of fields in the order in which the editor shows them; who is named comes first."""
    order = [NAMED, *panels_of(model), *(field.name for field in model._meta.get_fields())]
    places = {name: place for place, name in reversed(list(enumerate(order)))}
    return sorted(names, key=lambda name: (places.get(name, len(order)), name))


def label_of(model: type[Model], name: str) -> str:
    """Return what editors call a field: the heading of its panel, else its own name."""
    if name == NAMED:
        return PARTNERS
    if heading := panels_of(model).get(name):
        return heading
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return capfirst(name.replace("_", " "))
    return capfirst(str(getattr(field, "verbose_name", "") or name.replace("_", " ")))


@cache
def panels_of(model: Any) -> dict[str, str]:
    """Return the fields and relations of a page's editor with their headings, from top to bottom."""
    return {
        getattr(panel, "field_name", None) or panel.relation_name: str(panel.heading)
        for panel in leaves(model.get_edit_handler())
    }


def leaves(panel: Panel) -> Iterator[Panel]:
    """Yield the panels that edit one field or relation each."""
    if getattr(panel, "field_name", None) or getattr(panel, "relation_name", None):
        yield panel
        return
    for child in getattr(panel, "children", ()):
        yield from leaves(child)
