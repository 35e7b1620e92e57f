"""The list of decisions that `mcqa adjudicate` writes, told from a scoresheet by its row of headings."""

from __future__ import annotations

from collections.abc import Iterable

from mcqa.scoresheets.grid import Grid, Value, text_of

WHY_SPLIT = "Why it is split"
DECISION, REASON, DECIDED_BY, DECIDED_ON = "Decision", "Reason", "Decided by", "Date"
HEADER_WITHIN = 20
_MARKS = frozenset(word.casefold() for word in (WHY_SPLIT, DECISION, DECIDED_BY))


def lists_decisions(grids: Iterable[Grid]) -> bool:
    """Whether one of the sheets is such a list, so that the file is no scoresheet."""
    return any(_head(grid) is not None for grid in grids)


def count_decided(grids: Iterable[Grid]) -> int:
    """Count the rows of such lists that hold a decision."""
    number = 0
    for grid in grids:
        head = _head(grid)
        if head is not None:
            column = list(map(_word, grid.rows[head])).index(DECISION.casefold())
            number += sum(bool(text_of(grid.value(row, column))) for row in range(head + 1, len(grid.rows)))
    return number


def _head(grid: Grid) -> int | None:
    return next((at for at, row in enumerate(grid.rows[:HEADER_WITHIN]) if set(map(_word, row)) >= _MARKS), None)


def _word(value: Value) -> str:
    return value.strip().casefold() if isinstance(value, str) else ""
