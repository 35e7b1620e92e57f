"""What a shape is, and what every shape needs: the header row, and who is speaking about what in each row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import NamedTuple

from mcqa.scoresheets.grid import Grid, MergedAway, name_of, text_of
from mcqa.scoresheets.headers import field_of
from mcqa.scoresheets.shapes.sheet import Header, Sheet


def read_header(sheet: Sheet, row: int) -> Header:
    """Take a row for a header and see what each of its cells would mean."""
    columns: dict[str, tuple[int, ...]] = {}
    criteria: dict[int, str] = {}
    unmatched: list[int] = []
    for column, value in enumerate(sheet.grid.rows[row]):
        text = "" if isinstance(value, MergedAway) else text_of(value)
        if not text:
            continue
        name = field_of(text)
        criterion = None if name else sheet.index.find(text)
        if name == "known":
            continue
        if name:
            columns[name] = (*columns.get(name, ()), column)
        elif criterion:
            criteria[column] = criterion
        else:
            unmatched.append(column)
    often = {criterion for criterion, times in Counter(criteria.values()).items() if times > 1}
    doubled = [column for name, same in columns.items() if len(same) > 1 and name != "comment" for column in same]
    doubled += [column for column, criterion in criteria.items() if criterion in often]
    return Header(
        row=row,
        columns=columns,
        fields={name: same[0] for name, same in columns.items() if len(same) == 1},
        criteria=criteria,
        doubled=tuple(sorted(doubled)),
        unmatched=tuple(unmatched),
    )


class Shape(NamedTuple):
    """One shape: `fits` says whether a header begins a table of it; `read` reads the table and names the shape."""

    fits: Callable[[Header], bool]
    read: Callable[[Sheet, Header], str]


class Context(NamedTuple):
    """Who reviewed what, and when."""

    unit: str
    rater: str
    round: str
    group: str
    timestamp: str


class Speaker:
    """Says for each row of a table who reviewed what: from its columns, else from the labels above."""

    def __init__(self, sheet: Sheet, header: Header, labels: dict[str, str]) -> None:
        """Take the labels above the table, and report at once what neither they nor a column say."""
        self.sheet, self.header = sheet, header
        self.labels = dict(labels)
        if "unit" not in header.fields:
            self.labels["unit"] = sheet.unit_name(labels)
            if not self.labels["unit"]:
                sheet.report_no_unit(header.row, 0)
        if "rater" not in header.fields:
            self.labels["rater"] = labels.get("rater") or sheet.file_rater
            if not self.labels["rater"]:
                sheet.report_no_rater(header.row, 0)

    def at(self, row: int, cells: int = 1) -> Context | None:
        """Give the context of a row; None, with its cells counted as invalid, where unit or rater are not known."""
        unit, rater = self._said(row, "unit"), self._said(row, "rater")
        if unit and rater:
            return Context(
                unit=unit,
                rater=rater,
                round=self._said(row, "round"),
                group=self._said(row, "group"),
                timestamp=self._said(row, "timestamp"),
            )
        self.sheet.invalid += cells
        fields = self.header.fields
        if not unit and "unit" in fields:
            self.sheet.report_no_unit(row, fields["unit"])
        if not rater and "rater" in fields:
            self.sheet.report_no_rater(row, fields["rater"])
        return None

    def _said(self, row: int, name: str) -> str:
        return cell_text(self.sheet.grid, row, self.header, name) or self.labels.get(name, "")


def cell_text(grid: Grid, row: int, header: Header, name: str) -> str:
    """Give the name that a field of a row holds; a merged label counts for every row it covers."""
    column = header.fields.get(name)
    return "" if column is None else name_of(grid.value(row, column))


def comment_text(grid: Grid, row: int, header: Header) -> str:
    """Give the comment of a row: what stands in all of its comment columns."""
    texts = (text_of(grid.value(row, column)) for column in header.columns.get("comment", ()))
    return " | ".join(text for text in texts if text)


def body(grid: Grid, header: Header) -> Iterator[int]:
    """Give the rows below a header that hold anything."""
    for row in range(header.row + 1, len(grid.rows)):
        if any(value is not None for value in grid.rows[row]):
            yield row
