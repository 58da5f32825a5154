"""What every step of the guided form is: boxes, what they write to a case study, and how that reads."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import chain
from typing import Any, ClassVar, NamedTuple

from django import forms
from django.db import models
from django.forms import BoundField
from django.http import QueryDict

from outcomes.casestudies.models import CaseStudy
from partners.people.models import User

MISSING = "Not answered yet"


class Answer(NamedTuple):
    """What was answered to one question, a line for each thing that was said."""

    label: str
    lines: list[str]


class StepForm(forms.Form):
    """One step: it reads from a case study, and writes to it.

    `for_later` asks for nothing but what a draft cannot be saved without.
    """

    # The fields of the case study that are boxes of the same name, and what each is called among the answers.
    labels: ClassVar[Mapping[str, str]] = {}
    needed_always: ClassVar[frozenset[str]] = frozenset()
    # Boxes whose words are kept nowhere, not even while their writer signs in again.
    never_kept: ClassVar[frozenset[str]] = frozenset()
    # Whether another row can be asked for, and the button's words.
    another: ClassVar[str] = ""
    may_have_more = True

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        page: CaseStudy,
        by: User,
        for_later: bool = False,
        more: bool = False,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        self.page, self.by, self.for_later, self.more = page, by, for_later, more
        self.sent = QueryDict() if data is None else data
        super().__init__(data, initial={**self.shown(page), **(initial or {})})
        self.use_required_attribute = False
        self.prepare()
        if for_later:
            for name, field in self.fields.items():
                field.required = field.required and name in self.needed_always

    def prepare(self) -> None:
        """Add what depends on the case study."""

    @property
    def rows(self) -> list["RowForm"]:
        """The rows below the boxes."""
        return []

    @classmethod
    def stored(cls, page: CaseStudy) -> dict[str, Any]:
        """Return what the step writes, as it is stored now, in values that can be compared."""
        return {name: getattr(page, name) for name in cls.labels}

    @classmethod
    def shown(cls, page: CaseStudy) -> dict[str, Any]:
        """Return what stands in the boxes at first."""
        return cls.stored(page)

    def write(self) -> None:
        """Put what was entered into the case study, in memory."""
        for name in self.labels:
            setattr(self.page, name, self.cleaned_data[name])

    def changes_beside(self) -> bool:
        """Whether something is to be saved that is no part of the text."""
        return False

    def save_beside(self, at: datetime) -> None:
        """Save what is no part of the text, after the text was saved. Raises NotAllowed."""

    @classmethod
    def answers(cls, page: CaseStudy) -> list[Answer]:
        """Return what was answered so far."""
        return [Answer(label, lines_of(page, name)) for name, label in cls.labels.items()]

    def typed_answers(self) -> list[Answer]:
        """Return how a valid step would read once it is saved."""
        return self.answers(self.page)

    @classmethod
    def is_done(cls, page: CaseStudy) -> bool:
        """Whether everything that the step asks is answered."""
        return all(answer.lines for answer in cls.answers(page))

    @classmethod
    def mark(cls, page: CaseStudy) -> str:
        """Return a digest of what is stored now, by which a save over something else is noticed."""
        stored = json.dumps(cls.stored(page), sort_keys=True, default=str)
        return hashlib.sha256(stored.encode()).hexdigest()


class RowForm(forms.Form):
    """One of several rows that ask the same. One whose boxes are emptied is taken away."""

    # The boxes that say something; the others have an answer from the start.
    telling: ClassVar[tuple[str, ...]] = ()

    @property
    def is_gone(self) -> bool:
        """Whether the row was emptied, or never filled in."""
        typed = (str(self.data.get(self.add_prefix(name), "")) for name in self.telling)
        return self.is_bound and not any(map(str.strip, typed))

    def full_clean(self) -> None:
        """Judge nothing in a row that is gone."""
        if self.is_gone:
            self._errors, self.cleaned_data = forms.utils.ErrorDict(), {}
        else:
            super().full_clean()


class RowsForm(StepForm):
    """A step with rows that ask the same, of which there may be so many."""

    relation: ClassVar[str]
    row_form: ClassVar[type[RowForm]]
    most: ClassVar[int]
    label: ClassVar[str]
    row_label: ClassVar[str]

    count = forms.IntegerField(min_value=0, widget=forms.HiddenInput, required=False)

    def prepare(self) -> None:
        """Make a form for each row, and an empty one where there is none or one more is wanted."""
        known = self.stored(self.page)[self.relation]
        wanted = len(known) + (1 if self.more or not known else 0)
        if self.is_bound:
            sent = str(self.data.get("count", ""))
            wanted = int(sent) if sent.isdecimal() and len(sent) < 4 else len(known)
        wanted = max(min(wanted, self.most), 0)
        self.initial["count"] = wanted
        self._rows = [
            self.row_form(
                self.data if self.is_bound else None,
                prefix=f"row-{number}",
                initial=known[number] if number < len(known) else None,
                use_required_attribute=False,
            )
            for number in range(wanted)
        ]

    @property
    def rows(self) -> list[RowForm]:
        """The rows."""
        return self._rows

    @property
    def may_have_more(self) -> bool:  # type: ignore[override]  # a constant of other steps
        """Whether there is room for another row."""
        return len(self._rows) < self.most

    def __iter__(self) -> Iterator[BoundField]:
        """Yield the boxes of the rows too: what is wrong in them is listed above the form."""
        return chain(super().__iter__(), *self._rows)

    def is_valid(self) -> bool:
        """Whether all rows are right."""
        return all([super().is_valid(), *(row.is_valid() for row in self._rows)])

    @classmethod
    def stored(cls, page: CaseStudy) -> dict[str, Any]:
        """Return the rows as they are stored."""
        names = list(cls.row_form.base_fields)
        rows = getattr(page, cls.relation).all()
        return {cls.relation: [{name: getattr(row, name) for name in names} for row in rows]}

    def write(self) -> None:
        """Put the rows into the case study, those that were there before as themselves."""
        relation = getattr(self.page, self.relation)
        known, kept = list(relation.all()), list[models.Model]()
        for number, row in enumerate(self._rows):
            if not row.is_gone:
                there: models.Model = known[number] if number < len(known) else relation.model()
                for name, value in {**row.cleaned_data, "sort_order": len(kept)}.items():
                    setattr(there, name, value)
                kept.append(there)
        setattr(self.page, self.relation, kept)

    @classmethod
    def answers(cls, page: CaseStudy) -> list[Answer]:
        """Return a line for each row."""
        return [Answer(cls.label, [cls.line(row) for row in getattr(page, cls.relation).all()])]

    @classmethod
    def line(cls, row: Any) -> str:
        """Return how a row reads."""
        return str(row)


def lines_of(page: CaseStudy, name: str) -> list[str]:
    """Return how the value of a field reads: no line where there is none."""
    value = getattr(page, name)
    if value in ("", None):
        return []
    field = page._meta.get_field(name)
    shown = getattr(page, f"get_{name}_display")() if getattr(field, "choices", None) else value
    return [line for line in str(shown).splitlines() if line.strip()]
