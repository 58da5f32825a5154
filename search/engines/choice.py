"""Which engines this site uses."""

from functools import cache
from pathlib import Path

from django.conf import settings

from search.engines import Frequencies, SearchEngine
from search.engines.embedded.engine import EmbeddedEngine
from search.related.likeness import Similar
from search.spelling import Vocabulary
from search.suggestions.found import Titles


def engines() -> tuple[SearchEngine, ...]:
    """Return the engines that are kept up to date. The first one answers, the next when that one cannot."""
    folder = Path(settings.SEARCH_INDEX_DIR)
    if not settings.ELASTICSEARCH_URL:
        return (embedded(folder),)
    return elasticsearch(settings.ELASTICSEARCH_URL, settings.ELASTICSEARCH_PREFIX, folder), embedded(folder)


def engine() -> SearchEngine:
    """Return the engine that answers as long as it can, the same one for all of this process."""
    return engines()[0]


def vocabulary() -> Vocabulary:
    """Return the words of all that can be found: those of the index that every site has."""
    return embedded(Path(settings.SEARCH_INDEX_DIR))


def titles() -> Titles:
    """Return the titles of all that can be found: those of the same index."""
    return embedded(Path(settings.SEARCH_INDEX_DIR))


def similar() -> Similar:
    """Return what can say which things are like one: the same index."""
    return embedded(Path(settings.SEARCH_INDEX_DIR))


def frequencies() -> Frequencies:
    """Return what can say how many things have a word: the same index."""
    return embedded(Path(settings.SEARCH_INDEX_DIR))


@cache
def embedded(root: Path) -> EmbeddedEngine:
    """Return the embedded engine with its index in this folder."""
    return EmbeddedEngine(root)


@cache
def elasticsearch(url: str, prefix: str, folder: Path) -> SearchEngine:
    """Return Elasticsearch at this address; the locks of this machine's processes lie in the folder."""
    # A site without it need not load its client.
    from search.engines.elasticsearch.engine import ElasticsearchEngine

    return ElasticsearchEngine(url, prefix, folder)
