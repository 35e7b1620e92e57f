"""Rows of a worksheet that are written as spreadsheet programs write them, read as text.

Excel, LibreOffice, openpyxl and xlsxwriter write every cell in one of few ways. Whole rows that hold nothing else,
no comment, no other namespace, no white space between cells, mean the same whoever reads them, so a regular expression
may; the first that holds anything else hands all that follows to the parser of XML.
"""

from __future__ import annotations

import re
from operator import itemgetter
from typing import TYPE_CHECKING

from mcqa.scoresheets.files.markup import CHUNK, Markup

if TYPE_CHECKING:
    from mcqa.scoresheets.files.xlsx_sheet import SheetReader

_DATA, _DATA_END, _ROW_END = b"<sheetData>", b"</sheetData>", b"</row>"
# a row without end is none of these, and is not searched for again and again
MAX_HELD = 4 * CHUNK
_TOKEN = re.compile(
    r'(<c r="([A-Z]{1,3})([1-9][0-9]{0,6})"(?: s="([0-9]{1,6})")?(?: t="([a-zA-Z]{1,9})")?'
    r'(?:/>|>(?:<f(?: aca="(?:false|true)")?>([^<]+)</f>)?'
    r'(?:<v>([^<]*)</v>|<v/>|<is><t(?: xml:space="preserve")?>([^<]*)</t></is>)?</c>)'
    r'|<row((?: [a-zA-Z0-9:]+="[^"<>&]*")*)(/?)>|</row>)'
)
_ATTRIBUTE = re.compile(r' ([a-zA-Z0-9:]+)="([^"]*)"')
# what XML forbids or changes: control characters, two that are none, and references other than the five with names
_CONTROLS = bytes({*range(32)} - {9, 10})
_NONE = (b"\xef\xbf\xbe", b"\xef\xbf\xbf", b"xmlns")
_REFERENCE = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)")
# texts of cells that are met again are kept once; beyond so many they are comments
MEMORY = 200_000
# of a whole number that is read at once
MOST_DIGITS = 15
NUMBERS = frozenset({"", "n"})
_REFERENCES = (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&"))
_Token = tuple[str, str, str, str, str, str, str, str, str, str]


class PlainRows:
    """Takes a worksheet in, plain rows by itself and everything else through its parser."""

    def __init__(self, reader: SheetReader, markup: Markup) -> None:
        """Begin before the first row."""
        self.reader, self.markup = reader, markup
        self.held = b""
        self.searching, self.plain = True, False
        self.columns = _Columns()
        self.known: dict[str, str] = {}

    def feed(self, chunk: bytes) -> None:
        """Take in the next bytes."""
        if self.searching:
            self._search(chunk)
        elif self.plain:
            self._rows(chunk)
        else:
            self.markup.feed(chunk)

    def close(self) -> None:
        """End the worksheet."""
        self._hand_over()
        self.markup.close()

    def _search(self, chunk: bytes) -> None:
        """Feed the parser up to the first row; only if it agrees that the rows begin there are they read as text."""
        self.searching = False
        start, found, rest = chunk.partition(_DATA)
        self.markup.feed(start + found)
        self.plain = bool(found) and self.reader.in_data and self.markup.encoding in {"utf-8", "us-ascii"}
        if rest:
            self.feed(rest)

    def _rows(self, chunk: bytes) -> None:
        self.held += chunk
        end = self.held.rfind(_ROW_END) + len(_ROW_END)
        if end >= len(_ROW_END):
            tokens = _tokens(self.held[:end])
            if tokens is None:
                self._hand_over()
                return
            self.held = self.held[end:]
            self._take(tokens)
        if len(self.held) > MAX_HELD or self.held.startswith(_DATA_END):
            self._hand_over()

    def _hand_over(self) -> None:
        """Let the parser read from here on."""
        self.plain = self.searching = False
        held, self.held = self.held, b""
        if held:
            self.markup.feed(held)

    def _take(self, tokens: list[_Token]) -> None:
        """Put the values of plain rows where the parser would put them."""
        reader, columns, known = self.reader, self.columns, self.known
        strings, durations = reader.strings, reader.dates.durations
        number, row = "", reader.row
        for whole, letters, said, style, kind, formula, raw, inline, attributes, closed in tokens:
            if not letters:
                self._edge(whole, attributes, closed)
                number, row = str(reader.number), reader.row
                continue
            reader.seen += 1
            column = columns[letters]
            if said != number or column != len(row) or formula:
                self._other(said, column, style, kind, formula, raw, inline)
            elif kind == "s" and raw.isdecimal():
                value = strings[int(raw)]
                if value is not None:
                    row.append(value)
                    reader.letters += len(value)
            elif kind == "inlineStr" and inline in known:
                row.append(known[inline])
                reader.letters += len(inline)
            elif kind in NUMBERS and style not in durations and raw.isdecimal() and len(raw) <= MOST_DIGITS:
                row.append(int(raw))
            elif raw or inline:
                self._other(said, column, style, kind, formula, raw, inline)

    def _edge(self, whole: str, attributes: str, closed: str) -> None:
        """Begin a row, or end one."""
        if whole == "</row>":
            self.reader.in_row = False
        else:
            self.reader.begin_row(dict(_ATTRIBUTE.findall(attributes)))
            self.reader.in_row = not closed

    def _other(self, said: str, column: int, style: str, kind: str, formula: str, raw: str, inline: str) -> None:
        """Put a cell that is neither a known text nor a whole number, or does not follow the one before it."""
        if not (raw or formula or inline):
            return
        reader = self.reader
        reader.raw, reader.formula = _plain(raw), f"={_plain(formula)}" if formula else None
        reader.inline = [_plain(inline)] if inline else None
        row = reader.row if said == str(reader.number) else reader.row_at(int(said))
        value = reader.put(row, column, kind or "n", style or None)
        if kind == "inlineStr" and inline and isinstance(value, str) and len(self.known) < MEMORY:
            self.known[inline] = value


class _Columns(dict[str, int]):
    """Knows the columns by their letters, counted from 0."""

    def __missing__(self, letters: str) -> int:
        column = 0
        for letter in letters:
            column = column * 26 + ord(letter) - 64
        self[letters] = column - 1
        return column - 1


def _tokens(region: bytes) -> list[_Token] | None:
    """Give the cells and rows of a region; None where it holds anything else."""
    if len(region.translate(None, _CONTROLS)) != len(region) or any(odd in region for odd in _NONE):
        return None
    try:
        text = region.decode("utf-8")
    except UnicodeDecodeError:
        return None
    if "&" in text and _REFERENCE.search(text):
        return None
    tokens = _TOKEN.findall(text)
    if sum(map(len, map(itemgetter(0), tokens))) != len(text):
        return None
    return tokens if _in_rows(tokens) else None


def _in_rows(tokens: list[_Token]) -> bool:
    """Whether rows begin and end in turn."""
    edges = [token[0] != "</row>" for token in tokens if not token[1] and not token[9]]
    return all(edges[0::2]) and not any(edges[1::2]) and bool(edges) and not tokens[0][1]


def _plain(text: str) -> str:
    if "&" in text:
        for reference, letter in _REFERENCES:
            text = text.replace(reference, letter)
    return text
