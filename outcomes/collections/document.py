"""A whole list as one document: what the page for printing and the file for Word have in common."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import slugify

from outcomes.casestudies.answers import Answer, answers_of, bought_by, marks_of, published_on, source_of
from outcomes.casestudies.models import CaseStudy
from outcomes.collections.models import Collection
from outcomes.collections.selectors import Entry, entries_of

NO_LONGER_PUBLISHED = "A case study that is no longer published"
LONGEST_NAME = 60


@dataclass(frozen=True)
class Chapter:
    """One case study of a list, or the word that it is no longer published."""

    number: int
    note: str
    title: str = NO_LONGER_PUBLISHED
    url: str = ""
    published: str = ""
    marks: tuple[Answer, ...] = ()
    answers: tuple[Answer, ...] = ()
    bought: tuple[Answer, ...] = ()
    source: str = ""
    source_url: str = ""

    @property
    def is_published(self) -> bool:
        """Whether there is anything to tell beside the note."""
        return bool(self.url)

    @property
    def rows(self) -> tuple[Answer, ...]:
        """The answers, then the marks that no answer says already, then how it was bought."""
        asked = {answer.question for answer in self.answers}
        return (*self.answers, *(mark for mark in self.marks if mark.question not in asked), *self.bought)


@dataclass(frozen=True)
class Document:
    """A list with everything that is in it, as it was at a moment."""

    title: str
    description: str
    made_by: str
    site: str
    taken_on: str
    at: datetime
    chapters: tuple[Chapter, ...]

    def file_name(self, ending: str) -> str:
        """Return what a file with it is called: by site, title and date."""
        parts = (self.site, self.title)
        words = "-".join(filter(None, (slugify(part)[:LONGEST_NAME].strip("-") for part in parts)))
        return f"{words}-{timezone.localdate(self.at).isoformat()}.{ending}"

    def titles(self) -> Iterator[str]:
        """Yield the titles of what is published."""
        return (chapter.title for chapter in self.chapters if chapter.is_published)


def document_of(collection: Collection, request: HttpRequest, at: datetime) -> Document:
    """Return the document of a list, with whole addresses."""
    return Document(
        title=collection.title,
        description=collection.description,
        made_by=collection.made_by,
        site=settings.WAGTAIL_SITE_NAME,
        taken_on=date_format(timezone.localdate(at), "j F Y"),
        at=at,
        chapters=tuple(chapter_of(entry, request) for entry in entries_of(collection)),
    )


def chapter_of(entry: Entry, request: HttpRequest) -> Chapter:
    """Return what a document says about one item."""
    if entry.study is None:
        return Chapter(entry.number, entry.item.note)
    return told(entry.number, entry.item.note, entry.study, request)


def told(number: int, note: str, study: CaseStudy, request: HttpRequest) -> Chapter:
    """Return what a document says about a case study."""
    source, source_url = source_of(study)
    if not source_url.startswith(("https://", "http://")):
        source_url = ""
    return Chapter(
        number=number,
        note=note,
        title=study.title,
        url=study.get_full_url(request) or "",
        published=published_on(study),
        marks=tuple(marks_of(study)),
        answers=tuple(answers_of(study)),
        bought=tuple(bought_by(study)),
        source=source,
        source_url=source_url,
    )
