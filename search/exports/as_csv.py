"""CSV by RFC 4180, in UTF-8 with the mark by which Excel knows it."""

from collections.abc import Iterator

from django.db import DatabaseError

from outcomes.sheets.csv_cells import BYTE_ORDER_MARK, lines
from search.engines import EngineUnavailableError
from search.exports.columns import COLUMNS, cells
from search.exports.service import Export
from search.exports.things import thing_of

CUT = "This file is not complete: the search engine stopped answering. Please download it again."


def written(export: Export, root: str) -> Iterator[bytes]:
    """Yield the file. Raises EngineUnavailableError or DatabaseError after a last row that says so."""
    yield BYTE_ORDER_MARK + lines([list(COLUMNS)])
    try:
        for hits in export.hits:
            yield lines([cells(thing_of(hit, root)) for hit in hits])
    except (EngineUnavailableError, DatabaseError):
        # A proxy may turn a connection that was cut into a file that looks whole.
        yield lines([[CUT]])
        raise
