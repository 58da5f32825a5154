"""All that a search finds, to take away: the rows of all pages of its list, in the same order."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import chain

from django.utils import timezone

from search.completeness import answering
from search.engines import EngineUnavailableError
from search.request import SearchRequest
from search.results import Facets, Hit
from search.service import STANDBY, best_answer, facets_of
from search.sources import CHUNK, visible_keys

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Export:
    """What was found, to be read once.

    `request` has the words that were looked for, `typed` those that were typed. `hits` come a few hundred at
    a time; reading them can raise EngineUnavailableError in the middle, and a file must not hide that.
    """

    request: SearchRequest
    typed: str
    total: int
    facets: Facets
    hits: Iterator[list[Hit]]
    also: tuple[str, ...] = ()
    notice: str = ""
    at: datetime = field(default_factory=timezone.now)


def begin(request: SearchRequest) -> Export:
    """Find what is asked for, and have the first hits at hand, so that a standby can still take over.

    Holds for the rows what `search()` guarantees for a page: each few hundred are looked up in the database
    just before they are handed out, so what was hidden while others were read is in none of them.
    Raises EngineUnavailableError when no engine answers: the database alone knows too little of each thing.
    """
    request, notice = request.with_page(1), ""
    for engine in answering():
        try:
            plan, answer, instead = best_answer(request, engine)
            scan = engine.scan(plan)
            first = next(scan, [])
        except EngineUnavailableError as error:
            logger.warning("A download does not get an answer from %s: %s", engine.name, error)
            notice = STANDBY
            continue
        return Export(
            request=replace(request, text=instead) if instead else request,
            typed=request.text,
            total=answer.total,
            facets=facets_of(request, answer),
            hits=visible_hits(chain([first], scan)),
            also=plan.also,
            notice=notice,
        )
    raise EngineUnavailableError("No search engine answers.")


def visible_hits(scan: Iterator[list[Hit]]) -> Iterator[list[Hit]]:
    """Yield the hits that the public may see at the moment when they are asked for."""
    for hits in scan:
        for start in range(0, len(hits), CHUNK):
            some = hits[start : start + CHUNK]
            visible = visible_keys({hit.key for hit in some})
            yield [hit for hit in some if hit.key in visible]
