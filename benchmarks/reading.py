"""How long reading scoresheets takes and how much memory: 30 workbooks beside openpyxl, and lists of 200,000 rows.

    python benchmarks/reading.py          # five rounds, some minutes
    python benchmarks/reading.py 3        # fewer rounds

Each job runs in a process of its own, in turn with the others, and times itself once its libraries are loaded; medians
are shown. Ends with 1 where a goal is missed.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import xlsxwriter

ROUNDS = 5
WORKBOOKS, UNITS, ROWS = 30, 12, 200_000
# one rating in as many has a comment
COMMENTED = 3
HEADER = ("unit", "rater", "criterion", "level", "score", "round", "group", "comment")
LEVELS = ("Not met", "Partly met", "Met")
RUBRIC = "mpos-qas-reconstruction"
# peak of the process itself: getrusage counts what the process that started it held
PEAK = """
from pathlib import Path
status = Path("/proc/self/status")
lines = status.read_text().splitlines() if status.exists() else []
peak = sum(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024
print(json.dumps([time.perf_counter() - begun, peak]))
"""
JOBS = {
    "openpyxl": """
import json, sys, time
from pathlib import Path
from openpyxl import load_workbook
begun = time.perf_counter()
for path in sorted(Path(sys.argv[1]).iterdir()):
    load_workbook(path)
""",
    "open": """
import json, sys, time
from mcqa.scoresheets.files.opened import open_sheets
begun = time.perf_counter()
opened = open_sheets([sys.argv[1]])
assert opened.files and not opened.refused
""",
    "all": f"""
import json, sys, time
from mcqa.ratings.collect import read_ratings
from mcqa.lint.engine import load_rubric
rubric = load_rubric("{RUBRIC}")
begun = time.perf_counter()
collected = read_ratings(sys.argv[1], rubric=rubric)
assert collected.cells.rated > 10_000
""",
}


def workbooks(folder: Path, criteria: list[str]) -> None:
    """Write a workbook for each of 30 reviewers, a sheet for each of 12 micro-credentials: 350 ratings in each."""
    for number in range(1, WORKBOOKS + 1):
        with xlsxwriter.Workbook(folder / f"R{number:02d}.xlsx") as book:
            for unit in range(1, UNITS + 1):
                page = book.add_worksheet(f"MC-{unit:02d}")
                page.write_row(0, 0, ["Reviewer", f"R{number:02d}"])
                page.write_row(2, 0, ["Component", "Title", "Rating", "Comment"])
                for row, name in enumerate(criteria, 3):
                    comment = "One more example of work would make this plain." if (row + unit) % COMMENTED == 0 else ""
                    page.write_row(
                        row, 0, [name, f"Title of {name}", LEVELS[(number * unit + row) % len(LEVELS)], comment]
                    )


def long_rows(criteria: list[str]) -> list[list[object]]:
    """Give a list of 200,000 ratings, no cell twice."""
    rows: list[list[object]] = []
    for number in range(ROWS):
        unit, place = divmod(number, len(criteria) * 30)
        rater, criterion = divmod(place, len(criteria))
        level = number * number % len(LEVELS)
        comment = f"Comment {number} says why." if number % 2 else ""
        group = ("teacher", "nbct")[rater % 2]
        rows.append([f"MC-{unit:03d}", f"R{rater:02d}", criteria[criterion], LEVELS[level], level, "1", group, comment])
    return rows


def long_list(path: Path, rows: list[list[object]], *, lines: bool) -> None:
    """Write the list as a workbook, its texts shared by its cells, or with `lines` standing in them."""
    with xlsxwriter.Workbook(path, {"constant_memory": lines}) as book:
        page = book.add_worksheet("ratings")
        for number, row in enumerate([list(HEADER), *rows]):
            page.write_row(number, 0, row)


def measure(job: str, path: Path) -> tuple[float, float]:
    """Run a job in a process of its own; give its seconds and its peak of memory in MB."""
    command = [sys.executable, "-c", JOBS[job] + PEAK, str(path)]
    seconds, peak = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return seconds, peak


def main(rounds: int) -> int:
    """Measure everything and print a table; 1 where a goal is missed."""
    from mcqa.lint.engine import load_rubric

    criteria = [criterion.id for criterion in load_rubric(RUBRIC).criteria]
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        (folder / "books").mkdir()
        workbooks(folder / "books", criteria)
        rows = long_rows(criteria)
        long_list(folder / "long.xlsx", rows, lines=False)
        long_list(folder / "lines.xlsx", rows, lines=True)
        text = "\n".join(",".join(map(str, row)) for row in [list(HEADER), *rows])
        (folder / "long.csv").write_text(text, encoding="utf-8")
        asked = [("openpyxl", "books"), ("open", "books"), ("all", "books")]
        asked += [(job, name) for name in ("long.xlsx", "lines.xlsx", "long.csv") for job in ("open", "all")]
        found: dict[tuple[str, str], list[tuple[float, float]]] = {key: [] for key in asked}
        for _ in range(rounds):
            for job, name in asked:
                found[job, name].append(measure(job, folder / name))
    missed = 0
    base = statistics.median(seconds for seconds, _ in found["openpyxl", "books"])
    print(f"{'what':24} {'seconds':>8} {'MB':>6}  goal")
    for (job, name), values in found.items():
        seconds = statistics.median(value for value, _ in values)
        peak = max(value for _, value in values)
        goal, met = "", True
        if (job, name) == ("all", "books"):
            goal, met = f"{seconds / base:.2f} x openpyxl, <= 2 x", seconds <= 2 * base
        elif name != "books":
            most, memory = (10, 500) if job == "all" else (5, 250)
            goal, met = f"<= {most} s, {memory} MB", seconds <= most and peak <= memory
        missed += not met
        print(f"{job + ' ' + name:24} {seconds:8.2f} {peak:6.0f}  {goal}{'' if met else '  MISSED'}")
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS))
