"""Which rows of a sheet begin a table, how far each reaches, and which tables stand side by side."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from mcqa.scoresheets.grid import Grid, MergedAway, Value, text_of
from mcqa.scoresheets.shapes.columns import SEVERAL, Draft, drafts_of
from mcqa.scoresheets.shapes.decide import Decision, Drafts, Evidence
from mcqa.scoresheets.shapes.header import HeaderRows, header_at
from mcqa.scoresheets.shapes.labels import is_label
from mcqa.scoresheets.shapes.marks import hold_marks, is_mark
from mcqa.scoresheets.shapes.table import KNOWN, MARK, RATING, UNREAD
from mcqa.scoresheets.shapes.totals import Totals, is_score, totals_in
from mcqa.scoresheets.shapes.words import NAME, NON_SCORES, STANDARD, Words
from mcqa.scoresheets.words.headers import field_of, fold

# the first table of a sheet begins within these rows
HEADER_ROWS = 60
# further tables may begin with words of their own up to here, and below with those of a header above
FAR = 5000
SAMPLE = 300
LONGEST_WORD = 80
# no more tables than this stand side by side, and a heading left blank is near the others
SIDE_BY_SIDE = 40
CORNER_WITHIN = 4
# labels and titles stand within so many rows above a header
ABOVE = 60
# rows are no longer tried as headers when so many cells of them were: a file must not take for ever
BUDGET, TRY = 300_000, 100
MOST_TABLES = 1_000
BEGIN = frozenset({"unit", "rater", "criterion", "level", "score"})


class Part(NamedTuple):
    """One table as found: its header, what its columns read as, and the columns that are its own."""

    header: HeaderRows
    drafts: Drafts
    low: int
    high: int
    # where nothing but the columns is known
    first: Decision


class Block(NamedTuple):
    """Tables with one header: mostly one, or several side by side; and the rows of labels and titles above it."""

    parts: tuple[Part, ...]
    above: range
    body: range


class SampleCells:
    """What stands in the first rows below a header."""

    def __init__(self, words: Words, grid: Grid, start: int) -> None:
        """Look at the rows from `start` on."""
        self.words = words
        self.rows = grid.rows[start : start + SAMPLE]

    def values(self, column: int) -> list[Value]:
        """Give what stands in a column."""
        cells = (row[column] for row in self.rows if column < len(row))
        return [value for value in cells if value is not None and not isinstance(value, MergedAway)]

    def may_be_marked(self, columns: Sequence[int]) -> bool:
        """Whether columns of levels are for marks, and do not hold the descriptors of the levels."""
        return hold_marks(value for column in columns for value in self.values(column))

    def all_marked(self, column: int) -> bool:
        """Whether there is a mark in a column, and nothing else."""
        values = self.values(column)
        return bool(values) and all(map(is_mark, values))

    def at_most_one(self, columns: Sequence[int]) -> bool:
        """Whether no row has more than one mark, and nothing but marks."""
        for row in self.rows:
            filled = [row[column] for column in columns if column < len(row) and row[column] is not None]
            if len(filled) > 1 or not all(is_mark(value) for value in filled):
                return False
        return True

    def look_rated(self, columns: Sequence[int]) -> bool:
        """Whether most of what stands in some columns could be ratings."""
        values = [value for column in columns for value in self.values(column)]
        return sum(map(self.rated, values)) * 2 >= len(values)

    def rated(self, value: Value) -> bool:
        """Whether a value could be a rating."""
        if not isinstance(value, str):
            return True
        return self.words.heading(value).role == MARK or text_of(value).strip() in self.words.level_scores

    def filled(self, column: int) -> bool:
        """Whether anything stands in a column."""
        return bool(self.values(column))

    def totals(self, column: int) -> Totals:
        """Say what a column holds, if its heading says that it holds totals."""
        return totals_in(self.values(column), self.words)

    def all_levels(self, column: int, *, numbers: bool) -> bool:
        """Whether levels stand in a column, in words or as numbers too, and nothing else."""
        values = [value for value in self.values(column) if not (numbers and is_score(value, self.words))]
        said = {fold(text_of(value)) for value in values if isinstance(value, str)}
        if not all(isinstance(value, str) for value in values) or not said <= {*self.words.levels}:
            return False
        return bool(said - {*NON_SCORES}) or (not said and self.filled(column))

    def name_components(self, column: int) -> bool:
        """Whether a column that has no heading holds the components, as the first of a cross table does."""
        values = self.values(column)
        found = sum(1 for value in values if self.words.index.find(text_of(value)))
        return bool(found) and found * 2 >= len(values)


class Scan:
    """Looks for the tables of one sheet."""

    def __init__(self, words: Words, grid: Grid) -> None:
        """Prepare for a sheet."""
        self.words, self.grid = words, grid
        self.width = max((len(row) for row in grid.rows), default=0)
        # the words of headers, for the rows after the first; filled as they are met
        self.begin: frozenset[Value] | None = None
        self.seen: set[Value] = set()
        self.budget = BUDGET
        # headers of one row as they were read, by their cells
        self.met: dict[tuple[Value, ...], tuple[Part, ...]] = {}
        # the row from which on nothing is read, because there are too many tables
        self.unread: int | None = None

    def blocks(self) -> list[Block]:
        """Find the headers of a sheet from the top down, each with its body and what stands above it."""
        blocks: list[Block] = []
        row, last, end = 0, -1, len(self.grid.rows)
        while row < end and (blocks or row < HEADER_ROWS):
            if blocks and row == last + 1 and self.grid.rows[row] == self.grid.rows[last]:
                # the same header twice in a row is one
                last = row
                blocks[-1] = blocks[-1]._replace(body=range(row + 1, end))
                row += 1
                continue
            if row >= HEADER_ROWS and self.without_words(row):
                row += 1
                continue
            parts = self.parts_in(row, last, blocks)
            if not parts:
                row += 1
                continue
            if len(blocks) == MOST_TABLES:
                self.unread = row
                blocks[-1] = blocks[-1]._replace(body=range(blocks[-1].body.start, row))
                break
            rows = parts[0].header.rows
            start = self.start_of(rows[0], last, blocks[-1] if blocks else None)
            if blocks:
                blocks[-1] = blocks[-1]._replace(body=range(blocks[-1].body.start, start))
            blocks.append(Block(parts, range(max(start, rows[0] - ABOVE), rows[0]), range(rows[-1] + 1, end)))
            for at in rows:
                self.seen.update(value for value in self.grid.rows[at] if isinstance(value, str))
            last = rows[-1]
            row = last + 1
        return blocks

    def parts_in(self, row: int, last: int, blocks: Sequence[Block]) -> tuple[Part, ...]:
        """Give the tables that begin in a row; a header met before is not looked at again."""
        cells = self.grid.rows[row]
        if blocks and self.rates_component(row, blocks[-1]):
            return ()
        known = self.met.get(cells)
        if known is not None:
            return tuple(part._replace(header=part.header._replace(rows=(row,))) for part in known)
        if self.budget <= 0 or not self.may_begin(row):
            return ()
        parts = self.parts_at(row, last)
        if parts and parts[0].header.rows == (row,):
            self.met[cells] = parts
        return parts

    def rates_component(self, row: int, block: Block) -> bool:
        """Whether a row is one of the table above it, in which it names a component."""
        columns = [draft.at for part in block.parts for draft in part.drafts.drafts if draft.role == "criterion"]
        return any(self.words.index.find(text_of(self.grid.value(row, column))) for column in columns)

    def may_begin(self, row: int) -> bool:
        """Whether a row holds words of a header; most rows of a long list do not."""
        return not (row >= HEADER_ROWS and self.without_words(row)) and self._begins(self.grid.rows[row])

    def without_words(self, row: int) -> bool:
        """Whether a row far down holds no words of a header."""
        return (self._beginning() if row < FAR else self.seen).isdisjoint(self.grid.rows[row])

    def _begins(self, cells: Sequence[Value]) -> bool:
        texts = [text for value in cells if not isinstance(value, MergedAway) and (text := text_of(value))]
        if any(self._is_word(text) for text in texts):
            return True
        heads = [self.words.heading(text) for text in texts if len(text) <= LONGEST_WORD]
        if len({head.criterion for head in heads} - {""}) >= SEVERAL:
            return True
        kinds = [head.kind for head in heads if head.role == NAME]
        return any(kinds.count(kind) >= SEVERAL for kind in set(kinds)) or (
            len({head.level for head in heads} - {""}) >= SEVERAL
        )

    def _is_word(self, text: str) -> bool:
        if len(text) > LONGEST_WORD:
            return False
        head = self.words.heading(text)
        return head.role in BEGIN or bool(head.word) or (head.mapped and head.role != KNOWN)

    def _beginning(self) -> frozenset[Value]:
        """Give the texts of the sheet, as typed, that may stand in a header."""
        if self.begin is None:
            texts = {value for row in self.grid.rows[HEADER_ROWS:FAR] for value in row if isinstance(value, str)}
            self.begin = frozenset(
                text
                for text in texts
                if len(text) <= LONGEST_WORD and (field_of(text) in BEGIN or self._is_word(text) or self._rates(text))
            )
        return self.begin

    def _rates(self, text: str) -> bool:
        return self.words.heading(text).role in {RATING, NAME, STANDARD}

    def parts_at(self, row: int, last: int) -> tuple[Part, ...]:
        """Give the tables whose header a row is part of; none where it is no header."""
        header = header_at(self.words, self.grid, row)
        self.budget -= TRY + len(header.paths)
        if header.rows[0] <= last:
            return ()
        segments = _segments(header)
        keys = (
            []
            if len(segments) > SIDE_BY_SIDE
            else [segment for segment in segments[1:] if self.is_key(header, segment)]
        )
        without = header
        for low, high in keys:
            without = without.without(low, high)
        if keys and self.part(without, 0, self.width) is None:
            # a column of ratings that stands apart is no key
            keys = []
        header = without if keys else header
        segments = [segment for segment in segments if segment not in keys]
        if 1 < len(segments) <= SIDE_BY_SIDE:
            found = [part for low, high in segments if (part := self.part(header.part(low, high), low, high))]
            if len(found) > 1 and self.alike(found):
                ends = [part.low for part in found[1:]] + [self.width]
                starts = [0, *ends[:-1]]
                wide = zip(found, starts, ends, strict=True)
                return tuple(part._replace(low=start, high=end) for part, start, end in wide)
        whole = self.part(header, 0, self.width)
        return (whole,) if whole else ()

    def is_key(self, header: HeaderRows, segment: tuple[int, int]) -> bool:
        """Whether columns that stand apart are a key to the levels: each of them once, with its points."""
        cells = SampleCells(self.words, self.grid, header.rows[-1] + 1)
        levels = []
        for column in range(*segment):
            roles = {self.words.heading(text).role for text in header.paths[column]}
            if not roles <= {"level", "score", KNOWN, UNREAD}:
                return False
            named = [self.words.heading(text_of(value)).level for value in cells.values(column)]
            levels.append([level for level in named if level])
        return any(len(each) >= SEVERAL and len(set(each)) == len(each) for each in levels)

    def part(self, header: HeaderRows, low: int, high: int) -> Part | None:
        """Read a header as one table; None where it is none."""
        cells = SampleCells(self.words, self.grid, header.rows[-1] + 1)
        columns = drafts_of(self.words, header)
        drafts = Drafts(self.words, columns, cells)
        if "criterion" not in drafts.fields and not drafts.components_in_columns:
            corner = self.corner(header, low, cells)
            if corner is None and not drafts.may_be_wide:
                return None
            if corner is not None:
                drafts = Drafts(self.words, [corner, *columns], cells)
        decision = drafts.decide(Evidence())
        return None if decision is None else Part(header, drafts, low, high, decision)

    def corner(self, header: HeaderRows, low: int, cells: SampleCells) -> Draft | None:
        """Give the column without a heading, left of the others, that holds the components."""
        headed = [column for column, path in enumerate(header.paths) if path]
        first = headed[0] if headed else low
        for column in range(max(low, first - CORNER_WITHIN), first):
            if cells.name_components(column):
                return Draft(column, "", "criterion", "position")
        return None

    def alike(self, parts: Sequence[Part]) -> bool:
        """Whether parts of a header are tables of the same sort, not one table with a blank column in it."""
        if all("criterion" in part.drafts.fields for part in parts):
            return True
        rated = [{draft.criterion for draft in part.drafts.drafts if draft.criterion} for part in parts]
        return all(one & other for one, other in pairwise(rated))

    def start_of(self, header: int, last: int, before: Block | None) -> int:
        """Give the first row above a header that belongs to it: labels and titles, no ratings of another table."""
        row = header
        while row - 1 > last and (before is None or self.stands_between(row - 1, last, before)):
            row -= 1
        return row

    def stands_between(self, row: int, last: int, before: Block) -> bool:
        """Whether a row between two tables is blank, or holds labels or a title of the second."""
        own = [
            (column, value)
            for column, value in enumerate(self.grid.rows[row])
            if value is not None and not isinstance(value, MergedAway)
        ]
        if not own:
            return True
        components = {part.low for part in before.parts}
        if any(is_label(value) for _, value in own):
            return not any(self.words.index.find(text_of(value)) for _, value in own)
        above_is_blank = row - 1 > last and all(value is None for value in self.grid.rows[row - 1])
        crossed = any(part.first.layout == "wide" for part in before.parts)
        titles = all(self.words.heading(text_of(value)).role in {NAME, UNREAD} for _, value in own)
        one_each = len(own) <= len(components)
        return titles and one_each and (above_is_blank or row - 1 == last or not crossed)


def _segments(header: HeaderRows) -> list[tuple[int, int]]:
    """Give the runs of columns that have a heading."""
    segments: list[tuple[int, int]] = []
    for column, path in enumerate(header.paths):
        if not path:
            continue
        if segments and segments[-1][1] == column:
            segments[-1] = (segments[-1][0], column + 1)
        else:
            segments.append((column, column + 1))
    return segments
