"""The two that are compared: the product's search, and tantivy by itself."""

import random
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import tantivy
from django.conf import settings
from django.urls import reverse

from bench.corpus import Corpus, make_corpus
from bench.measure import folder_size, forget_peak, peak_megabytes
from bench.raw import RawAnswer, RawQuestion, RawTantivy
from outcomes.objectives.models import ObjectiveIndex
from portal.operations.services import set_up_site
from search.engines.choice import engine
from search.engines.embedded.packing import entry
from search.engines.embedded.schema import ENGLISH, FOLDED
from search.lookups import Lookups
from search.rebuild import rebuild
from search.request import SearchRequest
from search.results import SearchResults
from search.service import search
from search.sources import SOURCES

GROUPS = ("words", "words, a place", "words, two themes", "words, a kind and a year")
CHUNK = 500


@dataclass(frozen=True)
class Question:
    """The same question for both."""

    group: str
    request: SearchRequest
    raw: RawQuestion


class Rivals:
    """Both, on the same content."""

    def __init__(self, documents: int) -> None:
        set_up_site()
        self.corpus: Corpus = make_corpus(documents, ObjectiveIndex.objects.get())
        self.building = [
            ("commonweal, from the database", *self.built()),
            ("tantivy, documents given", *self.raw_built()),
        ]
        self.store: Any = engine().store  # type: ignore[attr-defined]
        self.tantivy = RawTantivy(self.store.current(), self.store.schema, self.store.analyzers)
        self.median_matches = 0

    def built(self) -> tuple[float, int, float]:
        """Build the product's index; return seconds, bytes and peak memory."""
        reverse("search:search")  # The first address that is made reads all rules for addresses.
        forget_peak()
        start = perf_counter()
        rebuild()
        return perf_counter() - start, folder_size(Path(settings.SEARCH_INDEX_DIR)), peak_megabytes()

    def raw_built(self) -> tuple[float, int, float]:
        """Write the same entries to an index of tantivy's own; making them is not counted."""
        store: Any = engine().store  # type: ignore[attr-defined]
        folder = Path(settings.SEARCH_INDEX_DIR).parent / "raw"
        folder.mkdir()
        index = tantivy.Index(store.schema, path=str(folder))
        for name, analyzer in store.analyzers.items():
            index.register_tokenizer(name, analyzer)
        forget_peak()
        writer, seconds, last, lookups = index.writer(64_000_000, 1), 0.0, 0, Lookups()
        while ids := SOURCES["page"].ids_after(last, CHUNK):
            entries = [entry(document) for document in SOURCES["page"].build(ids, lookups).documents.values()]
            last, start = ids[-1], perf_counter()
            for each in entries:
                writer.add_document(tantivy.Document.from_dict(each, store.schema))
            seconds += perf_counter() - start
        start = perf_counter()
        writer.commit()
        writer.wait_merging_threads()
        return seconds + perf_counter() - start, folder_size(folder), peak_megabytes()

    def questions(self, number: int, chance: random.Random) -> list[Question]:
        """Return questions of one to three words, most of them with filters of some sort."""
        return [self.question(GROUPS[each % len(GROUPS)], chance) for each in range(number)]

    def question(self, group: str, chance: random.Random) -> Question:
        """Return one question."""
        words = [self.corpus.language.middling(chance) for _ in range(chance.choice([1, 2, 2, 3]))]
        chosen: dict[str, tuple[str, ...]] = {}
        if group == "words, two themes":
            chosen["theme"] = tuple(theme.slug for theme in chance.sample(self.corpus.themes, 2))
        if group == "words, a kind and a year":
            chosen |= {"kind": ("case_study",), "year": (str(chance.randint(2012, 2024)),)}
        if group == "words, a place":
            chosen["place"] = (f"E12{chance.randrange(12):06}",)
        text = " ".join(dict.fromkeys(words))
        # Just these words: putting mistyped ones right is work that the engine by itself does not do.
        request = SearchRequest(text=text, as_typed=True)
        for facet, values in chosen.items():
            request = request.choosing(facet, values)
        return Question(group, request, self.raw_question(text, chosen))

    def raw_question(self, text: str, chosen: dict[str, tuple[str, ...]]) -> RawQuestion:
        """Return a question in tantivy's own terms."""
        tokens, exact = (tuple(self.store.analyzers[name].analyze(text)) for name in (ENGLISH, FOLDED))
        # No place lies directly in another here, so that a place's facet lists the place itself.
        return RawQuestion(tokens, exact, chosen, "place_region", chosen.get("place", ()))

    def ours(self, question: Question) -> SearchResults:
        """Ask the product."""
        return search(question.request)

    def raw(self, question: Question) -> RawAnswer:
        """Ask tantivy."""
        return self.tantivy.search(question.raw)

    def check(self, questions: list[Question]) -> None:
        """Make sure that both say the same. Raises DisagreementError."""
        totals = []
        for question in questions:
            ours, raw = self.ours(question), self.raw(question)
            if said_by_us(ours) != said_by_tantivy(raw):
                raise DisagreementError(question, said_by_us(ours), said_by_tantivy(raw))
            totals.append(ours.total)
        self.median_matches = int(median(totals))


class DisagreementError(Exception):
    """The two did not do the same work."""


def said_by_us(results: SearchResults) -> tuple[Any, ...]:
    """Return what must be equal: the total, the counts, the number of hits and of marked fragments."""
    counts = {
        facet: {value: count for value, count in counts.items() if count}
        for facet, counts in results.facets.items()
    }
    marked = sum(len(hit.highlights) for hit in results.hits)
    return results.notice, results.total, len(results.hits), marked > 0, counts


def said_by_tantivy(answer: RawAnswer) -> tuple[Any, ...]:
    """Return the same of the other answer."""
    marked = sum("<b>" in fragment for _, fragments in answer.hits for fragment in fragments)
    return "", answer.total, len(answer.hits), marked > 0, answer.facets
