"""How many runs there are, how long they are, and which ones."""

import logging
import os
import random

import pytest
from django.template import Template
from django.test.utils import _TestState
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.portal.access.order.acting import Run
from tests.portal.access.order.stage import Stage

IS_LONG = "PROVE_RUNS" in os.environ  # it says the seed of a failure instead of taking hours to shrink it
STEPS = 40
# The short form takes the same steps each time, so that what fails was changed since.
SEED = int(os.environ.get("PROVE_SEED", "0")) or (random.randrange(2**32) if IS_LONG else 1)


def prove(machine, *, short, record_property):
    """Let a machine make so many runs, or as many as asked for, and tell how much was done in them."""
    runs = int(os.environ.get("PROVE_RUNS", short))
    logging.disable(logging.CRITICAL)  # every refusal is a warning with a traceback
    Run.stage = Stage()
    Run.counts.clear()
    try:
        with pytest.MonkeyPatch.context() as patch:
            # Draw pages without Django's notes about every template: most of the time goes there.
            patch.setattr(Template, "_render", _TestState.saved_data.template_render)
            run_state_machine_as_test(seed(SEED)(machine), settings=settings_of(runs))
    finally:
        logging.disable(logging.NOTSET)
        print(f"{machine.__name__}, seed {SEED}: {dict(Run.counts)}")  # noqa: T201  # part of the evidence
    record_property("seed", SEED)
    assert Run.counts["runs"] >= runs
    assert min(Run.counts["done"], Run.counts["refused"]) > runs
    return Run.counts


def settings_of(runs):
    """As many runs as asked for, each of so many steps, whatever the clock says."""
    return settings(
        max_examples=runs,
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        print_blob=True,
        phases=[Phase.generate, *([Phase.shrink] if not IS_LONG else [])],
        suppress_health_check=list(HealthCheck),
    )
