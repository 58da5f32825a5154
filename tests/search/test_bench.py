"""The benchmark runs, and all that it compares say the same. Nothing is timed here."""

import subprocess
import sys
from pathlib import Path

import pytest

from bench.whole import slope

ROOT = Path(__file__).parents[2]


def test_the_benchmark_runs_in_small():
    command = [sys.executable, "-m", "bench.whole", "--sizes", "60", "--queries", "8", "--rounds", "1"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    assert "### 60 documents" in done.stdout
    for name in ("commonweal, embedded", "tantivy", "stock, SQLite"):
        assert f"| {name} | " in done.stdout
    if "Elasticsearch is NOT measured" not in done.stderr:
        assert "The engines differ on 0 questions." in done.stdout
        assert "| stock, Elasticsearch | " in done.stdout


@pytest.mark.parametrize("power", [0.0, 0.5, 1.0, 2.0])
def test_growth_is_told_by_the_power_of_the_size(power):
    points = [(size, 3 * size**power) for size in (1_000, 4_000, 16_000)]
    assert slope(points) == pytest.approx(power)
