"""A table as recognised on a sheet: where its header and rows are, and what each of its columns means."""

from __future__ import annotations

from typing import NamedTuple

from mcqa.findings import Finding
from mcqa.scoresheets.grid import Value
from mcqa.scoresheets.words.mapping import code_of

# what a column can be, beside the fields of a row such as unit, rater, criterion, level, comment
RATING, MARK, REMARK, KNOWN, UNREAD = "rating", "mark", "remark", "known", "unread"
# a column that claims the same as another: neither is taken, and its cells are no ratings
DOUBLED = "doubled"


class Column(NamedTuple):
    """One column: its heading as typed, its role, by what it was recognised, and what it says of its own cells.

    `role` is the name of a field of each row, or one of: RATING, a rating of the `criterion`, `unit` or `rater` that
    the column itself names; MARK, a cell that is marked where the rating is `level`; REMARK, a comment on the rating of
    the same criterion, unit and rater; KNOWN, read past in silence; UNREAD, not understood; DOUBLED, ratings that
    cannot be taken because another column claims the same. `values` says what its raw codes mean, before what the table
    says.
    """

    at: int
    heading: str
    role: str
    how: str
    criterion: str = ""
    unit: str = ""
    rater: str = ""
    level: str = ""
    values: tuple[tuple[str, str], ...] = ()


class Table(NamedTuple):
    """One table: its header rows, the rows of its body, its columns, and the labels that hold for all of it.

    `layout` names the shape, such as `long` or `wide`; `features` what else is special about it. Of a form export:
    `values` gives the level id (or cannot_tell, not_applicable, missing) of raw codes, `rejected` the cells (row,
    column) that `findings` have already told to be invalid.
    """

    header_rows: tuple[int, ...]
    body: tuple[int, ...]
    columns: tuple[Column, ...]
    labels: dict[str, str]
    layout: str
    features: tuple[str, ...] = ()
    values: tuple[tuple[str, str], ...] = ()
    findings: tuple[Finding, ...] = ()
    rejected: frozenset[tuple[int, int]] = frozenset()
    unclear: bool = False
    # cells beside labels where a name should stand and does not, by what they label
    unsaid: tuple[tuple[str, tuple[int, int]], ...] = ()

    def meant(self, column: Column, value: Value) -> Value:
        """Give what a cell of a column says where its code has a meaning of its own, else its value as it is."""
        if not (self.values or column.values):
            return value
        code = code_of(value)
        word = dict(column.values).get(code) or dict(self.values).get(code)
        return value if word is None else None if word == "missing" else word
