"""What differs between two versions of a rubric, laid out for a terminal and as Markdown with the words marked."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Sequence
from itertools import groupby
from typing import NamedTuple

from mcqa.findings import visible
from mcqa.reports.markdown import escaped, row_of
from mcqa.reports.rubric_difference import (
    WORDED,
    Compared,
    component_name,
    difference_summary,
    difference_title,
    standard_name,
    what_happened,
)
from mcqa.rubric.difference.change import Change, ChangeKind, Comparable, Effect
from mcqa.rubric.difference.wording import Piece, pieces

WIDTH = 80
# an unchanged stretch of more words than this is cut down to its ends
LONG, ENDS = 14, 5

_SAID = {Effect.BREAKS: "breaks", Effect.CHANGES: "changes", Effect.EDITORIAL: "editorial"}
_COLORS = {Effect.BREAKS: "31", Effect.CHANGES: "33", Effect.EDITORIAL: "36"}
_COMPARABLE = {Comparable.NO: "no", Comparable.WITH_CARE: "with care", Comparable.YES: "yes"}
_VERDICTS = {Comparable.NO: "31", Comparable.WITH_CARE: "33", Comparable.YES: "32"}

_GONE, _COME, _STOP_GONE, _STOP_COME = "\ue000\ue000", "\ue001\ue001", "\ue002\ue002", "\ue003\ue003"


class Marks(NamedTuple):
    """How removed and added words are marked, and how the text around them is written."""

    gone: tuple[str, str]
    come: tuple[str, str]
    plain: Callable[[str], str] = visible


# two characters each, so that lines can be broken before the marks become what they are
_HELD = Marks(gone=(_GONE, _STOP_GONE), come=(_COME, _STOP_COME))
_TYPED = {_GONE: "[-", _STOP_GONE: "-]", _COME: "{+", _STOP_COME: "+}"}
_COLORED = {_GONE: "\x1b[31;9m", _STOP_GONE: "\x1b[0m", _COME: "\x1b[32m", _STOP_COME: "\x1b[0m"}
_MARKDOWN = Marks(gone=("<del>", "</del>"), come=("<ins>", "</ins>"), plain=escaped)


def difference_text(compared: Compared, *, color: bool) -> str:
    """Lay out what differs for a terminal of 80 columns."""
    lines = [_styled(visible(difference_title(compared)), "1", color=color), *_filled(difference_summary(compared))]
    if compared.difference.version.note:
        lines += _filled(f"Version: {compared.difference.version.note}.")
    changes = compared.difference.changes
    for (standard, older), under in groupby(changes, key=_standard_of):
        lines += ["", _styled(visible(standard_name(compared, standard, older=older)), "1", color=color)]
        for (component, gone), within in groupby(under, key=_component_of):
            indent = "  "
            if component:
                name = component_name(compared, component, older=gone)
                lines.append(_styled(f"  {visible(name)}", "1", color=color))
                indent = "    "
            said = ""
            for change in within:
                lines += _change_text(compared, change, indent, color=color)
                if change.why != said:
                    lines += [_styled(line, "2", color=color) for line in _filled(change.why, indent + " " * 11)]
                said = change.why
    if changes:
        lines += ["", *_comparable_text(compared, color=color)]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _standard_of(change: Change) -> tuple[str, bool]:
    """Give the standard that a change stands under, and whether it is one of the older rubric alone."""
    return change.standard, change.kind is ChangeKind.REMOVED and change.part == "standard"


def _component_of(change: Change) -> tuple[str, bool]:
    return change.component, change.kind is ChangeKind.REMOVED and change.part == "component"


def _change_text(compared: Compared, change: Change, indent: str, *, color: bool) -> list[str]:
    effect = _styled(f"{_SAID[change.effect]:<9}", _COLORS[change.effect], color=color)
    inner = indent + " " * 11
    first, *more = _filled(visible(what_happened(compared, change)), inner)
    lines = [f"{indent}{effect}  {first.lstrip()}", *more]
    for marked in _marked(change, _HELD):
        lines += _unheld(_filled(marked, inner), color=color)
    return lines


def _unheld(lines: Sequence[str], *, color: bool) -> list[str]:
    """Turn the held marks into colour or brackets; a colour ends with its line and begins again on the next."""
    done, running = [], ""
    for line in lines:
        blank = len(line) - len(line.lstrip(" "))
        text = line[:blank] + (running if color else "") + line[blank:]
        last = max((_GONE, _COME, _STOP_GONE, _STOP_COME), key=line.rfind)
        if last in line:
            running = last if last in {_GONE, _COME} else ""
        if color and running:
            text += _STOP_GONE
        for held, shown in (_COLORED if color else _TYPED).items():
            text = text.replace(held, shown)
        done.append(text)
    return done


def _comparable_text(compared: Compared, *, color: bool) -> list[str]:
    lines = [_styled("Can ratings before and after be compared?", "1", color=color)]
    every = len(compared.difference.components)
    for verdict in (Comparable.NO, Comparable.WITH_CARE, Comparable.YES):
        alike = [each for each in compared.difference.components if each.comparable is verdict]
        if not alike:
            continue
        many = "all" if len(alike) == every else f"{len(alike)} of {every}"
        lines.append(f"  {_styled(_COMPARABLE[verdict], _VERDICTS[verdict], color=color)}, {many}")
        for why in dict.fromkeys(each.why for each in alike):
            named = ", ".join(each.component for each in alike if each.why == why)
            lines += _filled(visible(named), "    ")
            if verdict is not Comparable.YES:
                lines += _filled(visible(why), "      ")
    return lines


def difference_markdown(compared: Compared) -> str:
    """Lay out what differs as GitHub-flavoured Markdown."""
    blocks = [f"# {escaped(difference_title(compared))}", escaped(difference_summary(compared))]
    if compared.difference.version.note:
        blocks.append(f"**Version**: {escaped(compared.difference.version.note)}.")
    changes = compared.difference.changes
    for (standard, older), under in groupby(changes, key=_standard_of):
        rows = [row_of(["Component", "Effect", "Change", "Why"]), row_of(["---"] * 4)]
        for change in under:
            what = escaped(what_happened(compared, change)).replace("|", "\\|")
            for marked in _marked(change, _MARKDOWN):
                what += "<br>" + " ".join(marked.split()).replace("|", "\\|")
            cells = (escaped(change.component), _SAID[change.effect], what, escaped(change.why).replace("|", "\\|"))
            rows.append("| " + " | ".join(cells) + " |")
        blocks += [f"## {escaped(standard_name(compared, standard, older=older))}", "\n".join(rows)]
    if changes:
        rows = [row_of(["Component", "Comparable", "Why"]), row_of(["---"] * 3)]
        rows += [
            row_of([each.component, _COMPARABLE[each.comparable], each.why]) for each in compared.difference.components
        ]
        blocks += ["## Can ratings before and after be compared?", "\n".join(rows)]
    return "\n\n".join(blocks) + "\n"


def _marked(change: Change, marks: Marks) -> list[str]:
    """Write the words of a change with those marked that went and came: one line, or two where nothing stayed."""
    if change.part not in WORDED:
        return []
    if change.kind is ChangeKind.MOVED:
        found: tuple[Piece, ...] = (Piece("same", str(change.after).partition(": ")[2]),)
    else:
        found = shortened(pieces(str(change.before or ""), str(change.after or "")))
    written = [_piece(piece, marks, first=not at) for at, piece in enumerate(found)]
    return written if all(piece.op != "same" for piece in found) else ["".join(written)]


def shortened(found: Sequence[Piece]) -> tuple[Piece, ...]:
    """Cut long unchanged stretches down to their ends."""
    last = len(found) - 1
    return tuple(
        piece._replace(text=_cut(piece.text, head=at > 0, tail=at < last)) if piece.op == "same" else piece
        for at, piece in enumerate(found)
    )


def _cut(text: str, *, head: bool, tail: bool) -> str:
    """Keep the words beside a change: the first ones where one stands before, the last ones where one comes after."""
    found = text.split()
    if len(found) <= LONG or not (head or tail):
        return text
    kept = [*(found[:ENDS] if head else ()), "...", *(found[-ENDS:] if tail else ())]
    return (" " if text[:1] == " " else "") + " ".join(kept)


def _piece(piece: Piece, marks: Marks, *, first: bool) -> str:
    text = marks.plain(piece.text)
    if piece.op == "same":
        return text
    start, stop = marks.gone if piece.op == "removed" else marks.come
    space = " " if text[:1] == " " and not first else ""
    return f"{space}{start}{text.strip()}{stop}"


def _filled(text: str, indent: str = "") -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False)


def _styled(text: str, style: str, *, color: bool) -> str:
    return f"\x1b[{style}m{text}\x1b[0m" if color else text
