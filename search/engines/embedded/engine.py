"""The embedded engine: tantivy, in this process, with its index in a folder."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import tantivy
from tantivy import Query

from search.documents import Document
from search.engines import EngineAnswer, EngineUnavailableError, Rebuild
from search.engines.embedded.facets import count
from search.engines.embedded.hits import hits_of_page
from search.engines.embedded.locks import locked
from search.engines.embedded.packing import entry, key_in
from search.engines.embedded.query import Compiler
from search.engines.embedded.scanning import scanned
from search.engines.embedded.schema import FOLDED
from search.engines.embedded.similar import SimilarFinder
from search.engines.embedded.store import IndexStore, engine_errors
from search.engines.embedded.titles import TitleFinder
from search.engines.embedded.vocabulary import number_of, words_beginning
from search.plan import Plan
from search.results import Hit
from search.scope import Scope

HEAP = 64_000_000
SMALL_HEAP = 15_000_000  # the least that the engine accepts
REBUILD_WAIT = 5.0


class EmbeddedEngine:
    """Searches the index in a folder, and changes it."""

    name = "embedded"

    def __init__(self, root: Path) -> None:
        self.store = IndexStore(root)

    def is_ready(self) -> bool:
        """Whether there is an index that can be read."""
        try:
            self.store.searcher()
        except EngineUnavailableError:
            return False
        return True

    def search(self, plan: Plan) -> EngineAnswer:
        """Answer a plan from all that was committed before it. Raises EngineUnavailableError."""
        searcher = self.store.searcher()
        with engine_errors():
            compiler = Compiler(self.store.schema, self.store.analyzers, plan)
            total, facets = count(searcher, compiler)
            page = min(plan.page, max(1, -(-total // plan.page_size)))
            hits = hits_of_page(searcher, compiler, page) if total else ()
        return EngineAnswer(total, page, hits, facets)

    def scan(self, plan: Plan) -> Iterator[list[Hit]]:
        """Yield all hits in their order, of the index as it was at the beginning.

        Raises EngineUnavailableError.
        """
        searcher = self.store.searcher()
        yield from scanned(searcher, Compiler(self.store.schema, self.store.analyzers, plan))

    def words_beginning(self, letters: str) -> list[tuple[str, int]]:
        """Return words with about how many entries have them, most first. Raises EngineUnavailableError."""
        searcher = self.store.searcher()
        with engine_errors():
            return words_beginning(searcher, letters)

    def frequency(self, token: str) -> int:
        """Return how many entries about have a word. Raises EngineUnavailableError."""
        searcher = self.store.searcher()
        with engine_errors():
            count: int = searcher.doc_freq("text", token)
            return count

    def titled(self, text: str, scope: Scope, limit: int, *, nearly: bool) -> list[Hit]:
        """Return entries within the scope whose title begins so, or nearly so. May raise like the others."""
        searcher = self.store.searcher()
        with engine_errors():
            hidden = Compiler(self.store.schema, self.store.analyzers, Plan(scope=scope)).hidden
            words = self.store.analyzers[FOLDED].analyze(text)
            finder = TitleFinder(searcher, self.store.schema, text, words)
            return finder.nearly_called(hidden, limit) if nearly else finder.called(hidden, limit)

    def similar(self, document: Document, kinds: Sequence[str], limit: int, *, nearby: bool) -> list[str]:
        """Return the keys of entries that are like a document. Raises EngineUnavailableError."""
        searcher = self.store.searcher()
        with engine_errors():
            compiler = Compiler(self.store.schema, self.store.analyzers, Plan())
            return SimilarFinder(searcher, compiler, document).found(kinds, limit, nearby=nearby)

    def things_found(self, plan: Plan) -> int:
        """Return how many entries a plan finds, whatever is chosen. Raises EngineUnavailableError."""
        searcher = self.store.searcher()
        with engine_errors():
            return number_of(searcher, Compiler(self.store.schema, self.store.analyzers, plan))

    def keys(self) -> set[str]:
        """Return the keys of all entries. Raises EngineUnavailableError."""
        searcher = self.store.searcher()
        with engine_errors():
            found = searcher.search(
                Query.all_query(), max(1, searcher.num_docs), count=False, order_by_field="newest"
            )
            return {key_in(number) for number, _ in found.hits}

    def versions(self, keys: Collection[str]) -> dict[str, int]:
        """Return which of these are in the index, and the version of each. Raises EngineUnavailableError."""
        searcher = self.store.searcher()
        with engine_errors():
            wanted = Query.term_set_query(self.store.schema, "key", list(keys))
            hits = searcher.search(wanted, max(1, len(keys)), count=False, order_by_field="newest").hits
            versions = searcher.fast_field_values("version", [address for _, address in hits]) if hits else []
            return {key_in(number): version for (number, _), version in zip(hits, versions, strict=True)}

    @contextmanager
    def writing(self, wait: float) -> Iterator["EmbeddedBatch"]:
        """Change the index in use. Raises EngineBusyError, EngineUnavailableError."""
        with self.store.only_writer(wait):
            self.store.searcher()  # says whether the index can be read
            with engine_errors():
                folder = self.store.current()
                if not self.store.rebuild_under_way():
                    # Somebody may have been stopped between putting this one in place and clearing away.
                    self.store.clear_away_others(folder)
                index = self.store.open(folder)
            with opened_writer(index, SMALL_HEAP) as writer:
                yield EmbeddedBatch(self.store, writer)

    @contextmanager
    def rebuilding(self) -> Iterator[Rebuild]:
        """Fill a new index beside the one in use. Raises EngineBusyError."""
        with locked(self.store.rebuild_lock, REBUILD_WAIT):
            with self.store.only_writer(wait=60):
                pass  # Whoever began to write before the lock was held has finished; all others see it.
            folder, index = self.store.create()
            with opened_writer(index, HEAP) as writer:
                yield EmbeddedRebuild(self.store, writer, folder)

    def rebuild_under_way(self) -> bool:
        """Whether a new index is being filled."""
        return self.store.rebuild_under_way()


@contextmanager
def opened_writer(index: tantivy.Index, heap: int) -> Iterator[tantivy.IndexWriter]:
    """Open the writer of an index, and let it finish its merging at the end."""
    with engine_errors():
        writer = index.writer(heap, 1)
    try:
        yield writer
    finally:
        with engine_errors():
            writer.wait_merging_threads()


class EmbeddedBatch:
    """Changes to an index. What is not committed is forgotten."""

    def __init__(self, store: IndexStore, writer: tantivy.IndexWriter) -> None:
        self.store = store
        self.writer = writer

    def put(self, document: Document) -> None:
        """Add a document or replace the one with its key. Raises ValueError for one of a wrong form."""
        added = tantivy.Document.from_dict(entry(document), self.store.schema)
        if not self.is_new(document):
            self.remove(document.key)
        self.writer.add_document(added)

    def is_new(self, document: Document) -> bool:
        """Whether the index surely has no entry with its key."""
        return False

    def remove(self, key: str) -> None:
        """Take a document away."""
        self.writer.delete_documents_by_term("key", key)

    def commit(self) -> dict[str, Exception]:
        """Make all changes visible to all processes. Raises EngineUnavailableError."""
        with engine_errors():
            self.writer.commit()
        return {}


class EmbeddedRebuild(EmbeddedBatch):
    """Changes to a new index that nobody sees yet."""

    def __init__(self, store: IndexStore, writer: tantivy.IndexWriter, folder: Path) -> None:
        super().__init__(store, writer)
        self.folder = folder
        self.highest: dict[str, int] = {}

    def is_new(self, document: Document) -> bool:
        """Whether its id is beyond all that were put in of its source: they come in order, a few once more.

        Looking for what there is none of to take away would make up a seventh of the work.
        """
        source, object_id = document.source, document.object_id
        is_new = object_id > self.highest.get(source, -1)
        if is_new:
            self.highest[source] = object_id
        return is_new

    @contextmanager
    def put_in_place(self) -> Iterator[None]:
        """Let nobody else write during the last changes, then use this index instead of the other."""
        with self.store.only_writer(wait=60):
            yield
            self.commit()
            self.store.use(self.folder)
