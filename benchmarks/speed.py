"""How long the commands take, as multiples of an empty Python, measured side by side in one run.

    python benchmarks/speed.py [ROUNDS]

Every round starts each command once, in turn, so that a machine that slows down slows all of them. Printed are medians:
seconds, the multiple of `python -c pass` with the goal where there is one, and the peak memory of the process.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RUBRIC = ROOT / "rubrics" / "mpos-qas-reconstruction.yaml"
PILOT = ROOT / "samples" / "round-1"
BASE = "python -c pass"

COMMANDS: dict[str, tuple[list[str], float | None]] = {
    BASE: (["-c", "pass"], None),
    'python -c "import typer, yaml"': (["-c", "import typer, yaml"], None),
    'python -c "import openpyxl"': (["-c", "import openpyxl"], None),
    "openpyxl opens samples/round-1": (
        [
            "-c",
            f"import openpyxl, glob\nfor p in glob.glob({str(PILOT / '*.xlsx')!r}): openpyxl.load_workbook(p)",
        ],
        None,
    ),
    "mcqa --help": (["-m", "mcqa", "--help"], 9),
    "mcqa lint (shipped rubric)": (["-m", "mcqa", "lint", str(RUBRIC)], 12),
    "mcqa check samples/round-1": (["-m", "mcqa", "check", str(PILOT)], None),
    "mcqa score samples/round-1": (["-m", "mcqa", "score", str(PILOT)], 40),
    "mcqa reliability samples/round-1": (["-m", "mcqa", "reliability", str(PILOT)], 60),
    "mcqa recommend samples/round-1": (["-m", "mcqa", "recommend", str(PILOT)], None),
}


try:
    import resource
except ImportError:  # not on Windows
    resource = None


def run_once(words: list[str]) -> tuple[float, float]:
    """Give the seconds one process took, and the peak memory of the largest process so far in MB."""
    start = time.perf_counter()
    subprocess.run([sys.executable, *words], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=ROOT)
    return time.perf_counter() - start, memory()


def memory() -> float:
    """Give the peak memory of the largest finished process in MB; 0 where the system does not tell."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024 if resource else 0.0


def main() -> None:
    """Run every command in turn and print the table."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 11
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for words, _ in COMMANDS.values():
        run_once(words)
    for _ in range(rounds):
        for name, (words, _) in COMMANDS.items():
            times[name].append(run_once(words)[0])
    print(f"Python {sys.version.split()[0]}, {os.cpu_count()} cores, medians of {rounds} rounds\n")
    print(f"{'command':38} {'seconds':>8} {'multiple':>9} {'goal':>6}")
    for name, (_, goal) in COMMANDS.items():
        ratio = statistics.median(one / base for one, base in zip(times[name], times[BASE], strict=True))
        said = f"{goal:.0f}" if goal else ""
        print(f"{name:38} {statistics.median(times[name]):8.3f} {ratio:9.1f} {said:>6}")
    print(f"\npeak memory of the largest process: {run_once(COMMANDS[BASE][0])[1]:.0f} MB")
    loaded = "import sys; import mcqa.cli.main as m\ntry: m.main()\nexcept SystemExit: pass\n"
    loaded += "print([n for n in ('numpy', 'pandas', 'scipy', 'openpyxl') if n in sys.modules], file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-c", loaded, "lint", str(RUBRIC)], capture_output=True, text=True, check=True
    )
    print(f"loaded by lint: {done.stderr.strip()}")


if __name__ == "__main__":
    main()
