"""Formatted text that was stored past the editor is cleaned before anybody sees it."""

from html import escape

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from wagtail.models import Site

from outcomes.objectives.models import Objective, ObjectiveIndex
from outcomes.richtext import clean
from tests.factories import make_page
from tests.outcomes.payloads import LINKS, PAYLOADS

KEPT = [
    "<p>Plain, <b>bold</b> and <i>slanted</i>.</p>",
    "<ul><li>one</li><li>two</li></ul>",
    '<p><a href="https://example.org/?a=1&amp;b=2">out</a></p>',
    '<p><a id="3" linktype="page">within</a></p>',
    '<p><a href="mailto:a@example.org">mail</a></p>',
    "<p>5 &lt; 6 &amp; 7 &gt; 6</p>",
    "No tags at all",
]


def dangers(html):
    """What a browser would run or fetch, wherever it stands."""
    found = []
    for tag in BeautifulSoup(html, "html.parser").find_all():
        found += [tag.name] if tag.name not in ("p", "b", "i", "ul", "li", "a", "br") else []
        found += [name for name in tag.attrs if name not in ("href", "linktype", "id")]
    return found


@pytest.mark.parametrize("html", KEPT)
def test_what_editors_write_stays(html):
    assert clean(html) == html
    assert clean(clean(html)) == html


@pytest.mark.parametrize("payload", PAYLOADS)
def test_scripts_become_words(payload):
    cleaned = clean(f"<p>Before</p>{payload}<p>After</p>")
    assert dangers(cleaned) == []
    assert "<!" not in cleaned
    assert "<?" not in cleaned
    assert clean(cleaned) == cleaned


@pytest.mark.parametrize("link", LINKS)
def test_links_lead_to_places_only(link):
    assert "href" not in clean(f'<p><a href="{link}">x</a></p>')


def test_there_are_thirty():
    assert len(PAYLOADS) >= 30


def store_past_the_editor(model, column, value, pk):
    """Write into a table as an import would, or somebody with the database's password."""
    key = model._meta.pk.column
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {model._meta.db_table} SET {column} = %s WHERE {key} = %s", [value, pk])


@pytest.mark.django_db
@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("payload", PAYLOADS[:12:3])
def test_neither_field_nor_body_prints_what_was_stored(client, payload):
    page, index = make_page(Objective, body=[("text", payload)]), ObjectiveIndex.objects.get()
    store_past_the_editor(ObjectiveIndex, "intro", payload, index.pk)
    home = Site.objects.get(is_default_site=True).root_page.specific
    store_past_the_editor(type(home), "intro", payload, home.pk)
    for address in (page.url, index.url, "/"):
        html = client.get(address).content.decode()
        assert payload not in html
        assert "onerror" not in str(BeautifulSoup(html, "html.parser").find_all(onerror=True))


@pytest.mark.django_db
@pytest.mark.usefixtures("site")
def test_what_code_stores_is_stored_clean():
    index = ObjectiveIndex.objects.get()
    index.intro = PAYLOADS[0]
    index.save()
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT intro FROM {ObjectiveIndex._meta.db_table}")
        assert "<script" not in cursor.fetchone()[0]


@pytest.mark.parametrize(
    "html",
    ["<a " * 20_000, '<a href="' * 10_000, ">" * 20_000 + "<a " * 20_000, "<!--" * 20_000, "<b>" * 20_000],
    ids=["tags", "addresses", "ends before tags", "comments", "nested tags"],
)
def test_what_nobody_can_read_as_formatted_text_becomes_characters(html):
    """Each of these would keep a reader waiting for half a minute, or end in an error."""
    assert clean(html) == escape(html)


def test_a_hundred_unended_tags_are_read_as_ever():
    assert dangers(clean("<p>Before</p>" + "<a " * 100 + "<script>window.ran=1</script>")) == []
