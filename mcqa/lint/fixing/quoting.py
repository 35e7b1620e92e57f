"""Quotes and values: what has to be quoted, what must not be, and values that are only spelt otherwise."""

from __future__ import annotations

import math
import re

import yaml

from mcqa.findings import Finding
from mcqa.lint.fixing.draft import Draft, Span, Spot
from mcqa.lint.fixing.edit import Edit, Value, fixer
from mcqa.rubric.format import Choice, Flag, Number, Text
from mcqa.rubric.kinds import WRONG_TYPE, YAML_SYNTAX

_PLAIN = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_./+-]*")
_NUMBER = re.compile(r"[-+]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]+)?")
_FLAGS = {"true": True, "yes": True, "on": True, "y": True, "false": False, "no": False, "off": False, "n": False}
_NOTHING = {"~", "null"}
_VERSION = re.compile(r"[vV]?((?:0|[1-9][0-9]*)\.(?:0|[1-9][0-9]*)(\.(?:0|[1-9][0-9]*))?)")
# a text that begins like this is more than words, or quoted already
_SIGNS = frozenset("\"'{}[]&*!|>#%@`,")
# enough for any file that people write; the larger the file, the fewer times it is read anew
_MOST_LINES = 100
_MOST_CHARACTERS = 4_000_000


def folded(word: str) -> str:
    """Fold what does not set two names apart: case, white space, dashes and underscores."""
    return re.sub(r"[\s_-]+", "", word.casefold())


def quoted(value: str) -> str | None:
    """Put a text in quotes that change nothing of it; None for more than one line."""
    if "\n" in value or "\r" in value or "\t" in value:
        return None
    if '"' in value or "\\" in value:
        return "'" + value.replace("'", "''") + "'"
    return f'"{value}"'


def rewritten(spot: Spot, value: str) -> tuple[Span, ...]:
    """Give the span that puts another short word in the place of a scalar, quoted as before; none where it is long."""
    single_line = spot.node.start_mark.line == spot.node.end_mark.line
    if not single_line or spot.node.style in {"|", ">"} or not _PLAIN.fullmatch(value):
        return ()
    quote = spot.node.style or ""
    return (Span(spot.start, spot.end, f"{quote}{value}{quote}"),)


def _value(spot: Spot, text: str, value: object, what: str) -> Edit:
    """Make the edit that gives a scalar another value, written as a text."""
    return Edit((Span(spot.start, spot.end, text),), what, (Value(spot.path, value),))


@fixer("L003")
def as_typed(draft: Draft, finding: Finding) -> Edit | None:
    """Quote the text as it was typed, or write the number without the zero before it.

    A plain `null` is left alone: its author meant nothing at all, and quotes would hide that it is a text here.
    """
    spot = draft.spot(finding.location)
    if spot is None or spot.node.style is not None or draft.text[spot.start : spot.end] != spot.node.value:
        return None
    typed: str = spot.node.value
    if not spot.is_key and isinstance(draft.kind(spot.path), Number):
        if not _NUMBER.fullmatch(typed) or not math.isfinite(float(typed)):
            return None
        plain = f"{int(float(typed))}"
        return Edit((Span(spot.start, spot.end, plain),), f"write {plain}")
    text = quoted(typed)
    if text is None or typed.casefold() in _NOTHING:
        return None
    return Edit((Span(spot.start, spot.end, text),), f"write {text}")


@fixer("L006")
def almost(draft: Draft, finding: Finding) -> Edit | None:
    """Mend a value that is only quoted, or only spelt otherwise, where the format leaves one meaning."""
    spot = draft.spot(finding.location)
    if spot is not None and spot.is_key:
        return _colon_in_item(draft, spot)
    return _as_wanted(draft, spot) if spot is not None else None


def _as_wanted(draft: Draft, spot: Spot) -> Edit | None:
    if spot.node.start_mark.line != spot.node.end_mark.line:
        return None
    typed: str = spot.node.value.strip()
    match draft.kind(spot.path):
        case Choice(options=options):
            meant = [option for option in options if folded(option) == folded(typed)]
            spans = rewritten(spot, meant[0]) if len(meant) == 1 else ()
            return Edit(spans, f"write {meant[0]}", (Value(spot.path, meant[0]),)) if spans else None
        case Flag():
            flag = _FLAGS.get(typed.casefold())
            word = "true" if flag else "false"
            return None if flag is None else _value(spot, word, flag, f"write {word}")
        case Number(whole=whole):
            if not _NUMBER.fullmatch(typed) or not math.isfinite(float(typed)):
                return None
            number = float(typed)
            return _value(spot, typed, int(number) if whole else number, f"write {typed} without quotes")
        case Text(pattern=str(pattern)):
            return _id(draft, spot, typed, pattern)
        case _:
            return None


