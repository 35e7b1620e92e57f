"""Comments that silence findings: `# mcqa: ignore[L201] reason` at the end of a line, `ignore-file[...]` on its own."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

import yaml

from mcqa.findings import Finding, Kind, Location, Severity
from mcqa.lint.settings import covers
from mcqa.rubric.bounds import Guesses, bounded, is_rest
from mcqa.rubric.text import YamlText

UNUSED = Kind("L901", "unused-suppression", Severity.WARNING)

_BEGIN = r"#[ \t]*mcqa:"
_SAID = r"[ \t]*(?P<word>[\w-]*)[ \t]*(?:\[(?P<codes>[^\]]*)\])?(?P<reason>.*)"
_BLOCK = frozenset("|>")
_WHOLE_FILE = 0


class Span(NamedTuple):
    """The lines that a value takes, from the line of its key, and where in the file its text stands."""

    first: int
    last: int
    start: tuple[int, int]
    end: tuple[int, int]
    block: bool


class Named(NamedTuple):
    """What a comment silences: a code, the beginning of codes, a name or ALL, as typed and as a beginning of codes."""

    typed: str
    begins: str

    def covers(self, code: str) -> bool:
        """Whether findings of a code are meant."""
        return covers((self.begins,), code)


class Suppression(NamedTuple):
    """One comment: its place, what it names, its reason, and the lines whose findings it silences (None: all lines)."""

    place: Location
    names: tuple[Named, ...]
    reason: str
    lines: range | None
    wrong: str | None = None


class Silenced(NamedTuple):
    """A finding that is not reported, and the reason that its author gave."""

    finding: Finding
    reason: str


def apply(
    source: YamlText, findings: Sequence[Finding], *, known: Mapping[str, str], looked_for: Collection[str]
) -> tuple[list[Finding], list[Silenced]]:
    """Take out what comments silence, and add a finding for each comment, or word in one, that silences nothing.

    `known` are the names of all findings about rubrics, by code; a comment about a code that this run did not look for,
    or stopped looking for because there were so many, is left alone.
    """
    if "mcqa:" not in source.text.lower() or source.root is None:
        return list(findings), []
    suppressions = list(_suppressions(source, known))
    silencing = _Silencing(suppressions)
    kept: list[Finding] = []
    silenced: list[Silenced] = []
    for finding in findings:
        by = silencing.of(finding)
        if by is None:
            kept.append(finding)
        else:
            silenced.append(Silenced(finding, by.reason))
    file_wide = [name for each in suppressions if each.lines is None for name in each.names]
    if UNUSED.code in looked_for and not any(name.covers(UNUSED.code) for name in file_wide):
        told = {finding.code for finding in findings if is_rest(finding)}
        kept += bounded(_unused(suppressions, silencing.used, known, frozenset(looked_for) - told))
    return kept, silenced


class _Silencing:
    """Finds the comments about a line; what is found for a code is remembered, since there may be thousands."""

    def __init__(self, suppressions: Sequence[Suppression]) -> None:
        self.used: set[tuple[int, Named]] = set()
        self._suppressions = suppressions
        self._said_in: dict[int, list[int]] = {}
        self._meant: dict[int, list[int]] = {}
        self._found: dict[tuple[int, str], tuple[tuple[int, Named], ...]] = {}
        for number, each in enumerate(suppressions):
            if not each.names:
                continue
            said_in = _WHOLE_FILE if each.lines is None else each.place.line or 0
            if said_in not in self._said_in:
                # the comments of one line speak of the same lines
                for line in each.lines or (_WHOLE_FILE,):
                    self._meant.setdefault(line, []).append(said_in)
            self._said_in.setdefault(said_in, []).append(number)

    def of(self, finding: Finding) -> Suppression | None:
        """Give the first comment that silences a finding, and note all that do."""
        line = finding.location.line
        groups = [*self._meant.get(_WHOLE_FILE, ()), *(self._meant.get(line, ()) if line else ())]
        by = [each for group in groups for each in self._of(group, finding.code)]
        return self._suppressions[min(by)[0]] if by else None

    def _of(self, group: int, code: str) -> tuple[tuple[int, Named], ...]:
        if (group, code) not in self._found:
            found = tuple(
                (number, name)
                for number in self._said_in[group]
                for name in self._suppressions[number].names
                if name.covers(code)
            )
            self._found[group, code] = found
            self.used.update(found)
        return self._found[group, code]


def _unused(
    suppressions: Sequence[Suppression],
    used: Collection[tuple[int, Named]],
    known: Mapping[str, str],
    looked_for: frozenset[str],
) -> Iterator[Finding]:
    guesses = Guesses([*known, *known.values()])
    for number, each in enumerate(suppressions):
        if each.wrong is not None:
            message, _, hint = each.wrong.partition(": ")
            yield UNUSED.at(each.place, message, hint=hint)
        for name in each.names:
            if (number, name) in used:
                continue
            meant = [code for code in known if name.covers(code)]
            if not meant:
                message = f'the comment names "{name.typed}", which is no code of a finding about a rubric'
                upper = name.typed[:1].upper() + name.typed[1:]
                close = guesses.closest(upper) if upper[1:].isdigit() else guesses.closest(name.typed.lower())
                hint = f"did you mean {close}?" if close else "`mcqa explain` lists the codes"
                yield UNUSED.at(each.place, message, hint=hint, value=name.typed)
            elif set(meant) != {UNUSED.code} and looked_for.issuperset(meant):
                what = "this file" if each.lines is None else "this line"
                message = f"nothing is found that ignore[{name.typed}] could silence in {what}"
                yield UNUSED.at(each.place, message, hint="remove the code from the comment", value=name.typed)


def _suppressions(source: YamlText, known: Mapping[str, str]) -> Iterator[Suppression]:
    begin = re.compile(_BEGIN, re.IGNORECASE)
    found = [
        (number, line, [match.span() for match in begin.finditer(line)])
        for number, line in enumerate(source.text.splitlines(), start=1)
        if "mcqa:" in line.lower()
    ]
    found = [(number, line, places) for number, line, places in found if places]
    if not found or source.root is None:
        return
    spans = _spans_by_line(source.root, [number for number, _, _ in found])
    by_name = {name: code for code, name in known.items()}
    for number, line, places in found:
        here = spans.get(number, [])
        meant = range(min([number, *(span.first for span in here)]), max([number, *(span.last for span in here)]) + 1)
        alone = not line[: places[0][0]].strip()
        for (first, after), (end, _) in zip(places, [*places[1:], (len(line), 0)], strict=True):
            place = Location(file=source.file, line=number, column=first + 1)
            in_text = _inside_text(here, number, first)
            yield _read(line[after:end], place, meant, by_name, in_text=in_text, alone=alone)


def _read(
    said: str, place: Location, meant: range, by_name: Mapping[str, str], *, in_text: bool, alone: bool
) -> Suppression:
    """Make a suppression of what a comment says; `wrong` says why it is none, and what to do."""
    match = re.match(_SAID, said)
    typed, listed, reason = match.group("word", "codes", "reason") if match else ("", None, "")
    word = typed.lower()
    words = dict.fromkeys(each.strip() for each in (listed or "").split(",") if each.strip())
    wrong = None
    if in_text:
        wrong = "this is part of a text that reviewers read, no comment: put it after the key, behind `>-` or `|`"
    elif word not in {"ignore", "ignore-file"}:
        wrong = f'mcqa has no comment "{typed}": write ignore[CODE] or ignore-file[CODE]'
    elif not words:
        wrong = "the comment names no code: write which finding it is about, as in ignore[L201]"
    elif word == "ignore-file" and not alone:
        wrong = "ignore-file has to stand on a line of its own: move it, or write ignore"
    elif word == "ignore" and alone:
        wrong = "ignore has to stand at the end of the line it is about: move it, or write ignore-file"
    if wrong:
        return Suppression(place, (), reason, meant, wrong)
    names = tuple(Named(each, by_name.get(each.lower(), each.upper())) for each in words)
    return Suppression(place, names, reason.strip(" \t:-–—"), None if word == "ignore-file" else meant)


def _inside_text(spans: Sequence[Span], line: int, column: int) -> bool:
    """Whether a place is inside the text of a value, of those in its line; the header line of a block holds no text."""
    before = bisect_right(spans, (line, column), key=lambda span: span.start)
    if not before:
        return False
    span = spans[before - 1]
    return (line, column) < span.end and not (span.block and line == span.start[0])


def _spans_by_line(root: yaml.Node, numbers: Sequence[int]) -> dict[int, list[Span]]:
    """Give, for some lines, the scalar values that stand in each with their keys, in order."""
    found: dict[int, list[Span]] = {}
    for span in sorted(_spans(root, numbers), key=lambda span: span.start):
        for number in numbers[bisect_left(numbers, span.first) : bisect_right(numbers, span.last)]:
            found.setdefault(number, []).append(span)
    return found


def _spans(root: yaml.Node, numbers: Sequence[int]) -> Iterator[Span]:
    """Give the lines of the scalar values, with their keys, between the first and the last of some lines."""
    first, last = numbers[0], numbers[-1]
    todo: list[tuple[yaml.Node, yaml.Node | None]] = [(root, None)]
    while todo:
        node, key = todo.pop()
        if (key or node).start_mark.line >= last:
            continue  # what it holds stands still further down
        if isinstance(node, yaml.MappingNode):
            todo += [(value, name) for name, value in node.value]
        elif isinstance(node, yaml.SequenceNode):
            todo += [(item, None) for item in node.value]
        elif node.end_mark.line + 1 >= first:
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
