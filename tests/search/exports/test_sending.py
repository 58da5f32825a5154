"""How downloads are sent: headers, failures that can be seen, turns, and one line in the log."""

import json
import logging
import zipfile
from contextlib import suppress
from io import BytesIO
from threading import BoundedSemaphore

import pytest
from django.core.signals import request_finished
from django.db import close_old_connections

from search.engines import EngineUnavailableError
from search.engines.choice import embedded, engine
from search.engines.embedded.engine import EmbeddedEngine
from search.exports import sending
from search.exports.as_csv import CUT
from search.service import STANDBY
from tests.factories import PlaceFactory
from tests.search.exports.conftest import FORMS

pytestmark = [pytest.mark.django_db, pytest.mark.both]
ADDRESSES = [f"/search.{form}" for form in (*FORMS, "atom")]


@pytest.fixture
def log(caplog):
    """The lines about downloads."""
    caplog.set_level(logging.INFO, logger="search.exports.sending")
    return lambda: [record.getMessage() for record in caplog.records if "Download" in record.getMessage()]


def whole(response):
    """All of an answer; whoever reads to the end has closed it."""
    return b"".join(response)


def closed(response):
    """Close an answer as a server does, but leave the test its connection to the database."""
    request_finished.disconnect(close_old_connections)
    response.close()
    request_finished.connect(close_old_connections)


def test_headers_name_the_file_and_keep_no_copy(content, client):
    for form in FORMS:
        response = client.get(f"/search.{form}?place=E08000009&q=warm")
        assert response.status_code == 200
        name = response["Content-Disposition"].split("filename=")[1]
        assert name.startswith('"commonweal-trafford-20')
        assert name.endswith(f'.{form}"')
        assert response["Content-Disposition"].startswith("inline" if form == "json" else "attachment")
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["X-Robots-Tag"] == "noindex"
        assert response["Cache-Control"] == "public, no-cache"
        assert not response.cookies
        whole(response)


def test_only_reading_is_allowed_and_head_reads_nothing(content, client, log):
    for address in ADDRESSES:
        head, full = client.head(address), client.get(address)
        assert (head.status_code, b"".join(head)) == (200, b"")
        assert head["Content-Type"] == full["Content-Type"]
        whole(full)
        assert client.post(address).status_code == 405
    assert len(log()) == len(FORMS)


def test_a_postcode_leads_to_its_place_and_is_in_nothing(content, client, log):
    for address in ADDRESSES:
        response = client.get(f"{address}?q=warm+M33+7ZF&kind=objective")
        assert response.status_code == 303
        assert response["Location"].startswith(f"{address}?")
        assert response["Cache-Control"] == "no-store"
        followed = client.get(response["Location"])
        data = whole(followed)
        assert followed.status_code == 200
        for text in (response["Location"], str(followed.headers), data.decode(errors="replace"), *log()):
            assert "7ZF" not in text.upper()
            assert "M33" not in text.upper()


def test_the_log_has_one_line_without_words(content, client, log):
    whole(client.get("/search.csv?q=warm+secretword&place=E08000009&year=2020"))
    (line,) = log()
    assert "form=csv state=complete found=0" in line
    assert "words=yes filters=place,year" in line
    assert "secretword" not in line
    assert "127.0.0.1" not in line


def test_who_stops_reading_is_logged_as_cut(content, client, log, few_at_once):
    response = client.get("/search.csv")
    next(iter(response.streaming_content))
    closed(response)
    (line,) = log()
    assert "state=cut" in line


class Failing:
    """The engine, which stops after the first hits."""

    name = "embedded"

    def __init__(self, engine):
        self.engine = engine

    def __getattr__(self, name):
        return getattr(self.engine, name)

    def scan(self, plan):
        """Yield some and fail."""
        yield next(self.engine.scan(plan))
        raise EngineUnavailableError("Gone.")


@pytest.fixture
def failing(content, few_at_once, monkeypatch):
    """A site whose engine fails in the middle."""
    monkeypatch.setattr("search.exports.service.answering", lambda: [Failing(engine())])


def test_a_file_that_was_cut_cannot_be_taken_for_a_whole_one(failing, client, log):
    cut = {}
    for form in FORMS:
        parts = []
        with suppress(EngineUnavailableError):
            response = client.get(f"/search.{form}")
            for part in response.streaming_content:
                parts.append(part)  # what came before the error counts
            pytest.fail("The connection should be cut.")
        closed(response)
        cut[form] = b"".join(parts)
        assert cut[form]
    assert cut["csv"].decode().splitlines()[-1] == CUT
    for form in ("json", "geojson"):
        assert b"complete" not in cut[form]
        with pytest.raises(json.JSONDecodeError):
            json.loads(cut[form])
    with pytest.raises(zipfile.BadZipFile):
        zipfile.ZipFile(BytesIO(cut["xlsx"]))
    assert [line.split("state=")[1].split()[0] for line in log()] == ["cut"] * 4


def test_without_any_index_it_says_so_plainly(content, no_index, client):
    embedded.cache_clear()
    (no_index / "current").unlink()
    for address in [*ADDRESSES, "/search.json?page=1"]:
        response = client.get(address)
        assert response.status_code == 503, address
        assert response["Retry-After"]
        assert response["Content-Type"].startswith("text/plain")
        assert b"cannot be taken away just now" in response.content


@pytest.mark.elasticsearch
def test_the_standby_takes_over_before_the_first_byte(on_elasticsearch, content, client, settings):
    settings.ELASTICSEARCH_URL = "http://127.0.0.1:9"
    facts = json.loads(whole(client.get("/search.json")))
    assert facts["notice"] == STANDBY
    assert facts["total"] == 12


def test_long_downloads_wait_for_a_turn_and_short_ones_do_not(content, client, monkeypatch):
    monkeypatch.setattr(sending, "turns", BoundedSemaphore(1))
    monkeypatch.setattr(sending, "SHORT", 5)
    long = client.get("/search.csv")
    refused = client.get("/search.csv")
    assert (refused.status_code, refused["Retry-After"]) == (503, "10")
    assert client.get("/search.csv?kind=objective").status_code == 200
    whole(long)
    assert client.get("/search.csv").status_code == 200


def test_the_page_links_to_what_it_shows(content, client):
    page = client.get("/search/?q=warm&kind=case_study&page=2&sort=date").content.decode()
    query = "?q=warm&amp;kind=case_study&amp;sort=date"
    for address in ADDRESSES:
        assert f'href="{address}{query}"' in page
    assert f'type="application/atom+xml" title="New in this search" href="/search.atom{query}"' in page
    assert "Take all 11 results with you" in page
    nothing = client.get("/search/?q=nothingatall").content.decode()
    assert "results with you" not in nothing
    assert 'href="/search.atom?q=nothingatall"' in nothing


def test_no_more_queries_for_many_than_for_a_few(content, client, django_assert_num_queries):
    PlaceFactory()
    client.get("/search.csv")
    assert isinstance(engine(), EmbeddedEngine)
    with django_assert_num_queries(3):
        whole(client.get("/search.csv"))
