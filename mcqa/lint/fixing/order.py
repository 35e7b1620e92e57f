"""Order: levels by their scores, descriptors in the order of the scale, each moved with its comments."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import NamedTuple

import yaml

from mcqa.findings import Finding
from mcqa.lint.fixing.draft import Draft, Span
from mcqa.lint.fixing.edit import Edit, Reordered, fixer
from mcqa.lint.fixing.names import entry_at

_NUMBER = re.compile(r"[-+]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]+)?")


@fixer("L104")
def levels(draft: Draft, finding: Finding) -> Edit | None:
    """Sort the levels of a scale by score, where every level has one of its own; each id keeps its score."""
    spot = draft.spot(finding.location)
    if spot is None or spot.path[-1:] != ("score",) or spot.path[-3:-2] != ("levels",):
        return None
    path = spot.path[:-2]
    found = draft.collection(path)
    if found is None or not isinstance(found[0], yaml.SequenceNode):
        return None
    scores = [_score(item) for item in found[0].value]
    known = [score for score in scores if score is not None]
    if len(known) < len(scores) or len(set(known)) < len(known):
        return None
    order = sorted(range(len(known)), key=known.__getitem__)
    span = _moved(draft, *found, order)
    return Edit((span,), "sort the levels by score", (Reordered(path, tuple(order)),)) if span else None


def _score(item: yaml.Node) -> float | None:
    """Give the score of a level; None where it has none, or more than one."""
    pairs = item.value if isinstance(item, yaml.MappingNode) else []
    given = [value for key, value in pairs if key.value == "score"]
    if len(given) != 1 or not isinstance(given[0], yaml.ScalarNode) or not _NUMBER.fullmatch(given[0].value):
        return None
    score = float(given[0].value)
    return score if math.isfinite(score) and given[0].style is None else None


@fixer("L113")
def descriptors(draft: Draft, finding: Finding) -> Edit | None:
    """Put the descriptors of a component in the order of its scale, where every one is of a declared level."""
    spot, document = draft.spot(finding.location), draft.document
    if spot is None or document is None or not spot.is_key or spot.path[-2:-1] != ("levels",):
        return None
    found, component = draft.collection(spot.path[:-1]), entry_at(draft, spot.path[:-2])
    if found is None or component is None or not isinstance(found[0], yaml.MappingNode):
        return None
    names = [key.value for key, _ in found[0].value if isinstance(key, yaml.ScalarNode)]
    scale = document.all_level_ids(component)
    if len(names) < len(found[0].value) or len(set(names)) < len(names) or not set(names) <= set(scale):
        return None
    order = sorted(range(len(names)), key=lambda index: scale.index(names[index]))
    span = _moved(draft, *found, order)
    moved = Reordered(spot.path[:-1], tuple(names[index] for index in order))
    return Edit((span,), "put the descriptors in the order of the scale", (moved,)) if span else None


class _Gap(NamedTuple):
    """What stands between two entries: a comma and a blank line stay, a comment goes with the entry it is about."""

    comma: str
    behind: str
    stays: str
    before: str


def _moved(draft: Draft, node: yaml.Node, behind_key: int, order: Sequence[int]) -> Span | None:
    """Give the span that puts the entries of a list or a mapping in another order; None where that is not plain."""
    bracket, text = draft.bracket(node), draft.text
    entries = _entries(draft, node, block=bracket is None)
    if not entries or list(order) == sorted(order):
        return None
    begin = behind_key if bracket is None else draft.start_of(node) + 1
    inside = draft.end_of(node) - 1
    column = entries[0][0] - draft.starts[draft.line(entries[0][0])]
    first = _split(text[begin : entries[0][0]])
    gaps = [_Gap("", "", *first)]
    for (_, end), (start, _) in zip(entries, [*entries[1:], (inside, inside)], strict=True):
        last = end == entries[-1][1]
        if bracket is not None:
            gap = _flow_gap(text[end:start])
            if gap is None or (not gap.comma and not last):
                return None
        else:
            behind = _block_comments(column).match(text, end)
            at = behind.end() if behind else end
            gap = _Gap("", text[end:at], *(("", "") if last else _split(text[at:start])))
        gaps.append(gap)
    parts = [gaps[0].stays]
    for slot, index in enumerate(order):
        start, end = entries[index]
        follows, comment = gaps[slot + 1], gaps[index + 1].behind
        parts += [gaps[index].before, text[start:end], follows.comma, comment]
        if comment and bracket is not None and follows.stays.lstrip(" \t")[:1] not in {"\r", "\n"}:
            # a comment ends with its line, so what stood on the same line goes to the next
            first_break = re.search(r"\r\n|[\r\n]", text)
            parts.append((first_break[0] if first_break else "\n") + " " * column)
        parts.append(follows.stays)
    stop = inside if bracket is not None else entries[-1][1] + len(gaps[-1].behind)
    return Span(begin, stop, "".join([*parts, gaps[-1].before]))


def _entries(draft: Draft, node: yaml.Node, *, block: bool) -> list[tuple[int, int]]:
    """Give the offsets of the entries; in block style each begins its line, or there are none that can be moved."""
    found = []
    for entry in node.value:
        parts = entry if isinstance(entry, tuple) else (entry,)
        start = draft.start_of(parts[0])
        if block:
            before = draft.text[draft.starts[draft.line(start)] : start]
            lead = re.fullmatch(r"[ \t]*" if isinstance(entry, tuple) else r"([ \t]*)-[ \t]+", before)
            if lead is None:
                return []
            start -= 0 if isinstance(entry, tuple) else len(before) - len(lead[1])
        found.append((start, max(draft.end_of(part) for part in parts)))
    return found


def _block_comments(column: int) -> re.Pattern[str]:
    """Match the comment behind an entry in block style, and those below it that are indented deeper than it."""
    return re.compile(rf"(?:[ \t]+#[^\r\n]*)?(?:(?:\r\n|[\r\n])[ \t]{{{column + 1},}}#[^\r\n]*)*")


def _flow_gap(text: str) -> _Gap | None:
    """Split what stands behind an entry between brackets; None where a comment stands before the comma."""
    match = re.match(r"(\s*,)?([ \t]+#[^\r\n]*)?", text)
    comma, behind = (match[1] or "", match[2] or "") if match else ("", "")
    rest = text[len(comma) + len(behind) :]
    if "," in re.sub(r"#[^\r\n]*", "", rest):
        return None
    return _Gap(comma, behind, *_split(rest))


def _split(text: str) -> tuple[str, str]:
    """Split what stands before an entry: what stays there, and the comment right above it, which goes with it."""
    lines = text.splitlines(keepends=True)
    first = len(lines) - 1
    # the first line is the end of one that something else begins
    while first > 1 and lines[first - 1].lstrip(" \t").startswith("#"):
        first -= 1
    if first == len(lines) - 1 or first < 1:
        return text, ""
    stays = "".join(lines[:first]) + lines[first][: lines[first].index("#")]
    return stays, text[len(stays) :]
