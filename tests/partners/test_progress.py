import io

import pytest
from django.core.management.base import OutputWrapper

from partners.progress import progress


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_items_come_through_in_order():
    assert list(progress(iter("abc"), "Letters", 3, stream=io.StringIO())) == ["a", "b", "c"]


@pytest.mark.parametrize("count", [1, 3, 4, 5, 9, 1000, 1001])
def test_a_log_gets_a_few_lines_that_end_with_all(count):
    log = io.StringIO()
    list(progress(range(count), "Places", stream=log))
    lines = log.getvalue().splitlines()
    assert len(lines) <= 4
    assert lines[-1] == f"Places: {count:,} of {count:,}"


def test_a_terminal_gets_a_bar_on_one_line():
    terminal = Terminal()
    list(progress(range(90), "Places", stream=OutputWrapper(terminal)))
    states = terminal.getvalue().split("\r")
    assert states[-1] == f"Places [{'#' * 30}] 90 of 90\n"
    assert terminal.getvalue().count("\n") == 1


@pytest.mark.parametrize("stream", [io.StringIO(), Terminal()])
def test_nothing_to_do_says_nothing(stream):
    list(progress([], "Places", stream=stream))
    assert stream.getvalue() == ""
