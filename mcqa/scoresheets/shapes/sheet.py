"""One sheet being read: its cells, and every fault found in it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from mcqa.findings import Finding
from mcqa.scoresheets.grid import Grid, MergedAway, Uncalculated, Value, text_of
from mcqa.scoresheets.kinds import (
    AMBIGUOUS_HEADER,
    DOUBTFUL_TOTALS,
    MERGED_RATING_CELL,
    NO_RATER,
    NO_TABLE_FOUND,
    NO_UNIT,
    UNCALCULATED_FORMULA,
    UNKNOWN_CRITERION,
    UNMATCHED_HEADER,
)
from mcqa.scoresheets.records import Record
from mcqa.scoresheets.shapes.labels import is_label
from mcqa.scoresheets.shapes.words import Words, is_total
from mcqa.scoresheets.words.headers import fold, suggest_field
from mcqa.scoresheets.words.spelling import short

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
    # how many of the invalid cells stand in rows that may as well be totals, of which a warning speaks
    doubtful: int = 0
    # names that are words for totals and were told
    seen_totals: set[str] = field(default_factory=set)

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
        message = f'"{short(text)}" is no component of the rubric' if text else "a rating stands without a component"
        self.reject(UNKNOWN_CRITERION.at(self.grid.place(row, column), message, hint=hint, value=text))

    def report_unnamed(self, row: int, column: int, value: Value) -> None:
        """Say where the first value stands that is under no heading: it is not read."""
        message = "something stands in a column without a heading; it is not read"
        hint = "name the column if it holds ratings; put text that holds the separator of a CSV file in quotes"
        place = self.grid.place(row, column)
        self.findings.append(UNMATCHED_HEADER.at(place, message, hint=hint, value=text_of(value)))

    def report_no_unit(self, row: int, column: int) -> None:
        """Report a row or a sheet that does not say which micro-credential it is about."""
        if self.report_formula(row, column, "micro-credential"):
            return
        hint = "type its id in this cell, as it is on the list of those to review"
        if not self.labelled(row, column):
            hint = 'write "Micro-credential" and its id above the table, name the sheet after it, or fill the column'
        self.findings.append(NO_UNIT.at(self.grid.place(row, column), "no micro-credential is named", hint=hint))

    def labelled(self, row: int, column: int) -> bool:
        """Whether a label stands left of a cell."""
        return column > 0 and is_label(self.grid.value(row, column - 1))

    def report_formula(self, row: int, column: int, what: str) -> bool:
        """Report a formula without a value where the name of a micro-credential or a reviewer should stand."""
        value = self.grid.value(row, column)
        value = value.value if isinstance(value, MergedAway) else value
        if not isinstance(value, Uncalculated):
            return False
        message = f"no {what} is named: the formula {short(value.formula)} was never calculated"
        hint = "open the file in Excel or LibreOffice and save it, or type the name"
        self.findings.append(
            UNCALCULATED_FORMULA.at(self.grid.place(row, column), message, hint=hint, value=value.formula)
        )
        return True

    def report_no_rater(self, row: int, column: int) -> None:
        """Report a row or a sheet that does not say who reviewed."""
        if self.report_formula(row, column, "reviewer"):
            return
        hint = "type the reviewer's name or code in this cell, or give `--rater-from filename`"
        if not self.labelled(row, column):
            hint = 'write "Reviewer" and a name or code above the table, or give `--rater-from filename`'
        self.findings.append(NO_RATER.at(self.grid.place(row, column), "no reviewer is named", hint=hint))

    def report_header(self, row: int, column: int, text: str, rated: Collection[str] = ()) -> None:
        """Say that a column was not understood, once per file and wording.

        What is called like a component that another column rates, one of `rated`, may be the comment on it.
        """
        if text in self.seen_headers:
            return
        self.seen_headers.add(text)
        near = self.words.index.suggest(text) or suggest_field(text)
        near = "comment" if near in rated else near
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

    def report_invalid(self, row: int, column: int) -> None:
        """Say that ratings could not be taken, where nothing else says why."""
        message = f"{self.invalid - self.doubtful:,} ratings of this sheet could not be taken"
        hint = "head each column by what it holds: the component, the micro-credential or the reviewer, and the level"
        place = self.grid.place(row, column)
        self.findings.append(
            AMBIGUOUS_HEADER.at(place, message, hint=hint, value=text_of(self.grid.value(row, column)))
        )

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

    def report_totals(self, row: int, columns: Sequence[int], *, read: bool) -> None:
        """Say that a row may hold totals or the ratings of somebody called so, and what became of it."""
        place = next(at for at in columns if self.grid.value(row, at) is not None)
        cells = [value for value in self.grid.rows[row] if value is not None]
        word = next((text for text in map(text_of, cells) if is_total(text)), "")
        became = "it was read as ratings" if read else "nothing was taken from it"
        message = f'the row "{short(word)}" may hold totals or ratings; {became}'
        hint = "delete the row if it holds totals; if it holds ratings, write the levels in words"
        value = text_of(self.grid.value(row, place))
        self.findings.append(DOUBTFUL_TOTALS.at(self.grid.place(row, place), message, hint=hint, value=value))

    def report_called(self, row: int, column: int, text: str) -> None:
        """Say that a column was read as the ratings of somebody, though its heading may announce totals."""
        message = f'the column "{short(text)}" may hold totals or ratings; it was read as ratings'
        hint = f'if it holds totals, delete it or give --map "{text}=ignore"; if not, write the levels in words'
        place = self.grid.place(row, column)
        self.findings.append(DOUBTFUL_TOTALS.at(place, message, hint=hint, value=text))

    def report_named(self, record: Record, what: str, name: str) -> None:
        """Say once that somebody or something is called by a word for totals, and rated in numbers alone."""
        if fold(name) in self.seen_totals:
            return
        self.seen_totals.add(fold(name))
        message = f'the {what} "{short(name)}" may hold totals or ratings; it was read as ratings'
        hint = "delete its rows if they hold totals; if they hold ratings, write the levels in words"
        self.findings.append(DOUBTFUL_TOTALS.at(record.location, message, hint=hint, value=name))

    def report_contradicted(self, row: int, column: int, text: str, label: str) -> None:
        """Say that a column contradicts the label above the table, and holds only what ratings are."""
        message = f'the column "{short(text)}" holds only levels, and a label above the table says "{short(label)}"'
        hint = "the column is not used; rename it if it holds ratings, else remove the label or the column"
        self.findings.append(AMBIGUOUS_HEADER.at(self.grid.place(row, column), message, hint=hint, value=text))

    def report_unclear(self, row: int, column: int, names: list[str]) -> None:
        """Say that columns may be units or raters, so that none of them can be taken."""
        listed = ", ".join(f'"{name}"' for name in names[:SHOWN_NAMES]) + (", ..." if len(names) > SHOWN_NAMES else "")
        message = f"the columns {listed} may be micro-credentials or reviewers, and nothing says which"
        hint = (
            'write "Micro-credential" or "Reviewer" in a row above the names or before each ("Reviewer 3"), '
            'or "Reviewer" with a name, or "Micro-credential" with its id, above the table'
        )
        self.findings.append(AMBIGUOUS_HEADER.at(self.grid.place(row, column), message, hint=hint, value=names[0]))
