"""Read a list that a coordinator keeps, such as a roster: one entry a row, its columns found by their header words.

Every fault of a list is found in one pass. The header words are those of the alias table, and a few of the list's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from mcqa.errors import InputError
from mcqa.findings import Finding, Location, Severity
from mcqa.rubric.bounds import bounded
from mcqa.scoresheets.files.opened import open_sheets
from mcqa.scoresheets.grid import ZERO_WIDTH, Grid, MergedAway, name_of, text_of
from mcqa.scoresheets.kinds import (
    AMBIGUOUS_HEADER,
    EMPTY_FILE,
    LIST_COLUMN_NOT_USED,
    MISSING_LIST_COLUMN,
    OVERSIZED_ARCHIVE,
    REPEATED_LIST_ENTRY,
    UNNAMED_LIST_ENTRY,
)
from mcqa.scoresheets.words.headers import field_of, fold
from mcqa.scoresheets.words.spelling import spelled

HEADER_WITHIN = 20
# of a list that people keep
MOST_ROWS = 100_000
SHOWN_NAMES = 6
# a cell of a workbook holds no more than 32,767 characters
LONGEST = 30_000
# control characters and halves of characters, which no workbook can hold
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


class Words(NamedTuple):
    """What the columns of a list are called, folded.

    `code` are the words that can only mean the code of an entry, `key` the field of the alias table that means it where
    no column is called so, and `name` the column that takes its place where there is neither.
    """

    noun: str
    example: str
    key: str
    name: str
    code: frozenset[str]
    others: Mapping[str, str]

    def meaning(self, header: str) -> str | None:
        """Say what a header means: code, key, or the name of a field; None when the words are not known."""
        words = fold(header)
        if words in self.code:
            return "code"
        if words in self.others:
            return self.others[words]
        known = field_of(header)
        return "key" if known == self.key else known if known in self.others.values() else None


class Entry(NamedTuple):
    """One row of a list: its code, where it stands, and the texts of its other fields."""

    code: str
    place: Location
    row: int
    texts: Mapping[str, str]

    def text(self, name: str) -> str:
        """Give a field; nothing where the list has no such column."""
        return self.texts.get(name, "")


@dataclass(slots=True)
class Listing:
    """A list as read: its entries, which fields it has columns for, and every fault found in it."""

    path: str
    words: Words
    sha256: str = ""
    entries: list[Entry] = field(default_factory=list)
    fields: set[str] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        """Whether the list can be used: it has entries, and no error was found in it."""
        return bool(self.entries) and not has_errors(self.findings)

    def refuse(self) -> None:
        """Stop where the list cannot be used, with all of its faults at once."""
        if not self.sound:
            raise InputError(
                f"{self.path} cannot be used as the list of {self.words.noun}s",
                hint="mend what is listed above, and run it again",
                findings=tuple(self.findings),
            )


def has_errors(findings: Iterable[Finding]) -> bool:
    """Whether any finding is an error."""
    return any(finding.severity is Severity.ERROR for finding in findings)


def split_names(text: str) -> tuple[str, ...]:
    """Give the codes of a cell, parted by semicolons or line breaks, or by commas where it has neither."""
    mark = r"[;\n|]" if re.search(r"[;\n|]", text) else ","
    names = (" ".join(part.split()) for part in re.split(mark, text))
    return tuple(dict.fromkeys(name for name in names if name))


def read_listing(path: Path, words: Words) -> Listing:
    """Read the list of a CSV file or a workbook, on every sheet with a header; its faults are kept, not raised."""
    listing = Listing(path=str(path), words=words)
    if path.is_dir():
        raise InputError(f"{path} is a folder, not the list of {words.noun}s", hint="name a CSV file or a workbook")
    opened = open_sheets([str(path)])
    listing.findings.extend(opened.findings)
    if opened.files:
        listing.sha256 = opened.files[0].sha256
    grids = [grid for file in opened.files for grid in file.grids if any(any(row) for row in grid.rows)]
    heads = {id(grid): _header(grid, words) for grid in grids}
    if grids and not any(head is not None for head in heads.values()):
        listing.findings.append(_no_column(grids[0], words))
        return listing
    for grid in grids:
        head = heads[id(grid)]
        if head is not None:
            _read_grid(listing, grid, head)
        else:
            message = f'the sheet "{grid.sheet}" names no {words.noun}s and is not read'
            hint = f'give it the heading "{words.example}" if it holds a part of the list'
            listing.findings.append(LIST_COLUMN_NOT_USED.at(grid.whole, message, hint=hint, value=grid.sheet))
    if not listing.entries and not has_errors(listing.findings):
        message = f"the list names no {words.noun}"
        listing.findings.append(EMPTY_FILE.at(Location(file=str(path)), message, hint="write one row for each"))
    _find_repeated(listing)
    return listing


def _header(grid: Grid, words: Words) -> int | None:
    """Find the first row that names the code of the entries, or what takes its place."""
    for row, cells in enumerate(grid.rows[:HEADER_WITHIN]):
        if {words.meaning(text_of(value)) for value in cells if isinstance(value, str)} & {"code", "key", words.name}:
            return row
    return None


def _no_column(grid: Grid, words: Words) -> Finding:
    row = next(row for row, cells in enumerate(grid.rows) if any(value is not None for value in cells))
    found = [text for value in grid.rows[row] if (text := text_of(value))][:SHOWN_NAMES]
    message = f"no column names the {words.noun}s; the first row holds {', '.join(found)}"
    hint = f'begin with a row of headings, and call the column with their codes "{words.example}"'
    close = [text for text in found if _near(text, words)]
    if close:
        hint = f'did you mean "{words.example}" by "{close[0]}"? rename the column'
    return MISSING_LIST_COLUMN.at(grid.place(row, 0), message, hint=hint, value=", ".join(found))


def _near(text: str, words: Words) -> bool:
    from difflib import get_close_matches

    return bool(get_close_matches(fold(text)[:80], [*words.code, fold(words.example)], n=1, cutoff=0.75))


def _read_grid(listing: Listing, grid: Grid, head: int) -> None:
    columns = _columns(listing, grid, head)
    code = columns.pop("code", None)
    if code is None:
        return
    listing.fields |= columns.keys()
    if len(grid.rows) > MOST_ROWS:
        message = f"the list has more than {MOST_ROWS:,} rows; it was not read"
        listing.findings.append(OVERSIZED_ARCHIVE.at(grid.whole, message, hint="is this the right file?"))
        return
    for row in range(head + 1, len(grid.rows)):
        texts = {name: clean(name_of(grid.value(row, column))) for name, column in columns.items()}
        entry = Entry(
            code=" ".join(clean(name_of(grid.value(row, code))).split()),
            place=grid.place(row, code),
            row=row,
            texts=texts,
        )
        if entry.code:
            listing.entries.append(entry)
        elif any(texts.values()):
            found = ", ".join(filter(None, texts.values()))
            message = f"this row has no code of a {listing.words.noun}; it holds {found}"
            hint = "write a code, or remove the row"
            listing.findings.append(UNNAMED_LIST_ENTRY.at(entry.place, message, hint=hint, value=found))


def clean(text: str) -> str:
    """Give a text that a workbook can hold: without control characters, and no longer than any code or title is."""
    return _NO_TEXT.sub("", text).replace("\r\n", "\n").replace("\r", "\n").strip(" \t\n\xa0" + ZERO_WIDTH)[:LONGEST]


def _columns(listing: Listing, grid: Grid, head: int) -> dict[str, int]:
    """Say which column holds what; where two claim the same, neither is taken and that is a fault."""
    words = listing.words
    found: dict[str, list[int]] = {}
    for column, value in enumerate(grid.rows[head]):
        text = "" if isinstance(value, MergedAway) else text_of(value)
        if text:
            found.setdefault(words.meaning(text) or "", []).append(column)
    unused = found.pop("", [])
    # a list with a code and a "Reviewer" beside it means the name by that; without any code the name is the code
    order = [name for name in ("code", "key", words.name) if name in found]
    if order and order[0] != "code":
        found["code"] = found.pop(order[0])
    if "key" in found:
        unused += found.pop("key") if words.name in found else []
        found = {words.name if name == "key" else name: same for name, same in found.items()}
    for same in found.values():
        for column in same[1:] and same:
            text = text_of(grid.value(head, column))
            message = f'two columns are called "{text}", or mean the same'
            hint = "rename or remove one: mcqa does not guess which is meant"
            listing.findings.append(AMBIGUOUS_HEADER.at(grid.place(head, column), message, hint=hint, value=text))
    for column in sorted(unused):
        text = text_of(grid.value(head, column))
        message = f'the column "{text}" is not used'
        hint = "it may stay; rename it if it should be used"
        listing.findings.append(LIST_COLUMN_NOT_USED.at(grid.place(head, column), message, hint=hint, value=text))
    return {name: same[0] for name, same in found.items() if len(same) == 1}


def _find_repeated(listing: Listing) -> None:
    listing.findings.extend(bounded(_repetitions(listing)))


def _repetitions(listing: Listing) -> Iterator[Finding]:
    for entry, first in repeated((entry.code, entry) for entry in listing.entries):
        differs = "" if entry.code == first.code else f', as "{first.code}"; they differ only in case or spaces'
        message = f'the {listing.words.noun} "{entry.code}" stands already in row {first.row + 1}{differs}'
        if first.place.sheet != entry.place.sheet:
            message += f' of the sheet "{first.place.sheet}"'
        hint = "give each a code of its own, or remove one of the rows"
        yield REPEATED_LIST_ENTRY.at(entry.place, message, hint=hint, value=entry.code)


def repeated(named: Iterable[tuple[str, Entry]]) -> Iterator[tuple[Entry, Entry]]:
    """Give each entry whose name another one has before it, with that other one."""
    first: dict[str, Entry] = {}
    for name, entry in named:
        before = first.setdefault(spelled(name), entry)
        if before is not entry:
            yield entry, before
