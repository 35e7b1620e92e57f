"""How long `mcqa score` takes on a hundred thousand micro-credentials, and how much memory: parquet in, JSON out.

python benchmarks/scoring.py                 100,000 x 29 x 3, the whole command, three times
python benchmarks/scoring.py --units 1000    fewer micro-credentials
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

MOST_SECONDS, MOST_GIGABYTES = 60.0, 4.0
POOL = 300
ACCURACY, SHARE_MET = 0.97, 0.97
# runs the command in this process, and says at the end how much memory it had at most
_RUN = """
import sys, time
from mcqa.cli.main import main
start = time.perf_counter()
try:
    main()
except SystemExit as stop:
    code = stop.code or 0
import resource
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(code, time.perf_counter() - start, peak / 1e6, file=sys.stderr)
"""


def write_pilot(path: Path, units: int, raters: int, seed: int = 7) -> int:
    """Write a pilot as parquet in the long form: reviewers from a pool, each right in most cells."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    from mcqa.lint.engine import load_rubric

    rubric = load_rubric("mpos-qas-reconstruction")
    n_criteria = len(rubric.criteria)
    rng = np.random.default_rng(seed)
    shape = (units, raters, n_criteria)
    true = np.where(rng.random((units, 1, n_criteria)) < SHARE_MET, 2, rng.integers(0, 2, (units, 1, n_criteria)))
    level = np.where(rng.random(shape) < ACCURACY, true, np.clip(true + rng.choice([-1, 1], shape), 0, 2))
    unit, place, criterion = np.indices(shape).reshape(3, -1)
    rater = (unit * 7 + place * 101) % POOL

    def coded(codes: np.ndarray, names: list[str]) -> pa.DictionaryArray:
        return pa.DictionaryArray.from_arrays(pa.array(codes.astype(np.int32)), names)

    table = pa.table(
        {
            "unit": coded(unit, [f"MC-{number:06}" for number in range(units)]),
            "rater": coded(rater, [f"R{number:03}" for number in range(POOL)]),
            "criterion": coded(criterion, [one.id for one in rubric.criteria]),
            "level": coded(level.ravel(), list(rubric.scale.level_ids)),
        }
    )
    pq.write_table(table, path)
    return len(table)


def main() -> int:
    """Print a table, and end with 1 where a goal is not met."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--units", type=int, default=100_000)
    parser.add_argument("--raters", type=int, default=3)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    missed = False
    with tempfile.TemporaryDirectory() as folder:
        pilot = Path(folder) / "pilot.parquet"
        n_rows = write_pilot(pilot, asked.units, asked.raters)
        megabytes = pilot.stat().st_size / 1e6
        print(f"{n_rows:,} ratings of {asked.units:,} micro-credentials, {megabytes:,.0f} MB of parquet")
        print("| output | seconds (median) | goal | GB at most | goal | MB written |\n|---|---|---|---|---|---|")
        for form in ("table", "json", "csv"):
            times, peaks = [], []
            written = Path(folder) / f"out.{form}"
            for _ in range(asked.rounds):
                call = ["score", str(pilot), "--rubric", "mpos-qas-reconstruction", "--format", form, "--quiet"]
                start = time.perf_counter()
                done = subprocess.run(
                    [sys.executable, "-c", _RUN, *call, "-o", str(written), "--force"],
                    capture_output=True,
                    text=True,
                    check=True,
                )
                times.append(time.perf_counter() - start)
                peaks.append(float(done.stderr.split()[-1]))
            middle, most = statistics.median(times), max(peaks)
            missed = missed or (form != "csv" and (middle > MOST_SECONDS or most > MOST_GIGABYTES))
            print(
                f"| {form} | {middle:.1f} | {MOST_SECONDS:.0f} | {most:.2f} | {MOST_GIGABYTES:.0f} |"
                f" {written.stat().st_size / 1e6:,.0f} |",
                flush=True,
            )
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
