"""A list as a file for Word, for committee papers: real headings, tables with headings, British English."""

import io
from collections.abc import Iterable, Sequence
from datetime import UTC

import docx
from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Length
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

from outcomes.casestudies.answers import NOT_RECORDED
from outcomes.collections.document import Chapter, Document
from outcomes.sheets.texts import writable

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LANGUAGE = "en-GB"
ANSWER_WIDTHS = (Cm(4), Cm(12))
NUMBER_WIDTH, TITLE_WIDTH, MARKS_WIDTH = Cm(1.2), Cm(6.8), Cm(8)


def written(document: Document) -> bytes:
    """Return the file."""
    word = docx.Document()
    set_up(word, document)
    word.add_heading(writable(document.title), level=0)
    word.add_paragraph(writable(about(document)))
    add_lines(word, document.description)
    if document.chapters:
        word.add_heading("At a glance", level=1)
        add_glance(word, document.chapters)
    for chapter in document.chapters:
        add_chapter(word, chapter)
    file = io.BytesIO()
    word.save(file)
    return file.getvalue()


def set_up(word: WordDocument, document: Document) -> None:
    """Say what the file is, and in which language it is written."""
    facts = word.core_properties
    facts.title, facts.author = writable(document.title), writable(document.made_by or document.site)
    facts.language, facts.comments = LANGUAGE, ""
    facts.created = facts.modified = document.at.astimezone(UTC)
    language = word.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}")
    if language is not None:
        language.set(qn("w:val"), LANGUAGE)


def about(document: Document) -> str:
    """Return who made it, and when and where it was taken."""
    made = f"Gathered by {document.made_by}. " if document.made_by else ""
    return f"{made}Taken from {document.site} on {document.taken_on}."


def add_glance(word: WordDocument, chapters: Iterable[Chapter]) -> None:
    """Add the table of all case studies with their marks."""
    published = [chapter for chapter in chapters if chapter.is_published]
    marks = [mark.question for mark in published[0].marks] if published else []
    widths = [NUMBER_WIDTH, TITLE_WIDTH, *[Length(MARKS_WIDTH // len(marks)) for _ in marks]]
    table = new_table(word, ["No.", "Case study", *marks], widths)
    for chapter in chapters:
        said = [mark.text for mark in chapter.marks] or [""] * len(marks)
        add_row(table, [str(chapter.number), chapter.title, *said], widths)


def add_chapter(word: WordDocument, chapter: Chapter) -> None:
    """Add one case study: its heading, the note, and what it answers."""
    word.add_heading(writable(f"{chapter.number}. {chapter.title}"), level=1)
    if chapter.note:
        word.add_heading("Our note", level=2)
        add_lines(word, chapter.note)
    if not chapter.is_published:
        return
    table = new_table(word, ["Question", "Answer"], ANSWER_WIDTHS)
    for answer in chapter.rows:
        add_fact(table, answer.question, answer.text)
    add_fact(table, "Published", chapter.published or NOT_RECORDED)
    if chapter.source:
        cell = add_fact(table, "Retells", chapter.source)
        if chapter.source_url:
            add_link(cell.add_paragraph(), chapter.source_url)
    add_link(add_fact(table, "Read it at", "").paragraphs[0], chapter.url)


def new_table(word: WordDocument, headings: Sequence[str], widths: Sequence[Length]) -> Table:
    """Return a new table whose first row is its heading, also on the next sheet of paper."""
    table = word.add_table(rows=0, cols=len(headings), style="Table Grid")
    for cell, text in zip(add_row(table, [""] * len(headings), widths), headings, strict=True):
        fill(cell, text, is_bold=True)
    table._tbl.tr_lst[0].get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    return table


def add_fact(table: Table, question: str, answer: str) -> _Cell:
    """Add a question and its answer; return the cell of the answer."""
    first, second = add_row(table, ["", answer], ANSWER_WIDTHS)
    fill(first, question, is_bold=True)
    return second


def add_row(table: Table, texts: Sequence[str], widths: Sequence[Length]) -> tuple[_Cell, ...]:
    """Add a row of texts; return its cells."""
    row: _Row = table.add_row()  # type: ignore[no-untyped-call]  # the package does not say
    # None of ours are merged, so that there is no need to look for the ones that a cell stands for.
    cells = tuple(_Cell(cell, table) for cell in row._tr.tc_lst)
    for cell, text, width in zip(cells, texts, widths, strict=True):
        cell.width = width
        fill(cell, text)
    return cells


def fill(cell: _Cell, text: str, *, is_bold: bool = False) -> None:
    """Write into a cell, a paragraph for each line."""
    lines = writable(text).split("\n")
    for number, line in enumerate(lines):
        paragraph = cell.add_paragraph() if number else cell.paragraphs[0]
        paragraph.add_run(line).bold = is_bold or None


def add_lines(word: WordDocument, text: str) -> None:
    """Add a paragraph for each line that says something."""
    for line in filter(str.strip, writable(text).splitlines()):
        word.add_paragraph(line)


def add_link(paragraph: Paragraph, address: str) -> None:
    """Add a web address that can be followed, and read on paper."""
    target = paragraph.part.relate_to(writable(address), RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), target)
    run = paragraph.add_run(writable(address))
    run.font.underline = True
    link.append(run._r)
    paragraph._p.append(link)
