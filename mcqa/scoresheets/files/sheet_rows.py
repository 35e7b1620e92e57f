"""The rows of a sheet while it is read: cells come one by one, blanks between them cost room, blocks cover last."""

from __future__ import annotations

from mcqa.scoresheets.bounds import MAX_COVERED, MAX_ROWS, Room, TooLargeError
from mcqa.scoresheets.grid import MergedAway, Value, a1


class SheetRows:
    """Rows by their number, counted from 0, with what is hidden among them."""

    def __init__(self, room: Room) -> None:
        """Begin with no row."""
        self.room = room
        self.rows: dict[int, list[Value]] = {}
        self.hidden_rows: set[int] = set()
        self.hidden_columns: list[tuple[int, int]] = []
        self.merged: list[tuple[int, int, int, int]] = []
        self.covered = 0

    def put(self, row: int, column: int, value: Value, times: int = 1) -> None:
        """Put a value into a cell, or into several side by side, with blanks before it where it stands apart."""
        if value is None:
            return
        if row >= MAX_ROWS:
            raise TooLargeError(f"holds a sheet of more than {MAX_ROWS:,} rows")
        cells = self.rows.setdefault(row, [])
        gap = max(column - len(cells), 0)
        self.room.take(gap + times, len(value) * times if isinstance(value, str) else 0)
        cells.extend([None] * gap)
        cells[column : column + times] = [value] * times

    def hide_columns(self, first: int, end: int) -> None:
        """Note hidden columns, the last of them before `end`."""
        if len(self.hidden_columns) < MAX_COVERED:
            self.hidden_columns.append((first, end))

    def merge(self, top: int, left: int, bottom: int, right: int) -> None:
        """Note a merged block, both corners included."""
        self.covered += (abs(bottom - top) + 1) * (abs(right - left) + 1)
        if self.covered > MAX_COVERED:
            raise TooLargeError(f"merges more than {MAX_COVERED:,} cells")
        if bottom < MAX_ROWS:
            self.merged.append((top, left, bottom, right))

    def table(self) -> tuple[tuple[Value, ...], ...]:
        """Give all rows up to the last that holds something, blocks covered; nothing is kept."""
        for block in self.merged:
            self._cover(*block)
        last = max((number for number, row in self.rows.items() if row), default=-1)
        return tuple(tuple(self.rows.pop(number, ())) for number in range(last + 1))

    def hidden_within(self, table: tuple[tuple[Value, ...], ...]) -> frozenset[int]:
        """Give the hidden columns as far as the table is wide."""
        width = max(map(len, table), default=0)
        return frozenset(column for first, end in self.hidden_columns for column in range(first, min(end, width)))

    def _cover(self, top: int, left: int, bottom: int, right: int) -> None:
        first = self.rows.get(top, [])
        anchor = first[left] if left < len(first) else None
        covered = MergedAway(anchor=a1(top, left), value=anchor)
        for number in range(top, bottom + 1):
            row = self.rows.setdefault(number, [])
            if len(row) <= right:
                self.room.take(right + 1 - len(row))
                row.extend([None] * (right + 1 - len(row)))
            row[left : right + 1] = [covered] * (right + 1 - left)
        self.rows[top][left] = anchor
