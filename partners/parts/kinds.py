"""Kinds of part: a page class says which one its partners write."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from wagtail.models import Page

from partners.parts.content import Content
from partners.parts.forms import NOT_A_PART, PartForm, StatementForm


@dataclass(frozen=True)
class PartKind:
    """What partners say for themselves on one kind of page.

    `title` names one partner's part to editors, `heading` stands above all of them on the public page, the
    template shows to both what `shown` makes of one part's content, and `words` returns what searches find.
    `missing` opens the sentence that names partners who say nothing, where that should be told.
    """

    title: str
    heading: str
    form: type[PartForm]
    template: str
    words: Callable[[Content], str]
    shown: Callable[[Content], Any] = dict
    missing: str = ""

    def checked(self, content: Content) -> Content:
        """Return the content as the form would keep it. Raises ValidationError for what it would refuse."""
        form = self.form(self.form.typed(content))
        if not form.is_valid():
            raise ValidationError([problem.message for problem in form.problems()] or [NOT_A_PART])
        return form.content()


def statement_words(content: Content) -> str:
    """Return the words of a statement."""
    return str(content.get("statement", ""))


STATEMENT = PartKind(
    title="Partner statement",
    heading="What each partner says",
    form=StatementForm,
    template="parts/statement.html",
    words=statement_words,
)


def kind_of(page: Page) -> PartKind | None:
    """Return the kind of part that partners write on this page; None for pages that have no parts."""
    kind: Any = getattr(page.specific_class, "part_kind", None)
    return kind if isinstance(kind, PartKind) else None
