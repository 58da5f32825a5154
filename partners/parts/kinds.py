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
    template shows one part's content to both, and `words` returns what searches find of it.
    """

    title: str
    heading: str
    form: type[PartForm]
    template: str
    words: Callable[[Content], str]

    def checked(self, content: Content) -> Content:
        """Return the content as the form would keep it. Raises ValidationError for what it would refuse."""
        form = self.form(self.form.typed(content))
        if not form.is_valid():
            raise ValidationError(messages_of(form))
        return form.content()


def messages_of(form: PartForm) -> list[str]:
    """Return everything that is wrong with a form, rows of it included."""
    return [str(message) for messages in form.errors.values() for message in messages] or [NOT_A_PART]


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
