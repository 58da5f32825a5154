"""Elasticsearch fails in the middle of the day: nobody waits for it, nobody sees an error, nothing is lost.

FAULT_SAVES asks for more saves for each fault than the short form.
"""

import os
import time
from html import unescape
from statistics import median

import pytest

from outcomes.objectives.models import Objective
from search.drain import drain
from search.engines import EngineUnavailableError
from search.engines.choice import elasticsearch, engine, engines
from search.models import SearchOutbox
from search.rebuild import rebuild
from search.request import SearchRequest
from search.service import STANDBY, search
from tests.factories import make_page
from tests.search.faults.proxy import FAULTS, Proxy

pytestmark = [pytest.mark.django_db, pytest.mark.elasticsearch]

SAVES = int(os.environ.get("FAULT_SAVES", "25"))
SLOWEST_SAVE, SLOWEST_PAGE, LONGEST_DRIFT = 1.0, 2.0, 60.0


@pytest.fixture
def proxy(on_elasticsearch, settings, no_index, site):
    """A site that reaches Elasticsearch by a way that can be made to fail, with both indexes built."""
    proxy = Proxy(settings.ELASTICSEARCH_URL)
    settings.ELASTICSEARCH_URL = proxy.url
    rebuild()
    yield proxy
    proxy.stop()
    elasticsearch.cache_clear()


def timed(action):
    """Do something, and return how many seconds that took, and what came of it."""
    start = time.monotonic()
    result = action()
    return time.monotonic() - start, result


def drift():
    """How many things are in the database and not in the index, or the other way round. None: no answer."""
    try:
        held = [each.keys() for each in engines()]
    except EngineUnavailableError:
        return None
    there = {f"page-{pk}" for pk in Objective.objects.live().values_list("pk", flat=True)}
    return sum(len(there ^ keys) for keys in held) + SearchOutbox.objects.count()


def seconds_to_catch_up():
    """Drain as the cron job does, only more often, until nothing is missing."""
    start = time.monotonic()
    while drift() != 0:
        assert time.monotonic() - start < LONGEST_DRIFT
        time.sleep(0.2)
        drain()
    return time.monotonic() - start


@pytest.mark.parametrize("fault", FAULTS)
def test_saving_and_searching_go_on(proxy, client, committed, fault):
    with committed():
        make_page(Objective, title="Before the fault")
    assert search(SearchRequest(text="fault")).notice == ""
    proxy.be(fault)
    saves, pages = [], []
    for number in range(SAVES):

        def save(number=number):
            with committed():
                make_page(Objective, title=f"During the fault {number}")

        saves.append(timed(save)[0])
        seconds, response = timed(lambda: client.get("/search/?q=fault"))
        pages.append(seconds)
        assert response.status_code == 200
        assert STANDBY in unescape(response.content.decode())
        assert f"{number + 2} results" in response.content.decode()
    assert drift() is None
    proxy.be("pass")
    caught_up = seconds_to_catch_up()
    p95 = sorted(saves)[int(len(saves) * 0.95)]
    print(f"\n{fault}: save p50 {median(saves):.3f} p95 {p95:.3f} longest {max(saves):.3f} s,", end=" ")  # noqa: T201
    print(f"page p50 {median(pages):.3f} longest {max(pages):.3f} s, right after {caught_up:.1f} s")  # noqa: T201
    assert p95 < SLOWEST_SAVE
    assert max(pages) < SLOWEST_PAGE
    results = search(SearchRequest(text="fault"))
    assert (results.total, results.notice) == (SAVES + 1, "")
    assert len(engine().keys()) == SAVES + 1
