"""The tables of one sheet: each with its labels, its rows, and columns whose meaning is settled."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from itertools import pairwise
from typing import NamedTuple

from mcqa.scoresheets.grid import Grid, MergedAway, Uncalculated, name_of, text_of
from mcqa.scoresheets.shapes.columns import SEVERAL
from mcqa.scoresheets.shapes.decide import Decision, Drafts, Evidence
from mcqa.scoresheets.shapes.labels import (
    NONE_TAKEN,
    Labels,
    Taken,
    header_above,
    labels_in,
    sheet_rater,
    sheet_unit,
    title_above,
    two_labels,
    unsaid,
)
from mcqa.scoresheets.shapes.scan import Block, Part, Scan
from mcqa.scoresheets.shapes.sheet import Sheet
from mcqa.scoresheets.shapes.table import DOUBLED, KNOWN, MARK, RATING, UNREAD, Table
from mcqa.scoresheets.shapes.words import name_in
from mcqa.scoresheets.words.headers import fold

NAMED = ("unit", "rater")
# of so many columns that claim the same no more are told
MOST_TOLD = 100
# the columns of the workbook that is sent out, which carries the rubric in its properties
TEMPLATE = frozenset({"component", "title", "rating", "comment", "evidence"})


class Found(NamedTuple):
    """A table, and the columns of the sheet that are its own."""

    table: Table
    decision: Decision
    low: int
    high: int


class _Placed(NamedTuple):
    """A part of a block with what stands above it."""

    block: Block
    part: Part
    labels: Labels
    own: Labels
    title: str
    # whether it only goes on with the table above, as on a further printed page
    goes_on: bool
    # whether titles name the units of the sheet, so that its name does not
    titled: bool = False
    # cells above the header that belong to it
    taken: Taken = NONE_TAKEN


def tables_of(sheet: Sheet, *, template: bool = False) -> list[Found]:
    """Find the tables of a sheet; `template` says that its workbook may be one that was sent out."""
    scan = Scan(sheet.words, sheet.grid)
    blocks = scan.blocks()
    if scan.unread is not None:
        sheet.report_too_many(scan.unread, len(blocks))
    if not blocks:
        return []
    placed = _with_titles(sheet, _placed(sheet, blocks))
    several = ("several-tables",) if sum(not each.goes_on for each in placed) > 1 else ()
    return [_settled(sheet, each, several, template=template) for each in placed]


def _placed(sheet: Sheet, blocks: Sequence[Block]) -> list[_Placed]:
    grid, index = sheet.grid, sheet.words.index
    placed: list[_Placed] = []
    said: Labels = {}
    before: Block | None = None
    for block in blocks:
        rated = {draft.at for part in block.parts for draft in part.drafts.drafts if draft.criterion}
        taken = header_above(grid, index, block.parts[0].header.rows, rated)
        everywhere = labels_in(grid, block.above, range(block.parts[-1].high), taken)
        titles = [title_above(grid, index, block.above, range(part.low, part.high)) for part in block.parts]
        repeated = before is not None and [part.header.paths for part in before.parts] == [
            part.header.paths for part in block.parts
        ]
        owns = [everywhere]
        if len(block.parts) > 1:
            owns = [labels_in(grid, block.above, range(part.low, part.high), taken) for part in block.parts]
        shared = _shared(block, owns, titles, everywhere)
        for number, (part, own, title) in enumerate(zip(block.parts, owns, titles, strict=True)):
            labels = {**said, **shared, **own}
            each = _Placed(block, part, labels, own, title, goes_on=False, taken=taken)
            above = placed[number - len(block.parts)] if repeated else None
            goes_on = above is not None and not own and not title and _goes_on(sheet, above, each)
            placed.append(each._replace(goes_on=goes_on))
        said = {**said, **everywhere}
        before = block
    return placed


def _goes_on(sheet: Sheet, above: _Placed, each: _Placed) -> bool:
    """Whether a table below a repeated header goes on with the one above: it does not rate the same once more."""
    return "unit" in each.part.drafts.fields or not _components(sheet, above) & _components(sheet, each)


def _shared(block: Block, owns: Sequence[Labels], titles: Sequence[str], everywhere: Labels) -> Labels:
    """Give the labels that count for each of the tables side by side.

    A reviewer named once counts for all of them where each names its own micro-credential, and the other way round.
    """
    shared = {name: text for name, text in everywhere.items() if name not in NAMED}
    for name, other in (NAMED, NAMED[::-1]):
        apart = all(other in part.drafts.fields for part in block.parts) or all(own.get(other) for own in owns)
        if name in everywhere and (apart or (name == "rater" and len({*titles} - {""}) == len(block.parts))):
            shared[name] = everywhere[name]
    return shared


def _with_titles(sheet: Sheet, placed: list[_Placed]) -> list[_Placed]:
    """Take bare titles for units where the sheet has several tables, each with its own, and nothing else says it."""
    tables = [each for each in placed if not each.goes_on]
    silent = all(
        not each.labels.get("unit")
        and "unit" not in each.part.drafts.fields
        and each.part.first.layout != "units-in-columns"
        for each in tables
    )
    titles = [_unit_of(each.title) for each in tables]
    named = [title for title in titles if title]
    # a title that says what it is, such as MC-02, counts even where another table has none
    plain = all(name_in(each.title) for each in tables if each.title)
    enough = bool(named) and (plain or len(named) == len(tables))
    if len(tables) < SEVERAL or not silent or not enough or len({*map(fold, named)}) < len(named):
        return placed
    name = sheet_unit(sheet.grid)
    if not plain and (name_in(name) or not _overlap(sheet, tables)):
        # parts of one table, or of a sheet that is plainly about one unit
        return placed
    result: list[_Placed] = []
    unit: dict[int, str] = {}
    for each in placed:
        title = unit.get(each.part.low, "") if each.goes_on else _unit_of(each.title)
        unit[each.part.low] = title
        result.append(each._replace(labels={**each.labels, "unit": title}, titled=True))
    return result


def _unit_of(title: str) -> str:
    """Give the unit that a title names; a reviewer is none."""
    called = name_in(title)
    if called is None:
        return title
    return called[1] if called[0] == "unit" else ""


def _overlap(sheet: Sheet, tables: Sequence[_Placed]) -> bool:
    """Whether each table rates a component of the one above, so that they must be about different units."""
    rated = [_components(sheet, each) for each in tables]
    return all(one & other for one, other in pairwise(rated))


def _components(sheet: Sheet, each: _Placed) -> set[str]:
    drafts = each.part.drafts.drafts
    column = next((draft.at for draft in drafts if draft.role == "criterion"), None)
    if column is None:
        return {draft.criterion for draft in drafts if draft.criterion}
    texts = (text_of(sheet.grid.value(row, column)) for row in each.block.body)
    return {name for text in texts if (name := sheet.words.index.find(text))}


def _settled(sheet: Sheet, each: _Placed, several: tuple[str, ...], *, template: bool) -> Found:
    grid, part, block = sheet.grid, each.part, each.block
    low, high = part.low, part.high
    rows = grid.rows
    body = tuple(row for row in block.body if (cells := rows[row][low:high]) and cells.count(None) < len(cells))
    drafts = _without_agreeing(sheet, part, body)
    rater = each.labels.get("rater") or sheet.file_rater or sheet_rater(grid)
    unit = each.labels.get("unit", "")
    evidence = Evidence(unit=unit, rater=rater, sheet_unit="" if each.titled else sheet_unit(grid))
    decision = drafts.decide(evidence) or part.first
    decision = _without_levels(sheet, each, decision, body)
    layout = "ambiguous" if decision.unclear_names else decision.layout
    if template and layout == "sheet-per-unit" and {fold(column.heading) for column in decision.columns} >= TEMPLATE:
        layout = "template"
    # the sheets that are sent out say their unit in a cell: where it was cleared, it is no longer known
    blank = {
        name: place
        for name, place in unsaid(grid, block.above, range(low, high), each.taken).items()
        if layout == "template" or isinstance(grid.value(*place), Uncalculated)
    }
    labels = {**each.labels, "unit": unit or ("" if "unit" in blank else evidence.sheet_unit), "rater": rater}
    features = list(decision.features)
    if len(part.header.rows) > 1 or _standards_above(sheet, block):
        features.append("two-row-header")
    table = Table(
        header_rows=part.header.rows,
        body=body,
        columns=decision.columns,
        labels={name: text for name, text in labels.items() if text},
        layout=layout,
        features=(*features, *several),
        unclear=_two_labels(sheet, each) or decision.unclear,
        unsaid=tuple(blank.items()),
    )
    return Found(table, decision, low, high)


def _without_levels(sheet: Sheet, each: _Placed, decision: Decision, body: Sequence[int]) -> Decision:
    """Leave out fields that hold only levels beside names in columns: they may be ratings by somebody called so.

    Groups and rounds of components are numbered alike; a micro-credential or reviewer that a label says is another.
    """
    if decision.layout not in {"raters-in-columns", "units-in-columns"}:
        return decision
    columns = []
    for column in decision.columns:
        role = column.role
        label = each.labels.get(role, "") if role in NAMED else ""
        if column.how != "map" and (label or role in {"group", "round"}):
            values = [sheet.grid.value(row, column.at) for row in body]
            said = {fold(text_of(value)) for value in values if value is not None}
            levels = each.part.drafts.cells.all_levels(column.at, numbers=True)
            if levels and label and fold(label) not in said:
                row = _row_of(sheet.grid, each.part.header.rows, column.at)
                sheet.report_contradicted(row, column.at, column.heading, label)
                role = KNOWN
            elif levels and not label and len(said) >= SEVERAL:
                role = UNREAD
        columns.append(column._replace(role=role))
    return decision._replace(columns=tuple(columns))


def _two_labels(sheet: Sheet, each: _Placed) -> bool:
    """Report labels that contradict each other, where no column says what they do."""
    columns = range(each.part.low, each.part.high)
    told = False
    for name in NAMED:
        two = two_labels(sheet.grid, each.block.above, columns, name, each.taken)
        if two is not None and name not in each.part.drafts.fields:
            sheet.report_two_labels(two[1].row, two[1].column, (two[0].text, two[1].text))
            told = True
    return told


def _without_agreeing(sheet: Sheet, part: Part, body: Sequence[int]) -> Drafts:
    """Read past further columns of components that name in each row what the first one names, such as its title."""
    columns = [draft.at for draft in part.drafts.drafts if draft.role == "criterion"]
    if len(columns) < SEVERAL:
        return part.drafts
    find = sheet.words.index.find
    for row in body:
        named = [find(text_of(sheet.grid.value(row, column))) for column in columns]
        if len({*named} - {None}) > 1 or (named[0] is None and any(named)):
            return part.drafts
    drafts = copy(part.drafts)
    drafts.drafts = [
        draft._replace(role=KNOWN) if draft.role == "criterion" and draft.at != columns[0] else draft
        for draft in drafts.drafts
    ]
    return drafts


def _standards_above(sheet: Sheet, block: Block) -> bool:
    """Whether the row above a header groups its columns under standards."""
    row = block.parts[0].header.rows[0] - 1
    if row < 0:
        return False
    texts = [name_of(value) for value in sheet.grid.rows[row] if not isinstance(value, MergedAway) and name_of(value)]
    return len(texts) > 1 and all(map(sheet.words.index.is_heading, texts))


def report_columns(sheet: Sheet, found: Found) -> None:
    """Say which columns of a table were not understood, and which claim the same."""
    header = found.table.header_rows
    texts = {column.at: column for column in found.decision.columns}
    rated = {column.criterion for column in found.table.columns if column.role in {RATING, MARK, DOUBLED}}
    names = {*found.decision.unclear_names}
    for column in found.table.columns:
        if column.role == UNREAD or (column.role == MARK and column.how == "unknown"):
            sheet.report_header(_row_of(sheet.grid, header, column.at), column.at, column.heading, rated)
    for at in [at for at in found.decision.doubled if at not in names][:MOST_TOLD]:
        sheet.report_doubled(_row_of(sheet.grid, header, at), at, texts[at].heading)
    for at in found.decision.totals[:MOST_TOLD]:
        sheet.report_called(_row_of(sheet.grid, header, at), at, texts[at].heading)
    if names:
        headings = [column.unit or column.heading for column in found.decision.columns if column.at in names]
        sheet.report_unclear(_row_of(sheet.grid, header, min(names)), min(names), list(dict.fromkeys(headings)))


def report_unnamed(sheet: Sheet, found: Found) -> None:
    """Say where the first value stands that is under no heading."""
    named = {column.at for column in found.table.columns}
    named.update(
        at for row in found.table.header_rows for at, value in enumerate(sheet.grid.rows[row]) if value is not None
    )
    unnamed = [column for column in range(found.low, found.high) if column not in named]
    if not unnamed:
        return
    for row in found.table.body:
        cells = sheet.grid.rows[row]
        if len(cells) <= unnamed[0]:
            continue
        for column in unnamed:
            value = cells[column] if column < len(cells) else None
            if value is not None and not isinstance(value, MergedAway):
                sheet.report_unnamed(row, column, value)
                return


def _row_of(grid: Grid, rows: Sequence[int], column: int) -> int:
    """Give the lowest header row in which a column has a text of its own."""
    for row in reversed(rows):
        value = grid.value(row, column)
        if value is not None and not isinstance(value, MergedAway):
            return row
    return rows[-1]


def heading_place(grid: Grid, table: Table, column: int) -> tuple[int, int]:
    """Give the place of the heading of a column."""
    return _row_of(grid, table.header_rows, column), column
