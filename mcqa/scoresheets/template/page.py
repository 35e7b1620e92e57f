"""The sheet of one micro-credential: who rates what above, then a row for each component."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mcqa.rubric.model import Criterion, Rubric
from mcqa.scoresheets.grid import a1
from mcqa.scoresheets.lists.units import UnitEntry
from mcqa.scoresheets.template.layout import AGREEMENT_RANGE, TITLE_WIDTH, Layout
from mcqa.scoresheets.template.pen import Area, Pen, height, lines_of
from mcqa.scoresheets.template.wording import QUESTION_ERROR, RATING_ERROR, SEEN_IN, is_right_to_left

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

# a second pair of label and value stands beside the first, with an empty cell between them
RIGHT = 3
LETTER_PAPER = 1
TITLE_LINES = 3
PROTECTION = {"format_columns": True, "format_rows": True}


class Heading(NamedTuple):
    """Whose workbook it is: the code of the reviewer, the group and the round."""

    rater: str
    group: str = ""
    round: str = ""


class Counted(NamedTuple):
    """Where a sheet counts its ratings, and how many there are to be."""

    row: int
    column: int
    total: int


def write_page(
    pen: Pen, sheet: Worksheet, unit: UnitEntry, heading: Heading, rubric: Rubric, layout: Layout
) -> Counted:
    """Write the sheet of a micro-credential, locked but for the cells to fill in."""
    head = _write_labels(pen, sheet, unit, heading, rubric, layout)
    for column, (word, width, entry) in enumerate(layout.columns):
        sheet.set_column(column, column, width)
        pen.text(sheet, head, column, word, "entry_head" if entry else "head")
    sheet.set_row(head, height(max(lines_of(each.heading, each.width) for each in layout.columns)))
    rows = _write_rows(pen, sheet, head + 1, rubric, layout)
    first, last = head + 1, head + 1 + len(rubric.criteria) + len(rubric.standards) - 1
    _add_choices(sheet, rows, layout)
    counted = Counted(row=1, column=RIGHT + 1, total=len(rubric.criteria))
    ratings = f"{a1(first, layout.rating_column)}:{a1(last, layout.rating_column)}"
    sheet.write_formula(counted.row, counted.column, f"=COUNTA({ratings})", pen.counter(counted.total), 0)
    set_up_page(sheet, rubric, head)
    sheet.set_selection(rows[0][0], layout.rating_column, rows[0][0], layout.rating_column)
    return counted


def set_up_page(sheet: Worksheet, rubric: Rubric, head: int) -> None:
    """Keep the headings in sight, lock the sheet, and make it print in order."""
    sheet.freeze_panes(head + 1, 1)
    sheet.protect("", PROTECTION)
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.set_paper(LETTER_PAPER)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(head)
    sheet.set_footer("&L&A&RPage &P of &N")
    if is_right_to_left(rubric):
        sheet.right_to_left()


def _write_labels(pen: Pen, sheet: Worksheet, unit: UnitEntry, heading: Heading, rubric: Rubric, layout: Layout) -> int:
    """Write label-and-value cells, two pairs a row; only those with a value. Give the row of the headings below."""
    left = [("Micro-credential", unit.unit), ("Rubric", f"{rubric.id} {rubric.version}")]
    left += [("Round", heading.round)] if heading.round else []
    right = [("Reviewer", heading.rater), ("Filled in", "")]
    right += [("Group", heading.group)] if heading.group else []
    for pairs, column in ((left, 0), (right, RIGHT)):
        for row, (label, value) in enumerate(pairs):
            pen.text(sheet, row, column, label, "label")
            if value:
                pen.text(sheet, row, column + 1, value, "line")
    row = max(len(left), len(right))
    if unit.title:
        # below the others and alone in its row: a title may hold any words, also those of a label
        pen.text(sheet, row, 0, "Title", "label")
        end = len(layout.columns) - 1
        pen.merged(sheet, Area(row, 1, row, end), unit.title, "value")
        width = sum(column.width for column in layout.columns[1:])
        sheet.set_row(row, height(min(TITLE_LINES, lines_of(unit.title, width))))
        row += 1
    return row + 1


def _write_rows(
    pen: Pen, sheet: Worksheet, first: int, rubric: Rubric, layout: Layout
) -> tuple[tuple[int, Criterion], ...]:
    """Write a heading for each standard and a row for each component; give the rows of the components."""
    rows = []
    row = first
    for standard in rubric.standards:
        pen.texts(sheet, row, ("",) * len(layout.columns), "standard")
        pen.text(sheet, row, 0, f"{standard.id} {standard.title}", "standard")
        sheet.set_row(row, height(1))
        row += 1
        for criterion in standard.criteria:
            rows.append((row, criterion))
            pen.text(sheet, row, 0, criterion.id, "bold_cell")
            runs = (
                (criterion.title, "bold"),
                (criterion.text, "plain"),
                (SEEN_IN.get(criterion.visible_in, ""), "aside"),
            )
            pen.runs(sheet, row, 1, runs, "cell")
            lines = write_descriptors(pen, sheet, row, 2, criterion, rubric, layout)
            beside = sum(lines_of(text, TITLE_WIDTH) for text, _ in runs if text)
            sheet.set_row(row, height(max(lines, beside)))
            for column, (word, _, entry) in enumerate(layout.columns):
                if entry:
                    sheet.write_blank(row, column, None, pen.style("rating" if word == "Rating" else "entry"))
            row += 1
    return tuple(rows)


def write_descriptors(
    pen: Pen, sheet: Worksheet, row: int, column: int, criterion: Criterion, rubric: Rubric, layout: Layout
) -> int:
    """Write what each level looks like, and give how many lines that takes.

    A component with levels of its own has one text over all columns.
    """
    texts = layout.descriptors_of(criterion, rubric)
    if len(texts) == len(layout.descriptors):
        pen.texts(sheet, row, texts, "cell", column)
        return max(lines_of(text, each.width) for text, each in zip(texts, layout.descriptors, strict=True))
    pen.merged(sheet, Area(row, column, row, column + len(layout.descriptors) - 1), texts[0], "cell")
    return lines_of(texts[0], sum(each.width for each in layout.descriptors))


def _add_choices(sheet: Worksheet, rows: tuple[tuple[int, Criterion], ...], layout: Layout) -> None:
    """Let ratings be chosen from the answers of their scale, and answers to the questions from theirs."""
    for row, criterion in rows:
        _choose(sheet, Area(row, layout.rating_column, row, layout.rating_column), layout.range_of(criterion))
        if layout.questions:
            last = len(layout.columns) - 1
            area = Area(row, last - 2, row, last)
            _choose(sheet, area, AGREEMENT_RANGE, QUESTION_ERROR)


def _choose(sheet: Worksheet, area: Area, source: str, error: tuple[str, str] = RATING_ERROR) -> None:
    title, message = error
    sheet.data_validation(
        *area, {"validate": "list", "source": f"={source}", "error_title": title, "error_message": message}
    )
