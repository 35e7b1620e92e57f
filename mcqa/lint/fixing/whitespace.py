"""White space: tabs that indent, and what stands at the ends of lines and of the file."""

from __future__ import annotations

import re
from collections.abc import Callable

from mcqa.findings import Finding
from mcqa.lint.fixing.draft import Draft, Span, Spot
from mcqa.lint.fixing.edit import Change, Edit, Respaced, fixer, same
from mcqa.rubric.text import (
    BYTE_ORDER_MARK,
    END_OF_FILE,
    LINE_ENDS,
    TRAILING_SPACE,
    empty_lines_at_end,
    trailing_space,
)

_WIDTHS = (2, 4, 8)
_INDENT = re.compile(r"^[ \t]*\t[ \t]*", re.MULTILINE)
_BREAK = re.compile(r"\r\n|[\r\n]")


@fixer("L008")
def tabs(draft: Draft, finding: Finding) -> Edit | None:
    """Indent with spaces, where it does not matter how many a tab stands for."""
    line = draft.line_text((finding.location.line or 0) - 1)
    if draft.root is not None or not line[: (finding.location.column or 0)].endswith("\t"):
        return None
    tried: list[tuple[int, tuple[Span, ...], Draft]] = []
    for width in _WIDTHS:
        spans = tuple(Span(match.start(), match.end(), match[0].expandtabs(width)) for match in _indents(draft.text))
        mended = draft.edited(spans)
        if mended.root is not None:
            tried.append((width, spans, mended))
    if not tried or not all(same(mended.reading.data, tried[0][2].reading.data) for _, _, mended in tried):
        return None
    width, spans, mended = tried[0]
    lines = {draft.line(span.start) for span in spans}
    if len(tried) < len(_WIDTHS) and lines & set(_lines_of_blocks(mended, "|>")):
        return None  # a tab may be part of the text there, and the width that would show it is no YAML
    return Edit(spans, f"indent with {width} spaces for each tab")


def _indents(text: str) -> list[re.Match[str]]:
    # with a carriage return alone, a line begins where Python sees none
    return list(_INDENT.finditer(text)) if "\r" not in text.replace("\r\n", "") else []


@fixer("L009")
def untidy(draft: Draft, finding: Finding) -> Edit | None:
    """Take away white space and line breaks that carry nothing, all of one sort at once."""
    if draft.root is None or finding.subject not in _SORTS:
        return None
    edit = _SORTS[finding.subject](draft)
    return edit if edit and edit.spans else None


def _byte_order_mark(_: Draft) -> Edit:
    return Edit((Span(-1, 0, ""),), "remove the byte order mark")


def _line_ends(draft: Draft) -> Edit:
    spans = tuple(Span(match.start(), match.end(), "\n") for match in _BREAK.finditer(draft.text) if match[0] != "\n")
    return Edit(spans, "end every line with LF alone")


def _trailing(draft: Draft) -> Edit | None:
    if draft.root is None:
        return None
    places = trailing_space(draft.text, draft.root)
    lines = {draft.line(start) for start, _ in places}
    # in folded text the blanks before a break are part of what is read, though nobody sees them
    folded = [Respaced(spot.path) for line, spot in _lines_of_blocks(draft, ">").items() if line in lines]
    return Edit(tuple(Span(start, end, "") for start, end in places), "remove white space at line ends", tuple(folded))


def _lines_of_blocks(draft: Draft, signs: str) -> dict[int, Spot]:
    """Give the lines that the texts of some style take, each with its text; the one behind a text may be part of it."""
    blocks = [spot for spot in draft.spots if spot.node.style and spot.node.style in signs]
    return {line: spot for spot in blocks for line in range(draft.line(spot.start) + 1, draft.line(spot.end) + 2)}


def _end_of_file(draft: Draft) -> Edit | None:
    text = draft.text
    if draft.root is None:
        return None
    empty = empty_lines_at_end(text, draft.root)
    if empty is not None:
        return Edit((Span(empty, len(text), ""),), "remove the empty lines at the end")
    if text.endswith(("\n", "\r")):
        return None
    first = _BREAK.search(text)
    # the text of a block that ends the file gets the break, and nobody sees it
    last = max(draft.spots, key=lambda spot: spot.end, default=None)
    gains: tuple[Change, ...] = ()
    if last is not None and last.node.style in {"|", ">"} and not last.node.value.endswith("\n"):
        gains = (Respaced(last.path),)
    return Edit((Span(len(text), len(text), first[0] if first else "\n"),), "end the file with a line break", gains)


_SORTS: dict[str, Callable[[Draft], Edit | None]] = {
    BYTE_ORDER_MARK: _byte_order_mark,
    LINE_ENDS: _line_ends,
    TRAILING_SPACE: _trailing,
    END_OF_FILE: _end_of_file,
}
