"""The embedded engine: tantivy, in this process, with its index in a folder."""

from collections.abc import Collection, Iterator
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
from search.engines.embedded.store import IndexStore, engine_errors
from search.engines.embedded.vocabulary import number_of, words_beginning
from search.plan import Alternative, Plan, Sought
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

    def words_beginning(self, letters: str) -> list[tuple[str, int]]:
        """Return words with about how many entries have them, most first. Raises EngineUnavailableError."""
        searcher = self.store.searcher()
        with engine_errors():
            return words_beginning(searcher, letters)

    def things_with(self, word: str, scope: Scope) -> int:
        """Return how many entries within the scope have a word, by its stem. May raise like the others."""
        plan = Plan(sought=(Sought((Alternative((word,)),)),), enough=1, scope=scope)
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
        self.remove(document.key)
        self.writer.add_document(added)

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

    @contextmanager
    def put_in_place(self) -> Iterator[None]:
        """Let nobody else write during the last changes, then use this index instead of the other."""
        with self.store.only_writer(wait=60):
            yield
            self.commit()
            self.store.use(self.folder)