def _id(draft: Draft, spot: Spot, typed: str, pattern: str) -> Edit | None:
    """Take away the white space around an id, where no other has that id."""
    others = draft.ids[len(spot.path), typed] - (spot.path[-1:] == ("id",))
    if not re.fullmatch(pattern.removesuffix("$"), typed) or others:
        return None
    spans = rewritten(spot, typed)
    what = "remove the white space around the id"
    return Edit(spans, what, (Value(spot.path, typed),)) if spans else None


def _colon_in_item(draft: Draft, spot: Spot) -> Edit | None:
    """Quote an item of a list of texts that a colon made a mapping: `- handbook: page 4`."""
    path = spot.path[:-1]
    found = draft.node(path)
    if not path or not isinstance(path[-1], int) or draft.kind(path) != Text() or found is None:
        return None
    end = draft.end_of(found)
    raw = draft.text[spot.start : end]
    parts = [part for pair in found.value for part in pair] if isinstance(found, yaml.MappingNode) else []
    plain = len(parts) == len(("key", "value")) and all(
        isinstance(part, yaml.ScalarNode) and part.style is None and part.value for part in parts
    )
    text = quoted(raw)
    if not plain or text is None or draft.start_of(found) != spot.start:
        return None
    return Edit((Span(spot.start, end, text),), "put the text in quotes", (Value(path, raw),))


@fixer("L108")
def version(draft: Draft, finding: Finding) -> Edit | None:
    """Take a `v` away from before the numbers of a version, and add a third to two.

    Both say the same version: semver.org calls the v a prefix that is no part of it, and a patch that nobody counted is
    the patch 0. No scoresheet can hold the old text, because a rubric with this fault makes none.
    """
    spot = draft.spot(finding.location)
    match = _VERSION.fullmatch(spot.node.value.strip()) if spot else None
    if spot is None or match is None:
        return None
    text = match[1] if match[2] else f"{match[1]}.0"
    spans = rewritten(spot, text)
    return Edit(spans, f"write {text}", (Value(spot.path, text),)) if spans else None


@fixer("L001")
def colon_in_text(draft: Draft, finding: Finding) -> Edit | None:
    """Quote the rest of a line whose text holds a colon, where the file is YAML then.

    A reader of YAML stops at the first such line, so the others are looked for here: all of them, or none.
    """
    if draft.root is not None or not draft.text:
        return None
    most = max(1, min(_MOST_LINES, _MOST_CHARACTERS // len(draft.text)))
    spans: dict[int, Span] = {}
    mended, line = draft, finding.location.line or 0
    while mended.root is None:
        span = _rest_of_line(draft, line - 1)
        if span is None or line in spans or len(spans) >= most:
            return None
        spans[line] = span
        mended = draft.edited(spans.values())
        first = next(iter(mended.source.findings), None)
        if mended.root is None and (first is None or first.code != YAML_SYNTAX.code):
            return None
        line = (first.location.line if first else None) or 0
    if any(each.code == WRONG_TYPE.code and each.location.line in spans for each in mended.reading.findings):
        return None
    return Edit(tuple(spans.values()), "put the text in quotes", lines=tuple(spans))


def _rest_of_line(draft: Draft, line: int) -> Span | None:
    """Give the span that quotes the text behind the first colon of a line, without the comment behind it."""
    text = draft.line_text(line)
    head, colon, rest = text.partition(": ")
    value = re.split(r"[ \t]+#", rest, maxsplit=1)[0].strip()
    if not colon or set(head) & _SIGNS or value[:1] in _SIGNS or value[:2] in {"- ", "? "}:
        return None
    shown = quoted(value)
    if shown is None or (": " not in value and not value.endswith(":")):
        return None
    start = draft.starts[line] + len(head) + len(colon) + rest.index(value)
    return Span(start, start + len(value), shown)
