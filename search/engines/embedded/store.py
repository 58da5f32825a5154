"""Where the embedded index lies on disk, and how processes share it.

    <root>/current                  the name of the folder in use
    <root>/<form>-<random>/         one index; `form` names schema and engine version
    <root>/writer.lock              held while the index in use is changed
    <root>/rebuild.lock             held while another one is filled

Every commit replaces the index's own `meta.json` as a whole, and whoever puts a new index in place takes
that of the old one away. So readers need only ask the system about that one file before every search.
"""

import logging
import os
import secrets
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import tantivy

from search.engines import EngineUnavailableError
from search.engines.embedded.locks import is_locked, locked
from search.engines.embedded.schema import build_analyzers, build_schema, fingerprint

logger = logging.getLogger(__name__)
Version = tuple[int, int, int]


@dataclass
class Opened:
    """An index that this process has open, and the state of disk that its searcher shows."""

    meta: str
    version: Version
    index: tantivy.Index
    searcher: tantivy.Searcher


class IndexStore:
    """The folder of one site's index. Safe to share between threads."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.form = fingerprint()
        self.schema = build_schema()
        self.analyzers = build_analyzers()
        self._opening = threading.Lock()
        self._opened: Opened | None = None

    @property
    def writer_lock(self) -> Path:
        """The lock of whoever changes the index in use."""
        return self.root / "writer.lock"

    @property
    def rebuild_lock(self) -> Path:
        """The lock of whoever fills a new index."""
        return self.root / "rebuild.lock"

    def rebuild_under_way(self) -> bool:
        """Whether somebody fills a new index."""
        return is_locked(self.rebuild_lock)

    def searcher(self) -> tantivy.Searcher:
        """Return a searcher over all that was committed before this call. Raises EngineUnavailableError."""
        with self._opening, engine_errors():
            if self._opened is None:
                self._opened = self.opened(self.current())
            try:
                version = version_of(self._opened.meta)
            except FileNotFoundError:
                # Another index was put in the place of this one.
                self._opened = self.opened(self.current())
                return self._opened.searcher
            if self._opened.version != version:
                self._opened.index.reload()
                self._opened.searcher, self._opened.version = self._opened.index.searcher(), version
            return self._opened.searcher

    def current(self) -> Path:
        """Return the folder in use. Raises EngineUnavailableError when there is none of the right form."""
        try:
            name = (self.root / "current").read_text().strip()
        except FileNotFoundError as error:
            raise EngineUnavailableError("There is no search index yet.") from error
        if not name.startswith(f"{self.form}-"):
            raise EngineUnavailableError("The search index has the form of another version.")
        return self.root / name

    def opened(self, folder: Path) -> Opened:
        """Open the index in a folder for searching."""
        meta = str(folder / "meta.json")
        version = version_of(meta)
        index = self.open(folder)
        return Opened(meta, version, index, index.searcher())

    def open(self, folder: Path) -> tantivy.Index:
        """Open the index in a folder."""
        index = tantivy.Index.open(str(folder))
        self.prepare(index)
        return index

    def create(self) -> tuple[Path, tantivy.Index]:
        """Make an empty index in a folder of its own."""
        folder = self.root / f"{self.form}-{secrets.token_hex(4)}"
        folder.mkdir(parents=True)
        index = tantivy.Index(self.schema, path=str(folder))
        self.prepare(index)
        return folder, index

    def prepare(self, index: tantivy.Index) -> None:
        """Give an index our analyzers, and keep it from watching the disk by itself."""
        for name, analyzer in self.analyzers.items():
            index.register_tokenizer(name, analyzer)
        index.config_reader("manual")

    def use(self, folder: Path) -> None:
        """Make this the folder in use, in one step, and clear away all others."""
        fresh = self.root / f"current-{secrets.token_hex(4)}"
        fresh.write_text(folder.name)
        fresh.replace(self.root / "current")
        self.clear_away_others(folder)

    def clear_away_others(self, folder: Path) -> None:
        """Take away every index but this one, so that no reader stays with another."""
        for other in self.root.iterdir():
            if other.is_dir() and other != folder:
                (other / "meta.json").unlink(missing_ok=True)
                shutil.rmtree(other, ignore_errors=True)

    @contextmanager
    def only_writer(self, wait: float) -> Iterator[None]:
        """Be the only one who changes the index in use. Raises EngineBusyError."""
        with locked(self.writer_lock, wait):
            yield


def version_of(file: str) -> Version:
    """Return what changes whenever a file is replaced. Raises FileNotFoundError."""
    stat = os.stat(file)  # noqa: PTH116  # for every search, and several times as quick as Path's
    return stat.st_mtime_ns, stat.st_ino, stat.st_size


@contextmanager
def engine_errors() -> Iterator[None]:
    """Turn whatever the engine raises over its files into EngineUnavailableError."""
    try:
        yield
    except (OSError, ValueError) as error:
        raise EngineUnavailableError(str(error)) from error
    except BaseException as error:
        # A damaged file can make the engine panic, which its binding raises past `except Exception`.
        if type(error).__name__ != "PanicException":
            raise
        raise EngineUnavailableError(f"The search engine stopped: {error}") from error
