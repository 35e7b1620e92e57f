"""Comments that silence findings: `# mcqa: ignore[L201] reason` at the end of a line, `ignore-file[...]` on its own."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

import yaml

from mcqa.findings import Finding, Kind, Location, Severity
from mcqa.rubric.text import YamlText

UNUSED = Kind("L901", "unused-suppression", Severity.WARNING)

_COMMENT = r"#[ \t]*mcqa:[ \t]*(?P<word>[\w-]*)[ \t]*(?:\[(?P<codes>[^\]\r\n]*)\])?(?P<reason>[^\r\n]*)"
_BLOCK = frozenset("|>")


class Span(NamedTuple):
    """The lines that a value takes, from the line of its key, and where in the file its text stands."""

    first: int
    last: int
    start: tuple[int, int]
    end: tuple[int, int]
    block: bool


class Suppression(NamedTuple):
    """One comment: its place, the codes it names, its reason, and the lines whose findings it silences."""

    place: Location
    codes: tuple[str, ...]
    reason: str
    lines: range | None
    wrong: str | None = None

    def silences(self, finding: Finding, code: str) -> bool:
        """Whether a finding is silenced by one of the codes; without lines the whole file is meant."""
        line = finding.location.line
        return finding.code == code and (self.lines is None or (line is not None and line in self.lines))


class Silenced(NamedTuple):
    """A finding that is not reported, and the reason that its author gave."""

    finding: Finding
    reason: str


def apply(
    source: YamlText, findings: Sequence[Finding], *, known: Collection[str], looked_for: Collection[str]
) -> tuple[list[Finding], list[Silenced]]:
    """Take out what comments silence, and add a finding for each comment, or code in one, that silences nothing.

    `known` are all codes of rubrics; a comment about a code that this run did not look for is left alone.
    """
    if "mcqa:" not in source.text or source.root is None:
        return list(findings), []
    suppressions = list(_suppressions(source))
    used: set[tuple[int, str]] = set()
    kept: list[Finding] = []
    silenced: list[Silenced] = []
    for finding in findings:
        by = [
            (number, code)
            for number, each in enumerate(suppressions)
            for code in each.codes
            if each.silences(finding, code)
        ]
        used.update(by)
        if by:
            silenced.append(Silenced(finding, suppressions[by[0][0]].reason))
        else:
            kept.append(finding)
    if UNUSED.code in looked_for:
        for number, each in enumerate(suppressions):
            kept += _unused(each, [code for code in each.codes if (number, code) not in used], known, looked_for)
    file_wide = {code for each in suppressions if each.lines is None and not each.wrong for code in each.codes}
    return [each for each in kept if each.code != UNUSED.code or UNUSED.code not in file_wide], silenced


def _unused(
    suppression: Suppression, left: list[str], known: Collection[str], looked_for: Collection[str]
) -> Iterator[Finding]:
    if suppression.wrong is not None:
        message, _, hint = suppression.wrong.partition(": ")
        yield UNUSED.at(suppression.place, message, hint=hint)
        return
    for code in left:
        if code == UNUSED.code:
            continue
        if code not in known:
            import difflib

            close = difflib.get_close_matches(code, known, n=1)
            message = f'the comment names "{code}", which is no code of a finding about a rubric'
            hint = f"did you mean {close[0]}?" if close else "`mcqa explain` lists the codes"
            yield UNUSED.at(suppression.place, message, hint=hint, value=code)
        elif code in looked_for:
            what = "this file" if suppression.lines is None else "this line"
            message = f"nothing is found that ignore[{code}] could silence in {what}"
            yield UNUSED.at(suppression.place, message, hint="remove the code from the comment", value=code)


def _suppressions(source: YamlText) -> Iterator[Suppression]:
    found = [
        (number, line, match)
        for number, line in enumerate(source.text.splitlines(), start=1)
        if "mcqa:" in line and (match := re.search(_COMMENT, line))
    ]
    numbers = [number for number, _, _ in found]
    spans = list(_spans(source.root, numbers)) if source.root is not None and found else []
    for number, line, match in found:
        place = Location(file=source.file, line=number, column=match.start() + 1)
        yield _read(match, line[: match.start()], place, spans)


def _read(match: re.Match[str], before: str, place: Location, spans: list[Span]) -> Suppression:
    """Make a suppression of a comment; `wrong` says why it is none, and what to do."""
    line, column = place.line or 0, match.start()
    word, listed = match["word"], match["codes"]
    codes = tuple(dict.fromkeys(code.strip().upper() for code in (listed or "").split(",") if code.strip()))
    reason = match["reason"].strip(" \t:-–—")
    wrong = None
    if any(_within(span, line, column) for span in spans):
        wrong = "this is part of a text that reviewers read, no comment: put it after the key, behind `>-` or `|`"
    elif word not in {"ignore", "ignore-file"}:
        wrong = f'mcqa has no comment "{word}": write ignore[CODE] or ignore-file[CODE]'
    elif not codes:
        wrong = "the comment names no code: write which finding it is about, as in ignore[L201]"
    elif word == "ignore-file" and before.strip():
        wrong = "ignore-file has to stand on a line of its own: move it, or write ignore"
    elif word == "ignore" and not before.strip():
        wrong = "ignore has to stand at the end of the line it is about: move it, or write ignore-file"
    if wrong:
        return Suppression(place, (), reason, None, wrong)
    lines = None if word == "ignore-file" else _meant(line, spans)
    return Suppression(place, codes, reason, lines)


def _meant(line: int, spans: list[Span]) -> range:
    """Give the lines that a comment speaks of: its own, and all of a text that begins or ends there."""
    first = last = line
    for span in spans:
        if span.first <= line <= span.last:
            first, last = min(first, span.first), max(last, span.last)
    return range(first, last + 1)


def _within(span: Span, line: int, column: int) -> bool:
    """Whether a place is inside the text of a value; the header line of a block holds no text."""
    if span.block and line == span.start[0]:
        return False
    return span.start <= (line, column) < span.end


def _spans(root: yaml.Node, numbers: Sequence[int]) -> Iterator[Span]:
    """Give the lines of the scalar values, with their keys, between the first and the last of some lines."""
    first, last = numbers[0], numbers[-1]
    todo: list[tuple[yaml.Node, yaml.Node | None]] = [(root, None)]
    while todo:
        node, key = todo.pop()
        if isinstance(node, yaml.MappingNode):
            todo += [(value, name) for name, value in node.value]
        elif isinstance(node, yaml.SequenceNode):
            todo += [(item, None) for item in node.value]
        elif node.end_mark.line + 1 >= first and (key or node).start_mark.line < last:
            yield _span(node, key)


def _span(node: yaml.Node, key: yaml.Node | None) -> Span:
    start, end = node.start_mark, node.end_mark
    block = getattr(node, "style", None) in _BLOCK
    # a block ends where the next thing begins
    last = end.line + 1 if end.column or not block else max(end.line, start.line + 1)
    return Span(
        first=(key or node).start_mark.line + 1,
        last=last,
        start=(start.line + 1, start.column),
        end=(end.line + 1, end.column),
        block=block,
    )
