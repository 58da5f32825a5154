"""What the tests of search share."""

import os
import secrets
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from elasticsearch import Elasticsearch

from search.documents import Document
from search.engines.choice import embedded, engine
from search.engines.elasticsearch.engine import ElasticsearchEngine
from search.engines.embedded.engine import EmbeddedEngine
from search.lookups import PlaceTag
from search.models import SearchOutbox
from search.plan import plan_of
from search.rebuild import rebuild
from search.request import SearchRequest
from search.scope import Scope

ENGINES = ["embedded", pytest.param("elasticsearch", marks=pytest.mark.elasticsearch)]


@pytest.fixture(params=ENGINES)
def either_engine(request):
    """A site that answers from the one engine, and then from the other with the first standing by."""
    if request.param == "elasticsearch":
        request.getfixturevalue("on_elasticsearch")
    return request.param


@pytest.fixture
def on_elasticsearch(settings, elasticsearch_url):
    """A site that answers from Elasticsearch, from indices that nobody else uses."""
    settings.ELASTICSEARCH_URL = elasticsearch_url
    settings.ELASTICSEARCH_PREFIX = f"test-{secrets.token_hex(6)}"
    yield
    delete_indices(elasticsearch_url, settings.ELASTICSEARCH_PREFIX)


@pytest.fixture
def no_index(request, db, settings):
    """This process's own index folder, without an index, and an empty outbox."""
    if "either_engine" in request.fixturenames:
        request.getfixturevalue("either_engine")
    folder = Path(settings.SEARCH_INDEX_DIR)
    embedded.cache_clear()
    shutil.rmtree(folder, ignore_errors=True)
    SearchOutbox.objects.all().delete()
    yield folder
    embedded.cache_clear()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def search_index(no_index):
    """The engine with an empty index, and an empty outbox."""
    rebuild()
    return engine()


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """A block at whose end everything happens that follows a commit: the outbox is worked off."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def document(number, **facts):
    """Make a document out of nothing."""
    places = facts.pop("places", ())
    values = {
        "source": "page",
        "object_id": number,
        "kind": "objective",
        "title": f"Document {number}",
        "summary": "",
        "body": "",
        "names": (),
        "themes": (),
        "partners": (),
        "date": datetime(2026, 1, 1, tzinfo=UTC),
        "branch": (1, number),
        **facts,
    }
    values["card"] = {"kind": values["kind"], "title": values["title"], "summary": values["summary"]}
    return Document(places=tuple(PlaceTag(*place) for place in places), **values)


class Library:
    """An engine with documents of our own and no database."""

    def __init__(self, engine):
        self.engine = engine

    def fill(self, *documents):
        """Start afresh with these documents."""
        with self.engine.rebuilding() as fresh, fresh.put_in_place():
            for each in documents:
                fresh.put(each)

    def plan(self, text="", scope=None, **facts):
        """Return what the engine is asked."""
        return plan_of(SearchRequest(text=text, **facts), scope or Scope())

    def search(self, text="", scope=None, **facts):
        """Return the engine's answer."""
        return self.engine.search(self.plan(text, scope, **facts))

    def found(self, text="", **facts):
        """Return the numbers of the documents found, in order."""
        return [int(hit.key.removeprefix("page-")) for hit in self.search(text, **facts).hits]


@pytest.fixture(scope="session")
def elasticsearch_url():
    """The address of the server that tests/run started."""
    if url := os.environ.get("TEST_ELASTICSEARCH_URL"):
        return url
    missing = "Set TEST_ELASTICSEARCH_URL to what 'tests/elasticsearch start' prints."
    return pytest.fail(missing) if os.environ.get("REQUIRE_ALL") == "1" else pytest.skip(missing)


@pytest.fixture
def elasticsearch(elasticsearch_url, tmp_path_factory):
    """Elasticsearch with indices that nobody else uses."""
    prefix = f"test-{secrets.token_hex(6)}"
    yield ElasticsearchEngine(elasticsearch_url, prefix, tmp_path_factory.mktemp("locks"))
    delete_indices(elasticsearch_url, prefix)


def delete_indices(url, prefix):
    """Leave nothing on the server."""
    with Elasticsearch(url) as server:
        for index in server.indices.get(index=f"{prefix}-*", features="aliases"):
            server.indices.delete(index=index)


@pytest.fixture(params=ENGINES)
def library(request, tmp_path_factory):
    """A library on each of the engines."""
    if request.param == "embedded":
        return Library(EmbeddedEngine(tmp_path_factory.mktemp("index")))
    return Library(request.getfixturevalue("elasticsearch"))
