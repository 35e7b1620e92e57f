"""The workbook in which splits are decided: how to fill it in, then a row for each cell, locked but for four columns.

The same cells give the same bytes on every run and machine.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from mcqa.errors import UsageError
from mcqa.reports.adjudicate import HEADINGS, N_ENTRIES, Cases, asking, choices, row
from mcqa.reports.document import counted
from mcqa.rubric.model import Rubric, Scale
from mcqa.scores.decided.cases import Case
from mcqa.scoresheets.template.page import PROTECTION, set_up_page
from mcqa.scoresheets.template.pen import Area, Pen, height, lines_of
from mcqa.scoresheets.template.wording import CANNOT_TELL
from mcqa.scoresheets.template.workbook import BOOK_OPTIONS, describe, repacked

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

INSTRUCTIONS, DECISIONS = "Instructions", "Decisions"
# nobody decides more than this, and a program that opens the file needs room for all of it
MOST_ROWS = 20_000
# 11 x 17 inches: thirteen columns are no more than that wide in letters that can be read
TABLOID_PAPER = 3
LETTER_PAPER = 1
# the number, the micro-credential and the component stay in sight
STAYING = 3
_WIDTHS = (5, 16, 12, 22, 22, 20, 46, 42, 18, 14, 30, 14, 12)
_ASKING, _DECISION = HEADINGS.index("What each level asks for"), len(HEADINGS) - N_ENTRIES
_LOCKED = range(_DECISION)
_INSTRUCTION_WIDTHS = (24, 96)
_STEPS = (
    "Each row of the sheet Decisions is one component of one micro-credential. The rows that matter most come first.",
    "Read why it is split, what each level asks for and what each reviewer said. Look into the packet if in doubt.",
    "Click the yellow cell under “Decision”, then the arrow beside it, and choose a level.",
    "Decide by the words of the level, not by the number of votes.",
    f"Choose “{CANNOT_TELL}” to leave a cell open on the record. A blank cell stays as the reviewers left it too.",
    "Under “Reason” say in a sentence what decided it. Under “Decided by” and “Date” say who decided, and when.",
    "Only the yellow cells can be changed. Please do not change headings, and do not paste whole rows or columns.",
    "Save the file and send it back. The ratings of the reviewers stay as they are, whatever is decided here.",
)
_BLIND = "Reviewers are called A, B, C, in each row anew."
_ERROR = (
    "Not one of the answers",
    "Click Cancel, then the arrow beside the cell, and choose an answer. Remarks belong under Reason.",
)


def decisions_workbook(asked: Cases, rubric: Rubric) -> bytes:
    """Give the bytes of the workbook; UsageError where there are more cells than anybody decides."""
    from xlsxwriter import Workbook

    if len(asked.cases) > MOST_ROWS:
        raise UsageError(
            f"{len(asked.cases):,} cells are too many for a workbook to decide in; it holds up to {MOST_ROWS:,}",
            hint="score fewer micro-credentials at a time, or write a list with -o FILE.csv",
        )
    saved = io.BytesIO()
    with Workbook(saved, dict(BOOK_OPTIONS)) as book:
        describe(book, rubric, "mcqa_adjudication")
        pen = Pen(book)
        first, second = book.add_worksheet(INSTRUCTIONS), book.add_worksheet(DECISIONS)
        listed = list(asked.cases)
        ranges = _write_instructions(pen, first, rubric, asked, listed)
        _write_rows(pen, second, asked, listed, ranges)
        set_up_page(second, rubric, 0)
        second.freeze_panes(1, STAYING)
        second.set_paper(TABLOID_PAPER)
        (second if listed else first).activate()
    return repacked(saved.getvalue())


def _write_instructions(
    pen: Pen, sheet: Worksheet, rubric: Rubric, asked: Cases, listed: list[Case]
) -> dict[Scale, str]:
    """Write how to fill it in and what can be chosen; give the name of the range of the answers of each scale."""
    for column, width in enumerate(_INSTRUCTION_WIDTHS):
        sheet.set_column(column, column, width)
    pen.text(sheet, 0, 0, "Decisions about splits", "title")
    sheet.set_row(0, height(2))
    pen.text(sheet, 1, 0, "Rubric", "label")
    pen.text(sheet, 1, 1, f"{rubric.id} {rubric.version}", "value")
    pen.text(sheet, 2, 0, "To decide", "label")
    pen.text(sheet, 2, 1, counted(len(listed), "cell"), "value")
    pen.text(sheet, 4, 0, "How to fill it in", "section")
    row = 5
    for number, step in enumerate((*_STEPS, _BLIND) if asked.blind else _STEPS, 1):
        text = f"{number}. {step}"
        pen.merged(sheet, Area(row, 0, row, 1), text, "text")
        sheet.set_row(row, height(lines_of(text, sum(_INSTRUCTION_WIDTHS))))
        row += 1
    ranges: dict[Scale, str] = {}
    for scale in dict.fromkeys(case.criterion.scale for case in listed):
        ranges[scale] = f"Decisions_{len(ranges) + 1}"
        row = _write_choices(pen, sheet, row + 1, scale, ranges[scale], _used_by(scale, listed))
    sheet.protect("", PROTECTION)
    sheet.hide_gridlines(2)
    sheet.set_paper(LETTER_PAPER)
    sheet.fit_to_pages(1, 0)
    return ranges


def _write_choices(pen: Pen, sheet: Worksheet, row: int, scale: Scale, name: str, used_by: str) -> int:
    """Write the answers of a scale below each other and name their range; give the next row."""
    pen.text(sheet, row, 0, "Answers", "section")
    pen.text(sheet, row, 1, used_by, "text")
    sheet.set_row(row, height(lines_of(used_by, _INSTRUCTION_WIDTHS[1])))
    answers = choices(scale)
    size = len(scale.levels)
    for at, answer in enumerate(answers, 1):
        meaning = f"Level {at} of {size}." if at <= size else "Leaves the cell open, and says so in the log."
        pen.text(sheet, row + at, 0, answer, "bold_cell")
        pen.text(sheet, row + at, 1, meaning, "cell")
        sheet.set_row(row + at, height(lines_of(answer, _INSTRUCTION_WIDTHS[0])))
    pen.book.define_name(name, f"={INSTRUCTIONS}!$A${row + 2}:$A${row + 1 + len(answers)}")
    return row + len(answers) + 1


def _used_by(scale: Scale, listed: list[Case]) -> str:
    own = [case.criterion.id for case in listed if case.criterion.scale == scale]
    return "" if len(own) == len(listed) else f"for {', '.join(dict.fromkeys(own))}"


def _write_rows(pen: Pen, sheet: Worksheet, asked: Cases, listed: list[Case], ranges: dict[Scale, str]) -> None:
    for column, (heading, width) in enumerate(zip(HEADINGS, _WIDTHS, strict=True)):
        sheet.set_column(column, column, width)
        pen.text(sheet, 0, column, heading, "head" if column in _LOCKED else "entry_head")
    for at, case in enumerate(listed, 1):
        texts = row(case, asked)
        for column, text in enumerate(texts):
            if text or column in _LOCKED:
                pen.text(sheet, at, column, text, _style(column))
            else:
                sheet.write_blank(at, column, None, pen.style(_style(column)))
        asked_of = _asked_of(case)
        if asked_of:
            pen.runs(sheet, at, _ASKING, asked_of, "cell")
        lines = [lines_of(text, width) for text, width in zip(texts, _WIDTHS, strict=True)]
        lines.append(sum(lines_of(text, _WIDTHS[_ASKING]) for text, _ in asked_of))
        sheet.set_row(at, height(max(lines)))
        sheet.data_validation(
            *Area(at, _DECISION, at, _DECISION),
            {
                "validate": "list",
                "source": f"={ranges[case.criterion.scale]}",
                "error_title": _ERROR[0],
                "error_message": _ERROR[1],
            },
        )
    if listed:
        sheet.set_selection(1, _DECISION, 1, _DECISION)


def _style(column: int) -> str:
    if column in _LOCKED:
        return "bold_cell" if column < STAYING else "cell"
    return "rating" if column == _DECISION else "entry"


def _asked_of(case: Case) -> tuple[tuple[str, str], ...]:
    """Give what the levels ask for, a line for each label and each descriptor, with the style of its letters."""
    return tuple(
        run for level, text in asking(case.criterion) for run in ((f"{level.label}:", "bold"), (text, "plain"))
    )
