"""The table of a file without a rubric: its header, its rows, and what makes it unfit to be read.

All faults of a table are told in one message. Nothing is guessed: a table that may be transposed is refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from mcqa.errors import InputError
from mcqa.findings import Finding
from mcqa.scoresheets.grid import Grid, MergedAway, a1, name_of, text_of
from mcqa.scoresheets.words.headers import field_of, fold, suggest_field

SHOWN_FAULTS = 20
SHOWN_NAMES = 3
WORDS = {"criterion": "component"}
# titles above a header are no longer than this
TITLE_ROWS = 20
PAIR = 2


class TableFault(NamedTuple):
    """Why a file cannot be read as it stands, and what to do."""

    message: str
    hint: str


class PlainTable:
    """A sheet whose first row that is not blank names its columns."""

    def __init__(self, grid: Grid, start: int, meanings: Mapping[str, str]) -> None:
        """Take the header of a sheet, which stands in the row `start`; `meanings` were given to some folded headings.

        A column with such a meaning is that of no rater and of no level.
        """
        self.grid = grid
        self.start = start
        self.header = ["" if isinstance(value, MergedAway) else text_of(value) for value in grid.rows[start]]
        self.columns: dict[str, list[int]] = {}
        given = {column: meanings[fold(text)] for column, text in enumerate(self.header) if fold(text) in meanings}
        self.met = {fold(self.header[column]) for column in given}
        for column, text in enumerate(self.header):
            name = given.get(column) or (field_of(text) if text else None)
            if name:
                self.columns.setdefault(name, []).append(column)
        units = self.columns.get("unit", [-1])[0]
        self.others = [
            column for column, text in enumerate(self.header) if text and column > units and column not in given
        ]
        self.findings: list[Finding] = []
        self.invalid = 0

    @property
    def where(self) -> str:
        """The file, and in a workbook the sheet, as messages name it."""
        return self.grid.file if self.grid.sheet is None else f'{self.grid.file}, sheet "{self.grid.sheet}"'

    def refuse(self, faults: Sequence[TableFault]) -> None:
        """Stop with all faults in one message; nothing happens where there are none."""
        if not faults:
            return
        hint = "; ".join(dict.fromkeys(fault.hint for fault in faults))
        if len(faults) == 1:
            raise InputError(faults[0].message, hint=hint)
        lines = [fault.message for fault in faults[:SHOWN_FAULTS]]
        more = [f"... and {len(faults) - SHOWN_FAULTS} more"] if len(faults) > SHOWN_FAULTS else []
        raise InputError("\n  ".join([f"{self.where} has {len(faults)} faults:", *lines, *more]), hint=hint)

    def refuse_nothing(self) -> None:
        """Stop where a header has no row below it, or names nothing but the units."""
        self.unit_column()
        if not self.others and not self.met:
            raise InputError(
                f"{self.where} has no column after the units",
                hint="write one column per reviewer, or the columns unit, rater and level",
            )
        if next(self.body(), None) is None:
            raise InputError(f"{self.where} has a header and no row below it", hint="write one row per unit")

    def refuse_transposed(self) -> None:
        """Stop where the columns are called like units or the rows like raters, and not the other way round.

        This is never mended by a guess: the caller may name the layout.
        """
        if "unit" not in self.columns:
            return
        names = [self.header[column] for column in self.others]
        units = [name_of(self.grid.value(row, self.columns["unit"][0])) for row in self.body()]
        if min(len(names), len(units)) < PAIR:
            return
        as_units = _called("unit", names) and not any(_names(unit) == "unit" for unit in units)
        as_raters = _called("rater", units) and not any(_names(name) == "rater" for name in names)
        if as_units or as_raters:
            raise InputError(
                f"{self.where} looks transposed: its columns are called {_listed(names)}, its rows {_listed(units)}",
                hint="rows are units (micro-credentials), columns are raters: turn the table, or say --layout wide",
            )

    def unit_column(self) -> int:
        """Give the column of the units; a table without one may be transposed, and that is never guessed."""
        if "unit" in self.columns:
            return self.columns["unit"][0]
        first = self.header[0] if self.header else ""
        found = f'its first column is "{first}"' if first else "its first column has no name"
        hint = "rows are units (micro-credentials), columns are raters; name the first column unit"
        filled = [text for text in self.header if text]
        if all(_is_number(text) for text in filled):
            found = f"its first row holds numbers, not names ({', '.join(filled[:SHOWN_NAMES])})"
            hint = "begin with a row of names: unit, then one column per reviewer"
        elif self.columns.get("rater", [-1])[0] == 0 and not self.columns.keys() & {"level", "score"}:
            found += ": the table may be transposed"
            hint = "rows are units (micro-credentials), columns are raters: turn it and name the first column unit"
        elif suggest_field(first) == "unit":
            hint = f"did you mean unit? {hint}"
        later = self.later_header()
        if later is not None:
            hint = f"row {later + 1} names units: remove the rows above it"
        raise InputError(f'{self.where} has no column "unit"; {found}', hint=hint)

    def later_header(self) -> int | None:
        """Give the first of the next rows that names units, where the first one is a title."""
        rows = range(self.start + 1, min(self.start + TITLE_ROWS, len(self.grid.rows)))
        return next(
            (row for row in rows if "unit" in {field_of(name_of(value)) for value in self.grid.rows[row]}), None
        )

    def body(self) -> Iterator[int]:
        """Give the rows below the header that hold anything, without the header once more, as on a printed page."""
        for row in range(self.start + 1, len(self.grid.rows)):
            cells = self.grid.rows[row]
            if any(value is not None for value in cells) and [text_of(value) for value in cells] != self.header:
                yield row

    def rows(self) -> list[tuple[int, str]]:
        """Give the rows of the body with their units."""
        column = self.unit_column()
        return [(row, name_of(self.grid.value(row, column))) for row in self.body()]

    def unit_faults(self) -> list[TableFault]:
        """Find the units that stand in several rows, and the rows that name none."""
        stands: dict[str, list[tuple[int, str]]] = {}
        nameless = []
        for row, unit in self.rows():
            if unit:
                stands.setdefault(" ".join(unit.casefold().split()), []).append((row, unit))
            else:
                nameless.append(row)
        hint = "one row per unit; for a list of single ratings name the columns unit, rater, level"
        if "rater" in self.columns and self.columns.keys() & {"level", "score"}:
            hint = "its header is that of a list of ratings: leave --layout out, or give --layout long"
        faults = [
            TableFault(f'the unit "{same[-1][1]}" stands in {_rows(row for row, _ in same)} of {self.where}', hint)
            for same in stands.values()
            if len(same) > 1
        ]
        return [*faults, *self.nameless(nameless, "unit", "fill the unit column")]

    def nameless(self, rows: Sequence[int], what: str, hint: str) -> list[TableFault]:
        """Give the fault that some rows do not name a unit or a rater."""
        verb = "names" if len(rows) == 1 else "name"
        return [TableFault(f"{_rows(rows)} of {self.where} {verb} no {WORDS.get(what, what)}", hint)] if rows else []

    def same_names(self, columns: Sequence[int], hint: str) -> list[TableFault]:
        """Find the names that several columns have."""
        named: dict[str, list[int]] = {}
        for column in columns:
            named.setdefault(" ".join(self.header[column].casefold().split()), []).append(column)
        return [
            TableFault(
                f'two columns of {self.where} have the same name: {_columns(same)} "{self.header[same[0]]}"', hint
            )
            for same in named.values()
            if len(same) > 1
        ]


def _names(name: str) -> str | None:
    """Say what a numbered name calls its bearer, `unit` in MC-07 and `rater` in Reviewer 3; None when it does not."""
    words = fold("".join(" " if char.isdecimal() else char for char in name)).split()
    if not words or field_of(name):
        return None
    fields = (field_of(" ".join(words[:size])) for size in range(len(words), 0, -1))
    return next((field for field in fields if field), None)


def _called(what: str, names: Sequence[str]) -> bool:
    return all(_names(name) == what for name in names)


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names[:SHOWN_NAMES]) + (", ..." if len(names) > SHOWN_NAMES else "")


def _rows(rows: Iterable[int]) -> str:
    """Name rows counted from 0: row 2; rows 2, 4 and 6."""
    return _enumerated("row", [str(row + 1) for row in rows])


def _columns(columns: Iterable[int]) -> str:
    return f"{_enumerated('column', [a1(0, column).removesuffix('1') for column in columns])} are called"


def _enumerated(noun: str, names: Sequence[str]) -> str:
    if len(names) == 1:
        return f"{noun} {names[0]}"
    *shown, last = [*names[:SHOWN_FAULTS], "more"] if len(names) > SHOWN_FAULTS else names
    return f"{noun}s {', '.join(shown)} and {last}"


def _is_number(text: str) -> bool:
    try:
        float(text.replace(",", "."))
    except ValueError:
        return False
    return True
