"""One sheet being read: its cells, and every fault found in it."""

from __future__ import annotations

from dataclasses import dataclass, field

from mcqa.findings import Finding
from mcqa.scoresheets.grid import Grid, MergedAway, Value, text_of
from mcqa.scoresheets.kinds import (
    AMBIGUOUS_HEADER,
    MERGED_RATING_CELL,
    NO_RATER,
    NO_TABLE_FOUND,
    NO_UNIT,
    UNKNOWN_CRITERION,
    UNMATCHED_HEADER,
)
from mcqa.scoresheets.records import Record
from mcqa.scoresheets.shapes.words import Words
from mcqa.scoresheets.words.headers import suggest_field

SHOWN_NAMES = 3


@dataclass(slots=True, kw_only=True)
class Sheet:
    """One sheet being read: the grid, the words that are known, what its file says, and what has been found so far."""

    grid: Grid
    words: Words
    file_rater: str = ""
    seen_headers: set[str] = field(default_factory=set)
    records: list[Record] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    invalid: int = 0

    def reject(self, finding: Finding) -> None:
        """Count one cell as invalid and say why."""
        self.findings.append(finding)
        self.invalid += 1

    def reject_merged(self, row: int, column: int, value: MergedAway) -> None:
        """Report a rating cell that a merged block covers."""
        message = f"this rating cell is merged with {value.anchor}, so it is not plain what was rated here"
        hint = "unmerge the cells and write the rating in each"
        place = self.grid.place(row, column)
        self.reject(MERGED_RATING_CELL.at(place, message, hint=hint, value=text_of(value)))

    def unknown_criterion(self, row: int, column: int, text: str) -> None:
        """Report a rating whose component is not in the rubric."""
        index = self.words.index
        close = index.suggest(text) if text else None
        hint = "use the ids or titles of the rubric: mcqa rubric show"
        if close:
            hint = f'did you mean {close}? it is called "{index.rubric.criterion(close).title}"'
        if index.is_heading(text):
            hint = "a standard is not rated itself; rate its components"
        message = f'"{text}" is no component of the rubric' if text else "a rating stands here without a component"
        self.reject(UNKNOWN_CRITERION.at(self.grid.place(row, column), message, hint=hint, value=text))

    def report_unnamed(self, row: int, column: int, value: Value) -> None:
        """Say where the first value stands that is under no heading: it is not read."""
        message = "something stands in a column without a heading; it is not read"
        hint = "name the column if it holds ratings; put text that holds the separator of a CSV file in quotes"
        place = self.grid.place(row, column)
        self.findings.append(UNMATCHED_HEADER.at(place, message, hint=hint, value=text_of(value)))

    def report_no_unit(self, row: int, column: int) -> None:
        """Report a row or a sheet that does not say which micro-credential it is about."""
        hint = 'write "Micro-credential" and its id above the table, name the sheet after it, or fill the column'
        self.findings.append(NO_UNIT.at(self.grid.place(row, column), "no micro-credential is named", hint=hint))

    def report_no_rater(self, row: int, column: int) -> None:
        """Report a row or a sheet that does not say who reviewed."""
        hint = 'write "Reviewer" and a name or code above the table, or give `--rater-from filename`'
        self.findings.append(NO_RATER.at(self.grid.place(row, column), "no reviewer is named", hint=hint))

    def report_header(self, row: int, column: int, text: str) -> None:
        """Say that a column was not understood, once per file and wording."""
        if text in self.seen_headers:
            return
        self.seen_headers.add(text)
        near = self.words.index.suggest(text) or suggest_field(text)
        hint = "the column is not read; rename it if it holds ratings"
        if near and near != "known":
            hint = f'did you mean {near}? rename the column, or give --map "{text}={near}"'
        place = self.grid.place(row, column)
        message = f'the column "{text}" was not understood'
        self.findings.append(UNMATCHED_HEADER.at(place, message, hint=hint, value=text))

    def report_doubled(self, row: int, column: int, text: str) -> None:
        """Say that a column claims the same as another, so that neither can be taken."""
        message = f'two columns are called "{text}", or mean the same'
        hint = "rename or remove one: mcqa does not guess which holds the ratings"
        self.findings.append(AMBIGUOUS_HEADER.at(self.grid.place(row, column), message, hint=hint, value=text))

    def report_too_many(self, row: int, tables: int) -> None:
        """Say from where on a sheet is not read, because it has more tables than any scoresheet."""
        message = f"the sheet has more than {tables:,} tables; from here on it was not read"
        hint = "copy the ratings into one table, or into a sheet for each micro-credential"
        self.findings.append(NO_TABLE_FOUND.at(self.grid.place(row, 0), message, hint=hint))

    def report_two_labels(self, row: int, column: int, texts: tuple[str, str]) -> None:
        """Say that two labels above a table contradict each other."""
        label = text_of(self.grid.value(row, column))
        message = f'"{label}" stands above the table twice, with "{texts[0]}" and with "{texts[1]}"'
        hint = "keep the one that is meant: mcqa does not guess"
        self.findings.append(AMBIGUOUS_HEADER.at(self.grid.place(row, column), message, hint=hint, value=texts[1]))

    def report_unclear(self, row: int, column: int, names: list[str]) -> None:
        """Say that columns may be units or raters, so that none of them can be taken."""
        listed = ", ".join(f'"{name}"' for name in names[:SHOWN_NAMES]) + (", ..." if len(names) > SHOWN_NAMES else "")
        message = f"the columns {listed} may be micro-credentials or reviewers, and nothing says which"
        hint = (
            'write "Micro-credential" or "Reviewer" in a row above the names or before each ("Reviewer 3"), '
            'or "Reviewer" with a name, or "Micro-credential" with its id, above the table'
        )
        self.findings.append(AMBIGUOUS_HEADER.at(self.grid.place(row, column), message, hint=hint, value=names[0]))
