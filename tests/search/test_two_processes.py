"""Several processes on one index: one writes at a time, and each sees at once what another has committed."""

import subprocess
import sys
from pathlib import Path

import pytest

from search.engines import EngineBusyError
from search.engines.embedded.engine import EmbeddedEngine
from search.plan import plan_of
from search.request import SearchRequest
from search.scope import Scope
from tests.search.conftest import Library, document

ROOT = Path(__file__).parents[2]


@pytest.fixture
def library(tmp_path):
    """A library whose folder other processes know."""
    return Library(EmbeddedEngine(tmp_path))


def start(*arguments):
    """Start another process that does something with an index."""
    command = [sys.executable, "-m", "tests.search.other_process", *map(str, arguments)]
    return subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def finish(process):
    """Wait until it is over and return its exit code."""
    process.communicate(timeout=120)
    return process.returncode


def total(engine):
    return engine.search(plan_of(SearchRequest(), Scope())).total


def test_two_that_write_lose_nothing(library, tmp_path):
    library.fill()
    processes = [start("write", tmp_path, first) for first in (100, 200)]
    assert [finish(process) for process in processes] == [0, 0]
    assert total(library.engine) == 16
    assert library.engine.keys() == {f"page-{number}" for number in (*range(100, 108), *range(200, 208))}


def test_while_one_writes_others_read_and_wait_only_so_long(library, tmp_path):
    library.fill(document(1))
    process = start("hold", tmp_path)
    assert process.stdout.readline() == "held\n"
    assert total(library.engine) == 1
    with pytest.raises(EngineBusyError), library.engine.writing(0.1):
        pass
    assert finish(process) == 0
    with library.engine.writing(5) as batch:
        batch.put(document(2))
        batch.commit()
    assert total(library.engine) == 2


def test_one_that_dies_while_writing_leaves_the_lock_and_the_index_whole(library, tmp_path):
    library.fill(document(1))
    assert finish(start("die", tmp_path)) == 3
    with library.engine.writing(5) as batch:
        batch.put(document(2))
        batch.commit()
    assert library.engine.keys() == {"page-1", "page-2"}


def test_a_reader_goes_over_to_an_index_that_another_put_in_place(library, tmp_path):
    library.fill(document(1))
    reader = EmbeddedEngine(tmp_path)
    assert total(reader) == 1
    library.fill(document(2), document(3))
    assert reader.keys() == {"page-2", "page-3"}
