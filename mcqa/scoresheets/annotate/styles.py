"""Fills for faulty cells: each style in use gets a twin that differs in nothing but its fill."""

from __future__ import annotations

from collections.abc import Mapping

from mcqa.scoresheets.annotate.markup import (
    Change,
    OddWorkbookError,
    Tag,
    appended,
    changed,
    child,
    tags,
    with_attribute,
)
from mcqa.scoresheets.annotate.notes import MAIN

EMPTY_STYLES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    f'<styleSheet xmlns="{MAIN}"><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '</fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="14" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1">'
    '<alignment vertical="top" wrapText="1"/></xf></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


class Styles:
    """The styles of a workbook while fills are added to them."""

    def __init__(self, text: str, fills: Mapping[str, str]) -> None:
        """Add the fills, given as key -> colour."""
        n = _count(text, "fills", "fill")
        self.fills = {key: n + at for at, key in enumerate(fills)}
        prefix = _opening(text, "fills").prefix
        more = "".join(_fill(prefix, color) for color in fills.values())
        self.text = appended(text, "fills", more, count=n + len(fills))
        self.formats = _formats(self.text)
        self.prefix = prefix
        self.n = len(self.formats)
        self.twins: dict[tuple[int, str], int] = {}
        self.added: list[str] = []

    def of(self, old: int, key: str) -> int:
        """Give the style that is like an old one but for the fill of a key."""
        if (old, key) not in self.twins:
            if not 0 <= old < len(self.formats):
                raise OddWorkbookError(f"there is no style {old}")
            self.twins[old, key] = self.add(_refilled(self.formats[old], self.fills[key]))
        return self.twins[old, key]

    def add(self, whole: str) -> int:
        """Add a style as it is, and give its number."""
        self.added.append(whole)
        return self.n + len(self.added) - 1

    def wrapped(self) -> int:
        """Add a style for text that runs over several lines."""
        inside = f'<{self.prefix}alignment vertical="top" wrapText="1"/>'
        head = 'numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1"'
        return self.add(f"<{self.prefix}xf {head}>{inside}</{self.prefix}xf>")

    def finished(self) -> str:
        """Give the text of the part."""
        return appended(self.text, "cellXfs", "".join(self.added), count=self.n + len(self.added))


def _fill(prefix: str, color: str) -> str:
    return (
        f'<{prefix}fill><{prefix}patternFill patternType="solid"><{prefix}fgColor rgb="{color}"/>'
        f'<{prefix}bgColor indexed="64"/></{prefix}patternFill></{prefix}fill>'
    )


def _opening(text: str, name: str) -> Tag:
    opening = child(text, name)
    if opening is None:
        raise OddWorkbookError(f"the styles have no {name}")
    return opening


def _inside(text: str, name: str) -> list[Tag]:
    """Give the tags within the first element of a name."""
    opening = _opening(text, name)
    found: list[Tag] = []
    if opening.empty:
        return found
    for tag in tags(text, opening.end):
        if tag.name == name and tag.closing:
            return found
        found.append(tag)
    raise OddWorkbookError(f"the styles have no end of {name}")


def _count(text: str, name: str, member: str) -> int:
    return sum(tag.name == member and not tag.closing for tag in _inside(text, name))


def _formats(text: str) -> list[str]:
    """Give the text of every cell format."""
    found, start = [], 0
    for tag in _inside(text, "cellXfs"):
        if tag.name != "xf":
            continue
        if tag.empty:
            found.append(text[tag.start : tag.end])
        elif tag.closing:
            found.append(text[start : tag.end])
        else:
            start = tag.start
    return found


def _refilled(whole: str, fill: int) -> str:
    """Give a format with another fill."""
    for name, value in (("fillId", str(fill)), ("applyFill", "1")):
        opening = child(whole, "xf")
        if opening is None:
            raise OddWorkbookError("a style has no tag")
        changes: list[Change] = [with_attribute(opening, whole, name, value)]
        whole = changed(whole, changes)
    return whole
