"""Writing text into a workbook so that it stays text: one place that every word of a template goes through."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from unicodedata import east_asian_width

from mcqa.scoresheets.grid import inert
from mcqa.scoresheets.lists.listing import clean

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

# a cell holds 32,767 characters, counted in UTF-16
LONGEST = 16_000
LINE_POINTS = 15.0
# a width counts digits, and most letters are narrower
WIDER_THAN_DIGITS = 1.1
TALLEST_POINTS = 400.0

_EDGE = {"border": 1, "border_color": "#C9D1DB"}
_TOP = {"text_wrap": True, "valign": "top"}
_STYLES: dict[str, dict[str, object]] = {
    "title": {"bold": True, "font_size": 16, "font_color": "#1F3A5F", "text_wrap": True, "valign": "top"},
    "section": {"bold": True, "font_size": 12, "font_color": "#1F3A5F"},
    "text": _TOP,
    "label": {"bold": True, "font_color": "#44546A", "valign": "top"},
    "value": {**_TOP, "align": "left"},
    "line": {"align": "left", "valign": "top"},
    "head": {**_TOP, **_EDGE, "bold": True, "bg_color": "#1F3A5F", "font_color": "#FFFFFF", "valign": "vcenter"},
    "entry_head": {**_TOP, **_EDGE, "bold": True, "bg_color": "#7F6000", "font_color": "#FFFFFF", "valign": "vcenter"},
    "standard": {"bold": True, "bg_color": "#DDE6F0", "font_color": "#1F3A5F", "valign": "vcenter"},
    "standard_text": {**_TOP, "bold": True, "bg_color": "#DDE6F0", "font_color": "#1F3A5F"},
    "cell": {**_TOP, **_EDGE},
    "bold_cell": {**_TOP, **_EDGE, "bold": True},
    # text as the number format: what a reviewer types stays as typed, be it 1/2 or - none
    "entry": {**_TOP, **_EDGE, "bg_color": "#FFF8DC", "locked": False, "num_format": "@"},
    "rating": {**_TOP, **_EDGE, "bg_color": "#FFF2B3", "bold": True, "locked": False, "num_format": "@"},
    "link": {**_TOP, **_EDGE, "font_color": "#0B5394", "underline": 1},
    "bold": {"bold": True},
    "plain": {},
    "aside": {"italic": True, "font_color": "#5B6B7F"},
}


class Area(NamedTuple):
    """A block of cells on a sheet, counted from 0, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


class Pen:
    """Writes on the sheets of one workbook, with the few styles that they share."""

    def __init__(self, book: Workbook) -> None:
        """Make the styles of a workbook."""
        self.book = book
        self.styles: dict[str, Format] = {name: book.add_format(dict(style)) for name, style in _STYLES.items()}
        self._counters: dict[int, Format] = {}

    def style(self, name: str) -> Format:
        """Give a style."""
        return self.styles[name]

    def counter(self, total: int) -> Format:
        """Give the style of a number that reads `7 of 29`."""
        if total not in self._counters:
            shape = {"num_format": f'0" of {total}"', "align": "left", "valign": "top", "bold": True, **_EDGE}
            self._counters[total] = self.book.add_format(shape)
        return self._counters[total]

    def text(self, sheet: Worksheet, row: int, column: int, text: str, style: str = "text") -> None:
        """Write a text that is nothing but text; a blank one keeps the style."""
        sheet.write_string(row, column, fitting(text), self.styles[style])

    def texts(self, sheet: Worksheet, row: int, texts: tuple[str, ...], style: str, first: int = 0) -> None:
        """Write texts beside each other."""
        for column, text in enumerate(texts, first):
            self.text(sheet, row, column, text, style)

    def runs(self, sheet: Worksheet, row: int, column: int, runs: tuple[tuple[str, str], ...], style: str) -> None:
        """Write a text of several lines, each in a style of letters of its own; lines without text are left out."""
        lines = [(cleaned, letters) for text, letters in runs if (cleaned := clean(text))]
        whole = fitting("\n".join(text for text, _ in lines))
        parts: list[object] = []
        for number, (text, letters) in enumerate(lines):
            parts += [self.styles[letters], ("\n" if number else "") + (text if number else inert(text))]
        if len(lines) > 1 and "".join(part for part in parts if isinstance(part, str)) == whole:
            sheet.write_rich_string(row, column, *parts, self.styles[style])
        else:
            sheet.write_string(row, column, whole, self.styles[style])

    def merged(self, sheet: Worksheet, area: Area, text: str, style: str) -> None:
        """Write a text over several cells of a row."""
        if area.left == area.right and area.top == area.bottom:
            self.text(sheet, area.top, area.left, text, style)
            return
        sheet.merge_range(*area, "", self.styles[style])
        self.text(sheet, area.top, area.left, text, style)


def fitting(text: str) -> str:
    """Give a text as a cell can hold it, never a formula; one that is too long ends with a mark that says so."""
    whole = clean(text)
    return inert(whole if len(whole) <= LONGEST else f"{whole[:LONGEST]} […]")


def lines_of(text: str, width: float) -> int:
    """Count the lines that a text takes in a column so many characters wide, broken between words."""
    room = max(1, int(WIDER_THAN_DIGITS * width))
    lines = 0
    for paragraph in text.split("\n"):
        lines, used = lines + 1, 0
        for word in paragraph.split(" "):
            size = _size(word)
            if used and used + 1 + size > room:
                lines, used = lines + 1, 0
            # a word longer than the column is broken
            lines += (size - 1) // room if size > room else 0
            used += (1 if used else 0) + (size % room or room if size > room else size)
    return lines


def _size(word: str) -> int:
    """Count characters, those of East Asian scripts twice."""
    return len(word) if word.isascii() else len(word) + sum(east_asian_width(each) in "WF" for each in word)


def height(lines: int) -> float:
    """Give the height of a row of so many lines: not every program finds it by itself when it opens a file."""
    return min(TALLEST_POINTS, LINE_POINTS * lines + 3)
