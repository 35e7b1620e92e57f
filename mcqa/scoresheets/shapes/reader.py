"""One reader for every table: each rating of a row gives a record, or a finding that says why it does not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from mcqa.findings import Kind, Location
from mcqa.scoresheets.grid import ErrorValue, MergedAway, Uncalculated, Value, a1, name_of, text_of
from mcqa.scoresheets.kinds import (
    ERROR_CELL,
    NOT_A_RATING,
    SEVERAL_MARKS,
    UNCALCULATED_FORMULA,
    UNKNOWN_LEVEL,
)
from mcqa.scoresheets.records import Record
from mcqa.scoresheets.shapes.header import address
from mcqa.scoresheets.shapes.marks import is_descriptor, read_marks
from mcqa.scoresheets.shapes.rows import NAMED, Rows
from mcqa.scoresheets.shapes.sheet import Sheet
from mcqa.scoresheets.shapes.slots import Slot, slots_of
from mcqa.scoresheets.shapes.table import KNOWN, Table
from mcqa.scoresheets.shapes.totals import Totals, totals_in
from mcqa.scoresheets.shapes.words import NON_SCORES, is_total
from mcqa.scoresheets.words.headers import fold
from mcqa.scoresheets.words.mapping import code_of

MISSING = "missing"
SHOWN = 60


class Context(NamedTuple):
    """Who reviewed what, and when; unit and rater may be left to the columns."""

    unit: str
    rater: str
    round: str
    group: str
    timestamp: str


class TableReader:
    """Reads one table into the records and findings of its sheet."""

    def __init__(self, sheet: Sheet, table: Table, given: Mapping[str, str]) -> None:
        """Take the table, and what a mapping given by hand says of values."""
        self.sheet, self.table, self.given, self.grid = sheet, table, given, sheet.grid
        self.slots, self.fields, self.score, self.doubled, self.claims, self.lost = slots_of(table)
        self.notes = sheet.grid.notes
        self.labels = dict(table.labels)
        self.coded = bool(given or table.values or any(column.values for column in table.columns))
        self.letters = [
            a1(0, column).removesuffix("1") for column in range(max((c.at for c in table.columns), default=0) + 1)
        ]
        self.names: dict[str, str] = {}
        self.where = [(self.fields.get(name), self.labels.get(name, "")) for name in Context._fields]
        self.beside = [column.at for column in table.columns if column.role == KNOWN]
        rated = [at for slot in self.slots for at in _cells(slot)] + list(self.doubled)
        self.rows = Rows(sheet, table, self.fields, rated)
        self.single = len(self.slots) == 1 and not self.slots[0].criterion
        # what neither a column nor a label says is told once, and no cell of the table can be used
        self.nameless = False

    def read(self) -> None:
        """Read every row."""
        if not self.table.unclear:
            self.report_silence()
        by_component = "criterion" in self.fields or any(column.role == "criterion" for column in self.table.columns)
        start = len(self.sheet.records)
        read_row = self.read_component if by_component else self.read_review
        for row in self.telling() if by_component else self.table.body:
            read_row(row)
        self.report_named(self.sheet.records[start:])
        self.sheet.findings += self.table.findings

    def report_named(self, records: Sequence[Record]) -> None:
        """Report who or what the rows call by a word for totals, where all that is rated so are numbers."""
        for field, what in (("rater", "reviewer"), ("unit", "micro-credential")):
            if field not in self.fields:
                continue
            called: dict[str, bool] = {}
            rated: dict[str, list[Record]] = {}
            for record in records:
                name = getattr(record, field)
                if name not in called:
                    called[name] = is_total(name)
                if called[name]:
                    rated.setdefault(name, []).append(record)
            for name, own in rated.items():
                values = [each.score if each.value is None else each.value for each in own]
                filled = any(value is not None for value in values)
                if filled and totals_in(values, self.sheet.words) is not Totals.WORDS:
                    self.sheet.report_named(own[0], what, name)

    def report_silence(self) -> None:
        """Report at once what neither a column nor a label nor a heading says."""
        row = self.table.header_rows[0]
        first = min((column.at for column in self.table.columns), default=0)
        for name, report in (("unit", self.sheet.report_no_unit), ("rater", self.sheet.report_no_rater)):
            said = name in self.fields or self.labels.get(name) or all(getattr(slot, name) for slot in self.slots)
            if not said:
                report(*dict(self.table.unsaid).get(name, (row, first)))
                self.nameless = True

    def telling(self) -> Iterator[int]:
        """Give the rows that name a component or hold something where ratings stand; far below a table none does."""
        component = self.component_column()
        rows, find = self.grid.rows, self.sheet.words.index.find
        aside = {component, *self.beside}
        others = sorted({column.at for column in self.table.columns} - aside)
        first = others[0] if others else component
        idle: set[Value] = set()
        for row in self.table.body:
            cells = rows[row]
            if len(cells) > first and any(cells[at] is not None for at in others if at < len(cells)):
                yield row
                continue
            value = cells[component] if component < len(cells) else None
            # True and 1 are the same to a set
            if value is None or (value in idle and value is not True):
                continue
            if find(text_of(value)) is None:
                idle.add(value)
            else:
                yield row

    def read_component(self, row: int) -> None:
        """Read a row that names a component."""
        text = text_of(self.grid.value(row, self.component_column()))
        criterion = self.sheet.words.index.find(text)
        if criterion is None:
            self.read_unknown(row, text)
        elif self.table.unclear:
            self.sheet.invalid += self.claims
        else:
            self.sheet.invalid += self.lost
            self.read_cells(row, criterion)

    def component_column(self) -> int:
        """Give the column of the components, the first where two claim to be it."""
        column = self.fields.get("criterion")
        return next(each.at for each in self.table.columns if each.role == "criterion") if column is None else column

    def read_review(self, row: int) -> None:
        """Read a row of a review: the ratings of all components by one rater of one unit."""
        if self.rows.is_note(row):
            return
        totals = self.rows.totals(row)
        if totals is Totals.CLEAR:
            return
        doubtful = totals is Totals.MIXED or (totals is Totals.LEVELS and self.rows.is_complete(row))
        if doubtful and not self.table.unclear:
            self.sheet.report_totals(row, self.rows.rated, read=totals is Totals.LEVELS)
            self.sheet.doubtful += self.claims if totals is Totals.MIXED else 0
            self.sheet.seen_totals.update(fold(self.name(row, name)) for name in NAMED if name in self.fields)
        if self.table.unclear or totals is Totals.MIXED:
            self.sheet.invalid += self.claims
            return
        self.sheet.invalid += self.lost
        if self.slots:
            self.read_cells(row, "")

    def read_cells(self, row: int, criterion: str) -> None:
        """Read the ratings of a row."""
        context = self.context(row) if not criterion else None
        if context is None and not criterion:
            return
        for slot in self.slots:
            if criterion and self.continues(row, slot):
                continue
            place, value = self.rating(row, slot)
            if place is None:
                continue
            if criterion and context is None:
                context = self.context(row, told=slot is not self.slots[0])
            if context is None:
                self.sheet.invalid += 1
                continue
            self.sheet.records.append(self.record(row, slot, slot.criterion or criterion, context, place, value))

    def record(self, row: int, slot: Slot, criterion: str, context: Context, place: int, value: Value) -> Record:
        """Make the record of a rating."""
        fields, grid = self.fields, self.grid
        score = None if self.score is None else self.meant(slot, grid.value(row, self.score))
        if slot.column.role == "score":
            value, score = None, value
        remarks = [text for at in slot.remarks if (text := text_of(grid.value(row, at)))]
        if self.notes:
            remarks += self.noted(row, slot, place)
        return Record(
            slot.unit or context.unit,
            slot.rater or context.rater,
            criterion,
            value,
            self.location(row, place),
            " | ".join(remarks),
            context.round,
            context.group,
            context.timestamp,
            self.name(row, "status") if "status" in fields else "",
            score,
            text_of(grid.value(row, fields["source"])) if "source" in fields else "",
            tuple((name, text) for name, at in slot.answers if (text := text_of(grid.value(row, at)))),
        )

    def noted(self, row: int, slot: Slot, place: int) -> list[str]:
        """Give the notes on the cells of a rating, that of the marked cell first."""
        beside = () if self.score is None else (self.score,)
        cells = dict.fromkeys((place, *_cells(slot), *beside))
        return [self.notes[row, at] for at in cells if (row, at) in self.notes]

    def location(self, row: int, column: int) -> Location:
        """Give the location of a cell."""
        grid = self.grid
        if grid.sheet is None:
            return Location(grid.file, row + 1, None, None, f"{self.letters[column]}{row + 1}")
        return Location(grid.file, None, None, grid.sheet, f"{self.letters[column]}{row + 1}")

    def name(self, row: int, field: str) -> str:
        """Give the name that a field of a row holds; a merged label counts for every row it covers."""
        cells, column = self.grid.rows[row], self.fields[field]
        value = cells[column] if column < len(cells) else None
        if value is None:
            return ""
        return name_of(value)

    def context(self, row: int, *, told: bool = False) -> Context | None:
        """Say who reviewed what in a row: its columns, else the labels; None where neither does.

        A finding says so unless it was told. In a row of a review all of its cells are invalid then.
        """
        cells, names = self.grid.rows[row], self.names
        texts = []
        for column, label in self.where:
            value = cells[column] if column is not None and column < len(cells) else None
            if not isinstance(value, str):
                text = "" if value is None else name_of(value)
            elif value in names:
                text = names[value]
            else:
                text = names[value] = name_of(value)
            texts.append(text or label)
        context = Context(*texts)
        unit, rater = context.unit, context.rater
        known = (unit or self.slots[0].unit) and (rater or self.slots[0].rater)
        if known:
            return context
        if not told and not unit and "unit" in self.fields:
            self.sheet.report_no_unit(row, self.fields["unit"])
        if not told and not rater and "rater" in self.fields:
            self.sheet.report_no_rater(row, self.fields["rater"])
        if not any(column.role == "criterion" for column in self.table.columns):
            self.sheet.invalid += len(self.slots)
        return None

    def rating(self, row: int, slot: Slot) -> tuple[int | None, Value]:
        """Give the place and the value of a rating; no place where it was rejected with a finding."""
        if slot.marks:
            return self.marked(row, slot)
        cells = self.grid.rows[row]
        value = cells[slot.at] if slot.at < len(cells) else None
        if isinstance(value, MergedAway):
            self.sheet.reject_merged(row, slot.at, value)
            return None, None
        if self.table.rejected and (row, slot.at) in self.table.rejected:
            self.sheet.invalid += 1
            return None, None
        return slot.at, self.meant(slot, value) if self.coded else value

    def meant(self, slot: Slot, value: Value) -> Value:
        """Give what a value means where a mapping or a profile says it."""
        if value is None or not self.coded:
            return value
        target: Value = self.given.get(code_of(value))
        if target is None:
            target = self.table.meant(slot.column, value)
            if target is value:
                return value
        return None if target == MISSING else target

    def marked(self, row: int, slot: Slot) -> tuple[int | None, Value]:
        """Give the level of the cell that is marked; several marks, or something else than a mark, are faults."""
        cells = [(self.meant_mark(self.grid.value(row, at)), level) for at, level in slot.marks]
        for (value, _), (at, _) in zip(cells, slot.marks, strict=True):
            if isinstance(value, MergedAway):
                self.sheet.reject_merged(row, at, value)
                return None, None
        marks, others = read_marks(cells)
        if not others and len(marks) <= 1:
            place, level = slot.marks[marks[0] if marks else 0]
            return place, level if marks else None
        if len(others) == 1 and not marks and (said := NON_SCORES.get(fold(text_of(cells[others[0]][0])))):
            return slot.marks[others[0]][0], said
        if others:
            self.reject_mark(row, slot.marks[others[0]][0], cells[others[0]][0])
            return None, None
        levels = ", ".join(slot.marks[at][1] for at in marks)
        message = f"{len(marks)} levels are marked here: {levels}"
        hint = "leave the mark of one level, and clear the others"
        first = self.grid.place(row, slot.marks[marks[0]][0])
        self.sheet.reject(SEVERAL_MARKS.at(first, message, hint=hint, value=levels))
        return None, None

    def meant_mark(self, value: Value) -> Value:
        """Give what a mark means where a mapping says that it is none."""
        return None if value is not None and self.given and self.given.get(code_of(value)) == MISSING else value

    def reject_mark(self, row: int, column: int, value: Value) -> None:
        """Report what stands in a column of a level and is no mark."""
        text = text_of(value)
        shown = text if len(text) <= SHOWN else f"{text[: SHOWN - 3]}..."
        kind: Kind = NOT_A_RATING if is_descriptor(value) else UNKNOWN_LEVEL
        message, hint = f'"{shown}" is no mark', "type x in the cell of one level; other words belong in a comment"
        if isinstance(value, ErrorValue):
            kind, message = ERROR_CELL, f"the cell shows the error {text}"
        elif isinstance(value, Uncalculated):
            kind, message = UNCALCULATED_FORMULA, f"the formula {shown} was never calculated"
        self.sheet.reject(kind.at(self.grid.place(row, column), message, hint=hint, value=text))

    def continues(self, row: int, slot: Slot) -> bool:
        """Whether a row only goes on with the one above: its component and its rating are merged over the same rows."""
        rating = self.grid.value(row, slot.at)
        if not isinstance(rating, MergedAway):
            return False
        component = self.grid.value(row, self.component_column())
        return isinstance(component, MergedAway) and address(rating.anchor)[0] == address(component.anchor)[0] != row

    def read_unknown(self, row: int, text: str) -> None:
        """Read a row that names no component: a heading, a note, totals, or ratings of something unknown."""
        filled = [slot.at for slot in self.slots if any(self.holds_rating(row, at) for at in _cells(slot))]
        if self.table.unclear and not filled:
            filled = [at for at in self.doubled if self.holds_rating(row, at)]
            filled += [
                c.at for c in self.table.columns if c.role in {"level", "score"} and self.holds_rating(row, c.at)
            ]
        scored = self.score is not None and self.holds_rating(row, self.score)
        if self.slots and (scored or ("status" in self.fields and self.name(row, "status"))):
            filled = filled or [self.slots[0].at]
        held = [self.grid.value(row, at) for at in (*filled, *([self.score] if scored and self.score else ()))]
        if filled and not self.rows.hold_totals(row, text, held):
            for at in filled[:1] if self.single else filled:
                self.sheet.unknown_criterion(row, at, text)

    def holds_rating(self, row: int, column: int) -> bool:
        """Whether a cell holds more than the title of a section, merged across its row."""
        value = self.grid.value(row, column)
        return address(value.anchor)[0] != row if isinstance(value, MergedAway) else value is not None


def _cells(slot: Slot) -> list[int]:
    return [at for at, _ in slot.marks] or [slot.at]
