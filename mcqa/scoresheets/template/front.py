"""The first sheets of a workbook: how to fill it in and how far it is, and the whole rubric to read and print."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mcqa.rubric.model import Criterion, Rubric, Scale
from mcqa.scoresheets.grid import a1
from mcqa.scoresheets.lists.units import UnitEntry
from mcqa.scoresheets.template.layout import AGREEMENT_RANGE, TITLE_WIDTH, Column, Layout
from mcqa.scoresheets.template.page import LETTER_PAPER, PROTECTION, Counted, Heading, set_up_page, write_descriptors
from mcqa.scoresheets.template.pen import Area, Pen, fitting, height, lines_of
from mcqa.scoresheets.template.wording import AGREEMENT, BLANK, QUESTION_STEP, QUESTIONS, STEPS, answers

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

INSTRUCTIONS, RUBRIC = "Instructions", "Rubric"
_WIDTHS = (24, 88, 22)
_TEXT_WIDTH, _EXAMPLES_WIDTH = 40, 44
TITLE_SCALE = 16 / 11
_BAR = "#9DC3E6"


class Listed(NamedTuple):
    """A micro-credential of the workbook: its sheet, and where that counts."""

    unit: UnitEntry
    sheet: str
    counted: Counted


def write_instructions(
    pen: Pen, sheet: Worksheet, rubric: Rubric, heading: Heading, listed: tuple[Listed, ...], layout: Layout
) -> None:
    """Write how to fill the workbook in, what is done of it, and what each answer means.

    The answers stand in ranges with names, from which the drop-downs of the other sheets choose.
    """
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    _write_over(pen, sheet, 0, rubric.title, "title", TITLE_SCALE)
    about = (("Reviewer", heading.rater), ("Group", heading.group), ("Round", heading.round))
    row = 1
    for label, value in about:
        if value:
            pen.text(sheet, row, 0, label, "label")
            pen.text(sheet, row, 1, value, "value")
            row += 1
    steps = (*STEPS[:-1], QUESTION_STEP, STEPS[-1]) if layout.questions else STEPS
    pen.text(sheet, row + 1, 0, "How to fill it in", "section")
    for number, step in enumerate(steps, 1):
        _write_over(pen, sheet, row + 1 + number, f"{number}. {step}", "text")
    row = _write_progress(pen, sheet, row + len(steps) + 3, listed)
    row = _write_answers(pen, sheet, row + 1, rubric, layout)
    if layout.questions:
        _write_questions(pen, sheet, row + 1)
    sheet.protect("", PROTECTION)
    sheet.hide_gridlines(2)
    sheet.set_paper(LETTER_PAPER)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&L&A&RPage &P of &N")


def _write_over(pen: Pen, sheet: Worksheet, row: int, text: str, style: str, scale: float = 1.0) -> None:
    """Write a text over all columns, in letters `scale` times as large as usual."""
    pen.merged(sheet, Area(row, 0, row, len(_WIDTHS) - 1), text, style)
    sheet.set_row(row, scale * height(lines_of(text, sum(_WIDTHS) / scale)))


def _write_progress(pen: Pen, sheet: Worksheet, row: int, listed: tuple[Listed, ...]) -> int:
    """List the micro-credentials with how many of their ratings are there; give the next row."""
    pen.text(sheet, row, 0, "What you review", "section")
    pen.texts(sheet, row + 1, ("Micro-credential", "Title", "Filled in"), "head")
    first = row + 2
    for at, (unit, name, counted) in enumerate(listed, first):
        quoted = "'" + name.replace("'", "''") + "'"
        sheet.write_url(at, 0, f"internal:{quoted}!A1", pen.style("link"), fitting(unit.unit))
        pen.text(sheet, at, 1, unit.title, "cell")
        sheet.set_row(at, height(max(lines_of(unit.title, _WIDTHS[1]), lines_of(unit.unit, _WIDTHS[0]))))
        sheet.write_formula(at, 2, f"={quoted}!{a1(counted.row, counted.column)}", pen.counter(counted.total), 0)
        _add_bar(sheet, at, counted.total)
    last = first + len(listed) - 1
    total = sum(each.counted.total for each in listed)
    pen.texts(sheet, last + 1, ("All", ""), "bold_cell")
    sheet.write_formula(last + 1, 2, f"=SUM(C{first + 1}:C{last + 1})", pen.counter(total), 0)
    _add_bar(sheet, last + 1, total)
    return last + 2


def _add_bar(sheet: Worksheet, row: int, total: int) -> None:
    """Draw how far a counter has come as a bar behind it."""
    sheet.conditional_format(
        row,
        2,
        row,
        2,
        {
            "type": "data_bar",
            "bar_color": _BAR,
            "bar_solid": True,
            "min_type": "num",
            "min_value": 0,
            "max_type": "num",
            "max_value": max(1, total),
        },
    )


def _write_answers(pen: Pen, sheet: Worksheet, row: int, rubric: Rubric, layout: Layout) -> int:
    """List the answers of each scale with what they mean, and name the ranges; give the next row."""
    for scale, name in layout.ranges:
        pen.text(sheet, row, 0, "Answers", "section")
        pen.text(sheet, row, 1, _used_by(scale, rubric), "text")
        pen.texts(sheet, row + 1, ("Answer", "What it means"), "head")
        row = _write_choices(pen, sheet, row + 2, answers(scale), name)
        pen.texts(sheet, row, BLANK, "cell")
        row += 2
    return row


def _used_by(scale: Scale, rubric: Rubric) -> str:
    own = [criterion.id for criterion in rubric.criteria if criterion.scale == scale]
    if len(own) == len(rubric.criteria):
        return ""
    others = "for all components but those listed with answers of their own"
    return others if scale == rubric.scale else f"for {', '.join(own)}"


def _write_choices(pen: Pen, sheet: Worksheet, row: int, choices: tuple[tuple[str, str], ...], name: str) -> int:
    """Write answers below each other and give the range of them a name; give the next row."""
    for at, (answer, meaning) in enumerate(choices, row):
        pen.text(sheet, at, 0, answer, "bold_cell")
        pen.text(sheet, at, 1, meaning, "cell")
        sheet.set_row(at, height(max(lines_of(answer, _WIDTHS[0]), lines_of(meaning, _WIDTHS[1]))))
    pen.book.define_name(name, f"={INSTRUCTIONS}!$A${row + 1}:$A${row + len(choices)}")
    return row + len(choices)


def _write_questions(pen: Pen, sheet: Worksheet, row: int) -> None:
    """Say what the three questions ask, and list the answers to them."""
    pen.text(sheet, row, 0, "Questions", "section")
    pen.texts(sheet, row + 1, ("Question", "How far do you agree?"), "head")
    for at, (word, statement) in enumerate(QUESTIONS, row + 2):
        pen.texts(sheet, at, (word, statement), "cell")
    below = row + 3 + len(QUESTIONS)
    pen.texts(sheet, below, ("Answer", "What it means"), "head")
    meanings = ("The statement holds.", "It holds in part; say under Comment what is missing.", "It does not hold.")
    _write_choices(pen, sheet, below + 1, tuple(zip(AGREEMENT, meanings, strict=True)), AGREEMENT_RANGE)


def write_rubric(pen: Pen, sheet: Worksheet, rubric: Rubric, layout: Layout) -> None:
    """Write the whole rubric: every text of every component, with the examples of its levels."""
    examples = any(criterion.anchors for criterion in rubric.criteria)
    columns = (
        Column("Component", layout.id_width),
        Column("Title", TITLE_WIDTH),
        Column("Text", _TEXT_WIDTH),
        *layout.descriptors,
        *([Column("Examples", _EXAMPLES_WIDTH)] if examples else []),
    )
    pen.text(sheet, 0, 0, f"{rubric.title} ({rubric.id} {rubric.version})", "section")
    for column, (word, width, _) in enumerate(columns):
        sheet.set_column(column, column, width)
        pen.text(sheet, 1, column, word, "head")
    row = 2
    for standard in rubric.standards:
        described = f": {standard.description}" if standard.description else ""
        heading = f"{standard.id} {standard.title}{described}"
        pen.merged(sheet, Area(row, 0, row, len(columns) - 1), heading, "standard_text")
        sheet.set_row(row, height(lines_of(heading, sum(column.width for column in columns))))
        row += 1
        for criterion in standard.criteria:
            pen.text(sheet, row, 0, criterion.id, "bold_cell")
            pen.text(sheet, row, 1, criterion.title, "bold_cell")
            pen.text(sheet, row, 2, criterion.text, "cell")
            lines = [write_descriptors(pen, sheet, row, 3, criterion, rubric, layout)]
            lines += [lines_of(criterion.title, TITLE_WIDTH), lines_of(criterion.text, _TEXT_WIDTH)]
            if examples:
                pen.text(sheet, row, len(columns) - 1, _examples(criterion), "cell")
                lines.append(lines_of(_examples(criterion), _EXAMPLES_WIDTH))
            sheet.set_row(row, height(max(lines)))
            row += 1
    terms = tuple(rubric.glossary.items())
    if terms:
        pen.text(sheet, row + 1, 0, "Words", "section")
        for at, (term, meaning) in enumerate(terms, row + 2):
            pen.text(sheet, at, 1, term, "bold_cell")
            pen.text(sheet, at, 2, meaning, "cell")
            sheet.set_row(at, height(max(lines_of(term, TITLE_WIDTH), lines_of(meaning, _TEXT_WIDTH))))
    set_up_page(sheet, rubric, 1)


def _examples(criterion: Criterion) -> str:
    labels = {level.id: level.label for level in criterion.scale.levels}
    return "\n".join(f"{labels.get(anchor.level, anchor.level)}: {anchor.text}" for anchor in criterion.anchors)
