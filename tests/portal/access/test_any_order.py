"""Whatever people do, in whatever order: nobody reads or writes what the rules do not allow.

Hypothesis makes up runs of steps by people of three partners, through the site's own addresses. A model in
plain Python (order/model.py) says what must come of each step. The usual run is short; `make prove` is long.
"""

import logging
import os
import random

import pytest
from django.template import Template
from django.test.utils import _TestState
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.portal.access.order.acting import Run
from tests.portal.access.order.belonging import Belonging
from tests.portal.access.order.looking import Looking
from tests.portal.access.order.stage import Stage
from tests.portal.access.order.writing import Writing

pytestmark = [pytest.mark.django_db, pytest.mark.stateful, pytest.mark.usefixtures("site")]
RUNS = int(os.environ.get("PROVE_RUNS", "15"))
STEPS = 40
IS_LONG = "PROVE_RUNS" in os.environ  # it says the seed of a failure instead of taking hours to shrink it
# The short form takes the same steps each time, so that what fails was changed since.
SEED = int(os.environ.get("PROVE_SEED", "0")) or (random.randrange(2**32) if IS_LONG else 1)


class AnyOrder(Writing, Belonging, Looking):
    """Everything that people do, together."""


def test_nobody_ever_reads_or_writes_what_the_rules_forbid(settings_of_run, record_property):
    logging.disable(logging.CRITICAL)  # every refusal is a warning with a traceback
    Run.stage = Stage()
    Run.counts.clear()
    try:
        run_state_machine_as_test(seed(SEED)(AnyOrder), settings=settings_of_run)
    finally:
        logging.disable(logging.NOTSET)
        print(f"seed {SEED}: {dict(Run.counts)}")  # noqa: T201  # the numbers are part of the evidence
    record_property("seed", SEED)
    assert Run.counts["runs"] >= RUNS
    assert min(Run.counts["done"], Run.counts["refused"]) > RUNS


@pytest.fixture(autouse=True)
def templates_as_in_use(monkeypatch):
    """Draw pages without Django's notes about every template that was drawn: most of the time goes there."""
    monkeypatch.setattr(Template, "_render", _TestState.saved_data.template_render)


@pytest.fixture
def settings_of_run():
    """As many runs as asked for, each of so many steps, whatever the clock says."""
    return settings(
        max_examples=RUNS,
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        print_blob=True,
        phases=[Phase.generate, *([Phase.shrink] if not IS_LONG else [])],
        suppress_health_check=list(HealthCheck),
    )
