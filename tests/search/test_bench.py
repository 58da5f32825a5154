"""The benchmark runs and both sides say the same. Nothing is timed here."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_benchmark_runs_in_small(tmp_path):
    command = [sys.executable, "-m", "bench.search", "--documents", "60", "--queries", "8", "--rounds", "1"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    assert "index, commonweal, from the database:" in done.stdout
    assert "60 documents, 8 questions, 1 rounds" in done.stdout
    assert done.stdout.count("ratio") == 5
