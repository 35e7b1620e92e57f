"""A table as somebody gave it, before it is known what its cells mean."""

from __future__ import annotations

import difflib
from numbers import Real
from typing import Any, NamedTuple

from mcqa.errors import UsageError

HOW_TO_MISS = "a missing rating is NaN or None"


class Given(NamedTuple):
    """Cells, (n_units, n_raters), with what the table says of itself: ids of rows, names of columns, and its levels.

    `units` are the ids as they are in the table, for there may be millions. `ordered` says whether the levels stand in
    an order.
    """

    cells: Any
    units: Any = None
    raters: tuple[str, ...] | None = None
    levels: tuple[Any, ...] | None = None
    ordered: bool = True

    def place(self, row: int, column: int) -> str:
        """Say where a cell stands."""
        if self.units is None or self.raters is None:
            return f"row {row + 1}, column {column + 1}"
        return f"micro-credential {self.units[row]}, reviewer {self.raters[column]}"

    def undeclared(self, value: str, place: tuple[int, int], more: int = 0) -> UsageError:
        """Say that a cell holds no declared level, and that `more` others do not either."""
        names = [name_of(level) for level in self.levels or ()]
        also = f"; {more} more {'cell' if more == 1 else 'cells'} like it" if more else ""
        folded = {name.casefold(): name for name in names}
        near = difflib.get_close_matches(value.casefold(), folded, n=1) if value[:1].isalpha() else []
        hint = f'did you mean "{folded[near[0]]}"? ' if near else ""
        return UsageError(
            f'"{value}" is no declared level ({self.place(*place)}{also})',
            hint=f"{hint}the levels are {', '.join(names)}; {HOW_TO_MISS}",
        )


def name_of(value: Any) -> str:
    """Give the name of a level: a number as short as it can be written, a text without space around it."""
    return f"{float(value):.15g}" if isinstance(value, Real) else str(value).strip()
