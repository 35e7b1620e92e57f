"""The benchmark of speed still runs, and still finds the same numbers as the packages that it compares with."""

import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).parents[2] / "benchmarks" / "agreement.py"


def test_the_speed_beside_other_packages_can_be_measured():
    done = subprocess.run(
        [sys.executable, SCRIPT, "--here", "--quick", "--only", "alpha, 12 x 30"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    (row,) = (line for line in done.stdout.splitlines() if line.startswith("alpha, 12 x 30"))
    # two times, and how they compare: once by the medians, once by the shortest
    assert len(row.removeprefix("alpha, 12 x 30, 20 % missing").split()) == 8, row
