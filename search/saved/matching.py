"""Which saved searches something that was published fits: exactly those that would find it."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime
from functools import cached_property

from django.db import connection, transaction
from django.db.models import Value

from partners.chunks import chunks
from search.documents import Document, key_of
from search.engines.embedded.shelf import Shelf
from search.lookups import Lookups
from search.plan import plan_of
from search.request import SearchRequest
from search.saved.candidates import candidates, fulfilled
from search.saved.facts import Facts
from search.saved.gates import gate_anew
from search.saved.kept import kept
from search.saved.models import SavedSearch, Thing
from search.scope import Scope
from search.sources import SOURCES
from search.visibility import state_now
from search.where.whereabouts import Whereabouts
from search.where.working_out import worked_out

TOGETHER = 50
NOTE = "INSERT INTO saved_searches_alert (search_id, thing_id, found_at) {} ON CONFLICT DO NOTHING"


class Matcher:
    """Holds searches against a few documents. Make a new one for every run: places and synonyms change."""

    def __init__(self, documents: Collection[Document]) -> None:
        self.documents = documents
        self.synonyms = state_now().synonyms
        self.where: dict[tuple[object, ...], Whereabouts] = {}

    @cached_property
    def shelf(self) -> Shelf:
        """An engine for what only an engine can tell."""
        return Shelf(self.documents)

    def fitting(self, document: Document, thing: Thing) -> list[int]:
        """Return the searches that find a document and were saved before it became public."""
        facts = Facts(document)
        found = []
        answers: dict[str, bool] = {}
        placed: list[int] = []
        for search in fulfilled(candidates(facts), facts, thing.noted_at):
            if search.is_placed:
                placed.append(search.key)
                continue
            if not search.fits and search.text not in answers:
                answers[search.text] = self.finds(SearchRequest(text=search.text, as_typed=True), facts)
            if search.fits or answers[search.text]:
                found.append(search.key)
        return found + [key for key, request in requests(placed) if self.finds(request, facts)]

    def finds(self, request: SearchRequest, facts: Facts) -> bool:
        """Whether a search for this, with its words as they were typed, finds the document."""
        scope = Scope().at(self.whereabouts(request)) if request.is_placed else Scope()
        return self.shelf.has(facts.key, plan_of(request, scope, self.synonyms))

    def whereabouts(self, request: SearchRequest) -> Whereabouts:
        """Return what a request says about places, worked out once for all that say the same."""
        asked = (request.places, request.relation, request.near, request.within, request.like)
        if asked not in self.where:
            self.where[asked] = worked_out(request)[0]
        return self.where[asked]


def requests(keys: Collection[int]) -> Iterable[tuple[int, SearchRequest]]:
    """Yield these searches as requests, but for those that can find nothing any more."""
    for chunk in chunks(keys):
        for key, each in kept(SavedSearch.objects.filter(pk__in=chunk).order_by()).items():
            if not each.is_lost:
                yield key, replace(each.request, as_typed=True, sort="relevance")


def match_new(*, at: datetime) -> int:
    """Find out for everything that became public which searches it fits. Return how many alerts came of it.

    Safe to run late, again and twice at once: a thing is settled by one run, in one transaction. What was
    hidden again meanwhile is forgotten, and is new when it comes back.
    """
    found = last = 0
    if not SavedSearch.objects.alerting().exists():
        Thing.objects.filter(matched_at=None).update(matched_at=at)
        return 0
    gate_anew()
    while things := list(Thing.objects.filter(matched_at=None, pk__gt=last).order_by("pk")[:TOGETHER]):
        last = things[-1].pk
        found += match(things, at)
    return found


def match(things: Collection[Thing], at: datetime) -> int:
    """Settle these things. Return how many alerts came of it."""
    documents, failed = built(things)
    matcher = Matcher(documents.values())
    found = 0
    for thing in things:
        key = key_of(thing.source, thing.object_id)
        if key in documents:
            found += settle(thing, matcher.fitting(documents[key], thing), at)
        elif key not in failed:
            Thing.objects.filter(pk=thing.pk, matched_at=None).delete()
    return found


def built(things: Iterable[Thing]) -> tuple[dict[str, Document], set[str]]:
    """Return the documents of those of these that anybody may see, and the keys of those that failed."""
    by_source: dict[str, list[int]] = {}
    for thing in things:
        by_source.setdefault(thing.source, []).append(thing.object_id)
    documents: dict[str, Document] = {}
    failed: set[str] = set()
    lookups = Lookups()
    for source, ids in by_source.items():
        for chunk in chunks(ids):
            made = SOURCES[source].build(chunk, lookups)
            documents |= {document.key: document for document in made.documents.values()}
            failed |= {key_of(source, each) for each in made.failures}
    return documents, failed


@transaction.atomic
def settle(thing: Thing, searches: Collection[int], at: datetime) -> int:
    """Note which searches a thing fits, once. A search that was deleted or changed meanwhile is left out."""
    if not Thing.objects.filter(pk=thing.pk, matched_at=None).update(matched_at=at):
        return 0
    return sum(note(chunk, thing, at) for chunk in chunks(searches))


def note(searches: Collection[int], thing: Thing, at: datetime) -> int:
    """Write the alerts of these searches without reading them: one query. Return how many are new."""
    still = SavedSearch.objects.alerting().filter(pk__in=searches, since__lte=thing.noted_at)
    alerts = still.select_for_update(no_key=True).order_by("pk").values_list("pk", Value(thing.pk), Value(at))
    sql, params = alerts.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(NOTE.format(sql), params)
        return cursor.rowcount
