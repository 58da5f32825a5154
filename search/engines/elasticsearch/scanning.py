"""Reading all that a search finds: a point in time of the index, and each time what comes after the last."""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from search.engines import EngineSilentError, EngineUnavailableError
from search.engines.elasticsearch.client import ANSWERING, WRITING, Connection

# So many hits come in one answer. The first answer has fewer, because somebody waits for it.
SCANNED, FIRST = 2_000, 500
# The node keeps the state so long after each request: whoever reads may be slow.
KEPT = "5m"


def scanned(connection: Connection, index: str, request: dict[str, Any]) -> Iterator[list[dict[str, Any]]]:
    """Yield the node's hits, all of one state of the index. Raises EngineUnavailableError.

    The order must end with something that no two entries share.
    """
    with connection.asking() as client:
        point = client.open_point_in_time(index=index, keep_alive=KEPT)["id"]
    size, seconds = FIRST, ANSWERING
    try:
        while True:
            with connection.asking(seconds) as client:
                body = {**request, "size": size, "pit": {"id": point, "keep_alive": KEPT}}
                answer = client.search(body=body, allow_partial_search_results=False).body
            if answer["timed_out"]:
                raise EngineSilentError("Elasticsearch took too long.")
            point, hits = answer["pit_id"], answer["hits"]["hits"]
            if hits:
                yield hits
            if len(hits) < size:
                return
            request = {**request, "search_after": hits[-1]["sort"]}
            size, seconds = SCANNED, WRITING
    finally:
        # If this fails, the node forgets the point by itself.
        with suppress(EngineUnavailableError), connection.asking() as client:
            client.close_point_in_time(id=point)
