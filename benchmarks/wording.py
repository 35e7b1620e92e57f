"""How well the wording rules tell sentences that reviewers would disagree about from those that only look so.

    python benchmarks/wording.py [-v]

Three labelled corpora: the one that the rules were made with, one by a second author that they were mended by, and one
that was written without sight of them and that they are not tuned to. Printed are precision (how many of the findings
are right: one beside the words that an item marks is not), recall (how many of the faults are found) and the counts
behind them, rule by rule; with -v also every sentence that is judged wrongly, but none that is held out.
"""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

from mcqa.lint.wording import RULES

ROOT = Path(__file__).resolve().parent.parent
GOAL = "goal: precision 0.90, recall 0.80"


def corpus_reader() -> ModuleType:
    """Load the reader of the corpus, which lies with the tests."""
    path = ROOT / "tests" / "lint" / "corpus_reader.py"
    spec = importlib.util.spec_from_file_location("corpus_reader", path)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(path)
    module = sys.modules["corpus_reader"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def main() -> None:
    """Print a table for each corpus."""
    reader = corpus_reader()
    for title, folder, secret in (
        ("corpus of the rules", reader.CORPUS, False),
        ("second author", reader.CORPUS / "second_author", False),
        ("held out", reader.CORPUS / "held_out", True),
    ):
        items = reader.items(folder)
        print(f"{title}, {len(items)} sentences ({GOAL})\n")
        print(f"{'rule':32} {'to find':>8} {'not':>6} {'found':>6} {'false':>6} {'precision':>10} {'recall':>7}")
        for code in sorted({item.code for item in items}):
            line(reader, f"{code} {RULES[code].kind.name}", [item for item in items if item.code == code])
        line(reader, "all", items)
        print()
        if "-v" in sys.argv and not secret:
            for item in items:
                if not reader.right(item) or reader.strays(item):
                    print(f"{item.name}: {item.given}\n    {[each.message for each in reader.findings(item)]}")
            print()


def line(reader: ModuleType, name: str, items: list[object]) -> None:
    """Print the line of one rule."""
    measured = reader.score(items)
    positives = measured.found + measured.missed
    precision = "-" if measured.precision is None else f"{measured.precision:.3f}"
    print(
        f"{name:32} {positives:8} {len(items) - positives:6} {measured.found:6} {measured.false:6} "
        f"{precision:>10} {measured.recall:7.3f}"
    )


if __name__ == "__main__":
    main()
