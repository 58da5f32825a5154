"""The search index, from which searches and downloads answer."""

from tests.search.conftest import no_index, search_index

__all__ = ["no_index", "search_index"]
