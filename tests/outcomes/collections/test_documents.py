"""The whole list as one document: the same words on the page for printing and in the file for Word."""

import io
import logging
import re
import zipfile
from xml.etree import ElementTree

import docx
import pytest
from django.urls import reverse

from outcomes.casestudies.answers import QUESTIONS
from outcomes.casestudies.models import CaseStudy
from outcomes.collections import as_docx, items, services
from tests.factories import make_page
from tests.outcomes.collections.gathering import NOW, make_list, member

pytestmark = [pytest.mark.django_db]
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


@pytest.fixture
def log(caplog):
    """The lines about what was taken away."""
    caplog.set_level(logging.INFO, logger="outcomes.collections.reading")
    return lambda: [record.getMessage() for record in caplog.records if "Download" in record.getMessage()]


@pytest.fixture
def collection(client, council, ward, site):
    """A list with a full case study, an empty one, and one that is no longer published."""
    full = make_page(
        CaseStudy,
        lead=council,
        places=[ward],
        title="Kettle mornings",
        published=NOW,
        for_whom="48 people",
        cost_amount=2900,
        cost_year=2025,
        what_changed="They eat together.\nTwice a week.",
        what_did_not_work="Nobody came by bus.",
        evidence_strength="followed_up",
        source_title="Ward report",
        source_url="https://example.org/report",
    )
    empty = make_page(CaseStudy, lead=council, title="Walks")
    hidden = make_page(CaseStudy, lead=council, title="Hidden title")
    maker = member(council)
    made = make_list(maker, full, empty, hidden, title="What helps", description="For the board.")
    for item, note in zip(made.items.all(), ("Start here", "", "Ask them"), strict=True):
        items.write_note(item=item, note=note, based_on=1, at=NOW)
    CaseStudy.objects.filter(pk=hidden.pk).update(live=False)
    client.force_login(maker)
    return made


def taken(client, collection, name="docx"):
    """The answer of an address about a list."""
    return client.get(reverse(f"collections:{name}", args=[collection.pk]))


def word(client, collection):
    """The file for Word, read back."""
    return docx.Document(io.BytesIO(taken(client, collection).content))


def test_the_file_is_one_that_word_opens(client, collection):
    answer = taken(client, collection)
    assert answer["Content-Type"] == as_docx.CONTENT_TYPE
    assert re.search(r'filename="commonweal-what-helps-\d{4}-\d\d-\d\d\.docx"', answer["Content-Disposition"])
    assert answer["X-Robots-Tag"] == "noindex"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as parts:
        assert parts.testzip() is None
        for name in parts.namelist():
            if name.endswith((".xml", ".rels")):
                ElementTree.fromstring(parts.read(name))  # noqa: S314  # our own file


def test_it_has_real_headings_in_order(client, collection):
    found = [
        (paragraph.style.name, paragraph.text)
        for paragraph in word(client, collection).paragraphs
        if paragraph.style.name.startswith(("Heading", "Title"))
    ]
    assert found == [
        ("Title", "What helps"),
        ("Heading 1", "At a glance"),
        ("Heading 1", "1. Kettle mornings"),
        ("Heading 2", "Our note"),
        ("Heading 1", "2. Walks"),
        ("Heading 1", "3. A case study that is no longer published"),
        ("Heading 2", "Our note"),
    ]


def test_it_says_what_each_case_study_answers(client, collection):
    file = word(client, collection)
    glance, full, empty = file.tables
    rows = {row.cells[0].text: row.cells[1].text for row in full.rows}
    for _, question, _ in QUESTIONS:
        assert question in rows
    assert rows["What changed"] == "They eat together.\nTwice a week."
    assert rows["Strength of evidence"] == "Followed up"
    assert [row.cells[0].text for row in full.rows].count("What it cost") == 1
    assert [row.cells[2].text for row in glance.rows] == ["What it cost", "£2,900 (2025)", "Not recorded", ""]
    assert rows["Retells"].splitlines() == ["Ward report", "https://example.org/report"]
    assert rows["Published"] == "4 March 2026"
    assert "Not recorded" in [row.cells[1].text for row in empty.rows]
    assert [row.cells[1].text for row in glance.rows][1:] == [
        "Kettle mornings",
        "Walks",
        "A case study that is no longer published",
    ]
    text = "\n".join(paragraph.text for paragraph in file.paragraphs)
    for words in ("For the board.", "Start here", "Ask them", "Gathered by Mersey Bank Council."):
        assert words in text


