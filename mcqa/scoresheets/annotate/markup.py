"""Change single places in the text of an XML part, and leave every other byte as it is.

A parser that writes a part anew drops what it does not know: drop-downs, pictures, prefixes that other parts rely on.
The parts have been read before, so that their tags can be found by a plain search.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from xml.sax.saxutils import escape

_TAG = re.compile(
    r"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>|<(/?)([^\s/>!?]+)((?:[^>\"']|\"[^\"]*\"|'[^']*')*?)(/?)>", re.DOTALL
)
_ATTRIBUTE = re.compile(r"\s([\w:.-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
# what XML cannot hold
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class OddWorkbookError(Exception):
    """The parts of a workbook do not fit together in the usual way, though it could be read."""


class Tag(NamedTuple):
    """One tag: where it stands, its name without a prefix, and what kind of tag it is."""

    start: int
    end: int
    name: str
    prefix: str
    attributes: str
    closing: bool
    empty: bool

    def get(self, name: str) -> str | None:
        """Give the value of an attribute, as written; None when it is not there."""
        for match in _ATTRIBUTE.finditer(self.attributes):
            if match[1] == name:
                return match[2] if match[2] is not None else match[3]
        return None


class Change(NamedTuple):
    """Text that takes the place of what stands from `start` to `end`."""

    start: int
    end: int
    text: str


def decoded(content: bytes) -> str:
    """Give the text of a part; it is written back as UTF-8."""
    if content[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        text = content.decode("utf-16")
        return re.sub(r"(<\?xml[^>]*?encoding\s*=\s*[\"'])[^\"']*", r"\1UTF-8", text, count=1)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise OddWorkbookError("a part is not UTF-8") from None


def tags(text: str, start: int = 0) -> Iterator[Tag]:
    """Give the tags of a text in order, without comments and declarations."""
    for match in _TAG.finditer(text, start):
        if match[2]:
            prefix, _, name = match[2].rpartition(":")
            yield Tag(
                match.start(),
                match.end(),
                name,
                prefix + ":" if prefix else "",
                match[3],
                bool(match[1]),
                bool(match[4]),
            )


def root(text: str) -> Tag:
    """Give the first tag of a text."""
    for tag in tags(text):
        return tag
    raise OddWorkbookError("a part holds no XML")


def child(text: str, name: str) -> Tag | None:
    """Give the first opening tag of a name; None where there is none."""
    return next((tag for tag in tags(text) if tag.name == name and not tag.closing), None)


def end_of(text: str, name: str) -> Tag:
    """Give the last closing tag of a name."""
    found = None
    for tag in tags(text):
        if tag.name == name and tag.closing:
            found = tag
    if found is None:
        raise OddWorkbookError(f"a part has no end of {name}")
    return found


def changed(text: str, changes: Iterable[Change]) -> str:
    """Make changes that do not overlap; several insertions at one place keep their order."""
    parts, at = [], 0
    for change in sorted(changes, key=lambda change: change.start):
        parts += [text[at : change.start], change.text]
        at = change.end
    return "".join([*parts, text[at:]])


def with_attribute(tag: Tag, text: str, name: str, value: str) -> Change:
    """Set an attribute of a tag that has no prefix."""
    old = text[tag.start : tag.end]
    pattern = re.compile(rf"(\s{name}\s*=\s*)(?:\"[^\"]*\"|'[^']*')")
    if pattern.search(old):
        new = pattern.sub(lambda match: f'{match[1]}"{value}"', old, count=1)
    else:
        close = "/>" if tag.empty else ">"
        new = f'{old[: -len(close)].rstrip()} {name}="{value}"{close}'
    return Change(tag.start, tag.end, new)


def appended(text: str, name: str, inside: str, *, count: int | None = None) -> str:
    """Put text at the end of the first element of a name, and set its `count`."""
    opening = child(text, name)
    if opening is None:
        raise OddWorkbookError(f"a part has no {name}")
    if opening.empty:
        whole = text[opening.start : opening.end].removesuffix("/>").rstrip()
        more = f"{whole}>{inside}</{opening.prefix}{name}>"
        text = changed(text, [Change(opening.start, opening.end, more)])
    else:
        closing = next((tag for tag in tags(text, opening.end) if tag.name == name and tag.closing), None)
        if closing is None:
            raise OddWorkbookError(f"a part has no end of {name}")
        text = changed(text, [Change(closing.start, closing.start, inside)])
    if count is None:
        return text
    opening = child(text, name)
    return text if opening is None else changed(text, [with_attribute(opening, text, "count", str(count))])


def plain(text: str) -> str:
    """Write text so that XML can hold it."""
    return escape(_ILLEGAL.sub("", text), {'"': "&quot;"})
