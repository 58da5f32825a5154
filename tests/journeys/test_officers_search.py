"""What officers type finds what they hoped for: searches of the demonstration that were judged by hand."""

import re
import subprocess
import sys

from tests.journeys.conftest import ROOT, environment

# What it was when the judgements were last changed, less a hundredth.
LEAST = 0.911
# One slip in each search leaves so much of it.
SLIPPED = 0.94
# The engines are so near each other.
APART = 0.015
measured = {}


def test_judged_searches_are_answered_as_well_as_ever(var, search_engine):
    done = subprocess.run(
        [sys.executable, "-m", "bench.relevance", "--least", str(LEAST), "--worst", "5"],
        cwd=ROOT,
        env=environment(var),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    rows = {line[:14].strip(): line.split() for line in done.stdout.splitlines()}
    measured[search_engine] = float(rows["all"][-3])
    assert max(measured.values()) - min(measured.values()) <= APART, measured
    assert float(rows["known item"][-2]) >= 0.9, done.stdout
    assert "Found nothing: 0 of" in done.stdout
    kept = re.findall(r"With one slip: ([0-9.]+) of nDCG@10", done.stdout)
    assert len(kept) == 3
    assert min(map(float, kept)) >= SLIPPED, done.stdout