def test_each_address_can_be_followed(client, collection):
    file = word(client, collection)
    links = [each.get(f"{R}id") for each in file.element.iter(f"{W}hyperlink")]
    targets = {file.part.rels[key].target_ref for key in links}
    page = CaseStudy.objects.get(title="Kettle mornings")
    assert targets >= {"https://example.org/report", page.full_url}
    assert all(file.part.rels[key].is_external for key in links)


def test_tables_have_headings_and_the_language_is_english_as_written_here(client, collection):
    file = word(client, collection)
    for table in file.tables:
        assert table._tbl.tr_lst[0].find(f"{W}trPr/{W}tblHeader") is not None
    defaults = file.styles.element.find(f".//{W}rPrDefault//{W}lang")
    assert defaults.get(f"{W}val") == file.core_properties.language == "en-GB"
    assert (file.core_properties.title, file.core_properties.author) == ("What helps", "Mersey Bank Council")


def test_nothing_hidden_is_anywhere_in_the_file(client, collection):
    with zipfile.ZipFile(io.BytesIO(taken(client, collection).content)) as parts:
        everything = b"".join(parts.read(name) for name in parts.namelist())
    assert b"Hidden title" not in everything
    assert collection.owner.email.encode() not in everything


@pytest.mark.parametrize("words", ["a\x0b\x1f\x00b", "\ufffe", "x" * 500, "<w:p/>&amp;]]>", "\U0001f600 ẇ é"])
def test_no_words_break_the_file(client, collection, words):
    collection.items.update(note=words.replace("\x00", ""))
    type(collection).objects.filter(pk=collection.pk).update(title=words.replace("\x00", "")[:120])
    assert word(client, collection).paragraphs


def test_the_page_for_printing_says_the_same(client, collection):
    html = taken(client, collection, "document").content.decode()
    for row in (row for table in word(client, collection).tables[1:] for row in table.rows[1:]):
        for text in row.cells[0].text, *row.cells[1].text.splitlines():
            assert text in html
    assert "Hidden title" not in html
    assert html.count("Not recorded") >= 6


def test_an_empty_list_is_a_document_too(client, council):
    maker = member(council)
    client.force_login(maker)
    empty = make_list(maker)
    assert word(client, empty).paragraphs[0].text == "What helps"
    assert "There is nothing in this list." in taken(client, empty, "document").content.decode()


def test_each_time_leaves_one_line_that_names_nobody(client, collection, log):
    taken(client, collection)
    taken(client, collection, "document")
    client.get(reverse("collections:own_data"))
    shared = services.share(collection=collection, by=collection.owner, at=NOW)
    client.logout()
    client.get(reverse("collections:shared_docx", args=[shared.token]))
    assert [re.sub(r" request=\S*", "", line) for line in log()] == [
        "Download of a list: form=docx items=3",
        "Download of a list: form=page items=3",
        "Download of a list: form=json items=1",
        "Download of a list: form=docx items=3",
    ]
    assert shared.token not in "".join(log())


def test_by_link_it_is_the_same_file(client, collection):
    mine = [paragraph.text for paragraph in word(client, collection).paragraphs]
    shared = services.share(collection=collection, by=collection.owner, at=NOW)
    client.logout()
    answer = client.get(reverse("collections:shared_docx", args=[shared.token]))
    assert [paragraph.text for paragraph in docx.Document(io.BytesIO(answer.content)).paragraphs] == mine
