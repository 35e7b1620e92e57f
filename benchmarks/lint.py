"""How fast the linter is: one rubric beside what it has to import, 500 rubrics beside one, and hostile files.

    python benchmarks/lint.py [ROUNDS]

The 500 are the shipped rubric with half of its descriptors reworded in each, so that no two texts of them are judged
once for both. What is compared runs in turn, in one run, and medians are shown. Hostile files are linted one by one,
with the memory of that process alone.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RUBRIC = ROOT / "rubrics" / "mpos-qas-reconstruction.yaml"
MANY = 500
GOAL_RATIO, GOAL_SECONDS_MORE, GOAL_BAD_SECONDS, GOAL_BAD_MEGABYTES = 1.5, 2.0, 2.0, 200.0
# twice the files may cost a little more than twice the time, which is never quite the same
GOAL_GROWTH = 2.4

IMPORTS = ["-c", "import typer, yaml"]
LINT = ["-m", "mcqa", "lint"]
HEAVY = ("pandas", "scipy", "numpy", "rich", "pydantic")
# what is compiled is kept, as it is where a program is installed, whatever the shell says
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
# a finding is no failure of the measurement
DONE = frozenset({0, 1, 3})

_DESCRIPTOR = re.compile(r"^( +(?:not_met|partly_met|met): (?:>-\n +)?)([A-Z].*)$", re.MULTILINE)
_PLACES = ("district", "school", "county", "region", "village", "college", "library", "museum")
_THINGS = ("plan", "lesson", "record", "letter", "sketch", "budget", "survey", "poster")


def variants(folder: Path) -> list[Path]:
    """Write many rubrics: in each, every second descriptor says something else."""
    text = RUBRIC.read_text(encoding="utf-8")
    files = []
    for number in range(MANY):
        path = folder / f"rubric-{number:03}.yaml"
        path.write_text(_reworded(text, number), encoding="utf-8", newline="\n")
        files.append(path)
    return files


def _reworded(text: str, number: int) -> str:
    seen = 0

    def other(match: re.Match[str]) -> str:
        nonlocal seen
        seen += 1
        if (seen + number) % 2:
            return match[0]
        place, thing = _PLACES[(number // 8 + seen) % 8], _THINGS[(number + seen) % 8]
        return f"{match[1]}In the {thing} of {place} {number}, {match[2][0].lower()}{match[2][1:]}"

    return _DESCRIPTOR.sub(other, text)


def hostile(folder: Path) -> dict[str, Path]:
    """Write the files that a linter must survive, and name those that are no files."""
    text = RUBRIC.read_text(encoding="utf-8")
    bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 9)}]\n" for level in range(1, 12)
    )
    contents: dict[str, bytes] = {
        "empty": b"",
        "list at top level": b"- one\n- two\n",
        "tab indentation": text.replace("  type:", "\ttype:", 1).encode(),
        "byte order mark": b"\xef\xbb\xbf" + text.encode(),
        "latin-1": text.replace("title: ", "title: Qualit\u00e9 ", 1).encode("latin-1", errors="replace"),
        "CR LF": text.replace("\n", "\r\n").encode(),
        "5 MB of brackets": b"a: " + b"[" * 5_000_000,
        "5 MB of indentation": b"".join(b" " * depth + b"a:\n" for depth in range(3_160)),
        "1.9 MB of brackets": b"a: " + b"[" * 1_900_000,
        "1.9 MB of keys": b"".join(b"k%d: v\n" % number for number in range(160_000))[:1_900_000],
        "1.9 MB in one text": b"title: " + b"clear and relevant " * 100_000,
        "alias bomb": bomb.encode(),
        "keys that are no text": b"1: a\n? [x, y]\n: b\n? {a: b}\n: c\nnull: d\n",
        "duplicate keys at depth": text.replace("    - id: C01.1", "    - id: C01.1\n      id: C01.1", 1).encode(),
        "binary": bytes(range(256)) * 4_000,
        "zeros": bytes(1_000_000),
        **{name: content.encode() for name, content in laborious(text).items()},
    }
    files = {}
    for number, (name, content) in enumerate(contents.items()):
        files[name] = folder / f"hostile-{number}.yaml"
        files[name].write_bytes(content)
    files["a folder"] = folder
    files["a missing file"] = folder / "missing.yaml"
    return files


def laborious(text: str) -> dict[str, str]:
    """Give rubrics that are sound YAML and so full of one thing that looking at each beside all others never ends."""
    head, _, rest = text.partition("standards:\n")
    levels = rest[rest.index("        levels:\n") : rest.index("        anchors:\n")]

    def one(body: str, after: str = levels) -> str:
        return f"{head}standards:\n  - id: S01\n    title: S\n    components:\n{body}{after}"

    def component(number: int, words: str) -> str:
        return f"      - id: C01.{number}\n        title: T{number}\n        text: {words}\n"

    def many(line: str, number: int) -> str:
        return "".join(line.format(each) for each in range(number))

    scale = many("    - {{id: l{0}, label: L{0}, score: {0}}}\n", 9_000)
    letters = "BCDFGHJKLMNPQRST"
    acronyms = "".join(f"The page {''.join(each)} is there. " for each in itertools.product(letters, letters, letters))
    return {
        "20,000 unknown roles, 20,000 declared": one(
            component(1, "x") + f"        roles: [{many('rolle{0},', 20_000)}]\n"
        )
        + f"roles: [{many('role{0},', 20_000)}]\n",
        "8,000 hits in a line": one(component(1, many("The earner understands item {0} of it. ", 8_000))),
        "8,000 hits in a block": one(
            component(1, "|\n" + many(" " * 10 + "The earner understands item {0} of it.\n", 8_000))
        ),
        "4,096 acronyms": one(component(1, acronyms)),
        "20,000 comments": text + "glossary:\n" + many("  t{0}: word {0} # mcqa: ignore[L201] r\n", 20_000),
        "60,000 comments in a line": text + "glossary: {a: b} " + "# mcqa: ignore[L201] x " * 60_000 + "\n",
        "50,000 comments in a text": text + "glossary:\n  a: |\n" + "    # mcqa: ignore[L201] x\n" * 50_000,
        "20,000 unknown levels": one(
            component(1, "x"), "        levels:\n" + many("          lev{0}: text {0}\n", 20_000)
        ),
        "9,000 levels, 4,000 components": re.sub(
            r"(?ms)^  levels:\n.*?(?=^ {0,2}\w)", f"  levels:\n{scale}", one("", ""), count=1
        )
        + many("      - id: C{0}\n        levels: {{l1: x, l0: y}}\n", 4_000),
        "40,000 findings in a line": text + f"glossary: {{{many('t{0}: yes, ', 40_000)}}}\n",
        "40,000 findings in lines": text + "glossary:\n" + many("  t{0}: yes\n", 40_000),
        "40,000 unknown keys": text + many("unknown_key_{0}: x\n", 40_000),
        "20,000 times the same key": text + "expect: {standards: 3}\n" * 20_000,
        "40,000 lines that end in blanks": text + "glossary:\n" + many("  t{0}: word {0}   \n", 40_000),
        "90,000 aliases": text + "glossary: [" + "*a, " * 90_000 + "]\n",
        "4,000 components": one(
            "".join(component(each, f"Item {each}.") + levels for each in range(2_000_000 // (len(levels) + 80))), ""
        ),
        "400,000 words in components": one(
            "".join(component(each, "appropriate and clear " * 220) + levels for each in range(300)), ""
        ),
        "600,000 quotation marks": one(component(1, "a " + "\u201c" * 600_000)),
    }


def seconds(words: list[str]) -> float:
    """Time one process; RuntimeError where it broke."""
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, *words], capture_output=True, text=True, check=False, cwd=ROOT, env=ENVIRONMENT
    )
    taken = time.perf_counter() - start
    if done.returncode not in DONE or "Traceback" in done.stderr:
        raise RuntimeError(f"{' '.join(words)[:80]} ended with {done.returncode}:\n{done.stderr[-2000:]}")
    return taken


def in_turn(jobs: dict[str, list[str]], rounds: int) -> dict[str, list[float]]:
    """Time several commands in turn; a first round is not counted."""
    times: dict[str, list[float]] = {name: [] for name in jobs}
    for number in range(rounds + 1):
        for name, words in jobs.items():
            taken = seconds(words)
            if number:
                times[name].append(taken)
    return times


def measured(words: list[str]) -> tuple[float, float | None]:
    """Give the seconds and the peak memory in MB of one process, at least that of this one; None where nobody tells."""
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=ROOT, env=ENVIRONMENT
    )
    if not hasattr(os, "wait4"):
        process.wait()
        return time.perf_counter() - start, None
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return time.perf_counter() - start, usage.ru_maxrss / unit


def loaded() -> str:
    """Name the heavy modules that linting one rubric loads."""
    code = "import sys, mcqa.cli.main as m\ntry: m.main()\nexcept SystemExit: pass\n"
    code += f"print(*[n for n in {HEAVY!r} if n in sys.modules], file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-c", code, "lint", str(RUBRIC)], capture_output=True, text=True, check=False, env=ENVIRONMENT
    )
    return done.stderr.strip().splitlines()[-1] if done.stderr.strip() else "none"


def row(what: str, value: str, goal: str, *, met: bool) -> bool:
    """Print one row, and say whether its goal is met."""
    print(f"{what:52} {value:>14} {goal:>12}  {'met' if met else 'MISSED'}", flush=True)
    return met


def one_rubric(rounds: int) -> bool:
    """Compare linting one rubric with importing what it needs."""
    names = ("python -c pass", "import typer, yaml", "mcqa lint (shipped rubric)", "the same, concise")
    jobs = [["-c", "pass"], IMPORTS, [*LINT, str(RUBRIC)], [*LINT, "--format", "concise", str(RUBRIC)]]
    times = in_turn(dict(zip(names, jobs, strict=True)), rounds)
    for name in names:
        print(f"{name:52} {statistics.median(times[name]) * 1e3:11.0f} ms")
    ratio = statistics.median(ours / base for ours, base in zip(times[names[2]], times[names[1]], strict=True))
    return row("mcqa lint beside import typer, yaml", f"{ratio:.2f} x", f"<= {GOAL_RATIO} x", met=ratio <= GOAL_RATIO)


def many_rubrics(folder: Path, rounds: int) -> bool:
    """Compare linting 500 rubrics in one call with linting one."""
    files = [str(path) for path in variants(folder)]
    jobs = {"one": [*LINT, files[0]], "half": [*LINT, *files[: MANY // 2]], "all": [*LINT, *files]}
    times = {name: statistics.median(taken) for name, taken in in_turn(jobs, rounds).items()}
    more = times["all"] - times["one"]
    print(f"{f'{MANY} rubrics, seconds':52} {times['all']:12.2f} s")
    print(f"{f'{MANY // 2} rubrics, seconds':52} {times['half']:12.2f} s")
    met = row(
        f"{MANY} rubrics beside one", f"{more:.2f} s more", f"<= {GOAL_SECONDS_MORE} s", met=more <= GOAL_SECONDS_MORE
    )
    growth = more / max(times["half"] - times["one"], 1e-9)
    return (
        row("growth from 250 to 500 (2 is linear)", f"{growth:.2f} x", f"<= {GOAL_GROWTH} x", met=growth <= GOAL_GROWTH)
        and met
    )


def hostile_files(folder: Path) -> bool:
    """Lint every hostile file by itself, and show what is found to people and to programs, and what can be mended."""
    met = True
    for name, path in hostile(folder).items():
        for form in (["--format", "full"], ["--format", "sarif"], ["--diff"]):
            taken, memory = measured([*LINT, *form, str(path)])
            fits = taken <= GOAL_BAD_SECONDS and (memory or 0) <= GOAL_BAD_MEGABYTES
            shown = f"{taken:.2f} s" + (f", {memory:.0f} MB" if memory else "")
            met = row(f"{name} ({form[-1].removeprefix('--')})", shown, "2 s, 200 MB", met=fits) and met
    return met


def main() -> None:
    """Measure everything and end with 1 where a goal is missed."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 11
    print(f"Python {sys.version.split()[0]}, {os.cpu_count()} cores, medians of {rounds} rounds\n")
    met = [one_rubric(rounds)]
    heavy = loaded()
    met.append(row("loaded by lint: pandas scipy numpy rich pydantic", heavy, "none", met=heavy == "none"))
    with tempfile.TemporaryDirectory() as name, contextlib.chdir(ROOT):
        met.append(many_rubrics(Path(name), min(rounds, 5)))
    print()
    with tempfile.TemporaryDirectory() as name:
        met.append(hostile_files(Path(name)))
    sys.exit(not all(met))


if __name__ == "__main__":
    main()
