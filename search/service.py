"""Searching, as the rest of the product sees it."""

import logging
from collections.abc import Collection
from contextlib import suppress
from dataclasses import replace

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

from search import fallback
from search.completeness import answering
from search.engines import EngineAnswer, EngineUnavailableError, SearchEngine
from search.engines.choice import vocabulary
from search.plan import Plan, plan_of
from search.request import FACETS, SearchRequest
from search.results import Facets, SearchResults
from search.sources import visible_keys
from search.spelling import RARE, Corrector
from search.visibility import State, drifted, state_now
from search.where.names import is_place_word
from search.where.working_out import worked_out

logger = logging.getLogger(__name__)

Reader = AbstractBaseUser | AnonymousUser | None
ROUNDS = 3
STANDBY = (
    "Search is working from its standby just now. What was published in the last minutes may be missing, "
    "everything else is here."
)
# With fewer hits than this, words may have been mistyped.
FEW = 3


def search(request: SearchRequest, user: Reader = None) -> SearchResults:
    """Answer a request with what anybody may see; so far nobody sees more, whoever `user` is.

    Guaranteed, for every page that was unpublished, deleted, moved, or made private before this call, however
    that was done and whatever the index holds: it is not among the hits, and not in the total or any count.
    - Private parts of the site are read from the database for every search and left out in the engine's
      query, by ids of the page and all above it that the index keeps with each document.
    - Every other change that can hide something leaves a row in the outbox in the same transaction, written
      by a trigger of the database, so also by `queryset.update()` and by hand. While rows wait, what they
      name is looked up, and left out in the engine's query unless the public may see it. A row goes only
      after the index was committed, and each search first takes up what was committed.
    - The hits are looked up once more after that. If one may not be seen all the same (the triggers were
      removed, or the index belongs to another database), the whole index is compared with the database and
      the request asked again; if that does not help either, the next engine answers, or the database alone.

    Not guaranteed: that what was published a moment ago is found already; that the text of something changed
    past the signals of Django is the new one; counts after the whole database was replaced by another, until
    `search_index` was run (hits are right even then).
    """
    notice = ""
    for engine in answering():
        try:
            plan, answer, instead = best_answer(request, engine)
        except EngineUnavailableError as error:
            logger.warning("Search does not get an answer from %s: %s", engine.name, error)
            notice = STANDBY
            continue
        facets = facets_of(request, answer)
        return SearchResults(
            answer.total, answer.page, answer.hits, facets, notice, also=plan.also, instead=instead
        )
    logger.error("Search answers from the database.")
    return fallback.search(request)


def totals(requests: list[SearchRequest]) -> list[int]:
    """Return how much each of several requests would find, or nothing when no engine can say."""
    state = state_now()
    scope, synonyms = state.scope, state.synonyms
    plans = [
        plan_of(
            replace(request, page_size=1),
            scope.at(worked_out(request)[0]) if request.is_placed else scope,
            synonyms,
        )
        for request in requests
    ]
    for engine in answering():
        with suppress(EngineUnavailableError):
            return [engine.search(plan).total for plan in plans]
    return []


def best_answer(request: SearchRequest, engine: SearchEngine) -> tuple[Plan, EngineAnswer, str]:
    """Return the answer, or, where that is hardly anything, the one for the words put right, and these words.

    Raises EngineUnavailableError.
    """
    state = state_now()
    plan, answer = checked_answer(request, engine, state)
    if instead := put_right(request, plan, answer.total, state.synonyms.words):
        other_plan, other = checked_answer(replace(request, text=instead), engine, state)
        if other.total > answer.total:
            return other_plan, other, instead
    return plan, answer, ""


def put_right(request: SearchRequest, plan: Plan, total: int, known: Collection[str]) -> str:
    """Return the text with its mistyped words put right, or nothing.

    Where enough is found, only what is in nothing at all may be a slip: other words have hidden it.
    """
    optional = sum(not each.required for each in plan.sought)
    if request.as_typed or not request.text or (total >= FEW and plan.enough == optional):
        return ""
    try:
        corrector = Corrector(vocabulary(), plan, is_place_word, known)
        return corrector.corrected(request.text, RARE if total < FEW else 0)
    except EngineUnavailableError:
        return ""


def checked_answer(request: SearchRequest, engine: SearchEngine, state: State) -> tuple[Plan, EngineAnswer]:
    """Return the plan, and an answer all of whose hits may be seen. Raises EngineUnavailableError.

    `state` was read just now. If something was hidden since then, it is read again.
    """
    whereabouts, listed = worked_out(request)
    gone: set[str] = set()
    for _ in range(ROUNDS):
        scope = state.scope.hiding(gone).at(whereabouts).listing(listed)
        plan = plan_of(request, scope, state.synonyms)
        answer = engine.search(plan)
        keys = {hit.key for hit in answer.hits}
        if keys <= visible_keys(keys):
            return plan, answer
        # Something was hidden while the engine answered, or the index is not this database's.
        gone |= drifted(engine)
        state = state_now()
        logger.warning("The search index held %s things that may not be seen.", len(gone))
    raise EngineUnavailableError("The search index cannot be brought in line with the database.")


def facets_of(request: SearchRequest, answer: EngineAnswer) -> Facets:
    """Return every facet, with all that is chosen of it even if it counts nothing."""
    facets = {facet: answer.facets[facet] for facet in FACETS}
    for facet in request.chosen_facets:
        facets[facet] = {**dict.fromkeys(request.chosen(facet), 0), **facets[facet]}
    return facets
