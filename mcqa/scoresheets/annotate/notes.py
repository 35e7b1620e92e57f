"""Notes at cells: the part that holds their texts, and the drawing that holds their shapes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from mcqa.scoresheets.annotate.marks import AUTHOR, Mark
from mcqa.scoresheets.annotate.markup import Change, Tag, appended, changed, end_of, plain, root, tags

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
EMPTY_NOTES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    f'<comments xmlns="{MAIN}"><authors></authors><commentList></commentList></comments>'
)
_NAMESPACES = (
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"'
)
_TYPE = "_x0000_t202"
_SHAPE_TYPE = (
    f'<v:shapetype {_NAMESPACES} id="{_TYPE}" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
EMPTY_DRAWING = f'<xml {_NAMESPACES}><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/></o:shapelayout></xml>'
_SHAPE_ID = re.compile(r"_x0000_s(\d{1,9})\b")
# a line of a note holds about so many characters, and a shape shows so many lines at most
_LINE, _MOST_LINES, _FIRST_ID = 42, 16, 1025


def with_notes(text: str, marks: Sequence[Mark]) -> tuple[str, tuple[Mark, ...]]:
    """Add the notes; a cell that has one keeps it, and gets ours below it. Give the marks that need a new shape."""
    old = {place: comment for comment in _comments(text) if (place := comment[0].get("ref"))}
    there = [mark for mark in marks if mark.cell in old]
    new = tuple(mark for mark in marks if mark.cell not in old)
    text = changed(text, [change for mark in there for change in _below(text, *old[mark.cell], mark.note)])
    author = sum(tag.name == "author" and not tag.closing for tag in tags(text))
    prefix = root(text).prefix
    if new:
        text = appended(text, "authors", f"<{prefix}author>{AUTHOR}</{prefix}author>")
        more = "".join(
            f'<{prefix}comment ref="{mark.cell}" authorId="{author}"><{prefix}text>{_run(prefix, mark.note)}'
            f"</{prefix}text></{prefix}comment>"
            for mark in new
        )
        text = appended(text, "commentList", more)
    return text, new


def _run(prefix: str, text: str) -> str:
    return f'<{prefix}r><{prefix}t xml:space="preserve">{plain(text)}</{prefix}t></{prefix}r>'


def _comments(text: str) -> Iterable[tuple[Tag, Tag]]:
    """Give the opening and the closing tag of every note."""
    opening: Tag | None = None
    for tag in tags(text):
        if tag.name != "comment":
            continue
        if not tag.closing:
            opening = tag
        elif opening is not None:
            yield opening, tag


def _below(text: str, opening: Tag, closing: Tag, note: str) -> Iterable[Change]:
    """Put a text below that of a note; a text without runs becomes one, as only runs may follow each other."""
    inside = [tag for tag in tags(text[: closing.end], opening.end) if tag.start < closing.start]
    prefix = opening.prefix
    bare, depth = [], 0
    for tag in inside:
        if tag.name == "r":
            depth += -1 if tag.closing else 1
        elif tag.name == "t" and not depth and not tag.empty:
            bare.append(tag)
    for tag in bare:
        run = f"</{prefix}r>" if tag.closing else f"<{prefix}r>"
        place = tag.end if tag.closing else tag.start
        yield Change(place, place, run)
    end = next((tag for tag in inside if tag.name == "text" and tag.closing), None)
    if end is not None:
        yield Change(end.start, end.start, _run(prefix, "\n\n" + note))
        return
    empty = next((tag for tag in inside if tag.name == "text" and tag.empty), None)
    start, stop = (empty.start, empty.end) if empty is not None else (closing.start, closing.start)
    yield Change(start, stop, f"<{prefix}text>{_run(prefix, note)}</{prefix}text>")


def with_shapes(text: str, marks: Sequence[Mark]) -> str:
    """Add a shape for each new note, hidden until the cell is pointed at."""
    first = max((int(match) for match in _SHAPE_ID.findall(text)), default=_FIRST_ID - 1) + 1
    shapes = "".join(_shape(number, mark) for number, mark in enumerate(marks, max(first, _FIRST_ID)))
    end = end_of(text, "xml")
    kind = "" if f'id="{_TYPE}"' in text else _SHAPE_TYPE
    return changed(text, [Change(end.start, end.start, kind + shapes)])


def _shape(number: int, mark: Mark) -> str:
    lines = sum(max(1, -(-len(line) // _LINE)) for line in mark.note.splitlines())
    row, column, deep = mark.row - 1, mark.column - 1, min(lines, _MOST_LINES) + 1
    anchor = f"{column + 1}, 15, {max(0, row - 1)}, 10, {column + 5}, 15, {max(0, row - 1) + deep}, 4"
    return (
        f'<v:shape {_NAMESPACES} id="_x0000_s{number}" type="#{_TYPE}" style="position:absolute;'
        f'margin-left:80pt;margin-top:5pt;width:260pt;height:{deep * 14}pt;z-index:1;visibility:hidden" '
        'fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/>'
        '<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div>'
        f'</v:textbox><x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor>'
        f"<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
    )
