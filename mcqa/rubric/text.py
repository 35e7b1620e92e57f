"""YAML text becomes a tree of nodes that know their line and column; nothing is interpreted and nothing can explode.

Scalars stay the text that was typed (YAML 1.2 spirit: `Yes`, `012` and `1.10` are text); the reader of the format
decides by key which are numbers. Size and depth are bounded, aliases are refused, before a tree is built.
"""

from __future__ import annotations

import hashlib
from typing import Any, NamedTuple

import yaml

from mcqa.findings import Finding, Location
from mcqa.rubric.kinds import ALIAS, ENCODING, YAML_SYNTAX

MAX_BYTES = 2_000_000
MAX_DEPTH = 40
MAX_SAME = 20

# every plain scalar stays text; the C parser is used where PyYAML was built with it
_PLAIN = {"yaml_implicit_resolvers": dict[str, list[object]]()}
_Loader = type("_Loader", (yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader,), _PLAIN)


class _AliasBlindLoader(yaml.SafeLoader):
    """Puts the name of an alias where it stands, so that the rest of the file can be checked all the same."""

    yaml_implicit_resolvers = _PLAIN["yaml_implicit_resolvers"]

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            event = self.get_event()  # type: ignore[no-untyped-call]  # the stubs leave it out
            start, end = event.start_mark, event.end_mark
            return yaml.ScalarNode("tag:yaml.org,2002:str", f"*{event.anchor}", start, end, style='"')
        return super().compose_node(parent, index)


class YamlText(NamedTuple):
    """A file as read: its text, its hash, its root node where it has one, and what was wrong with it."""

    file: str
    text: str
    sha256: str
    root: yaml.Node | None
    findings: tuple[Finding, ...]


def parse(content: bytes, file: str) -> YamlText:
    """Read the bytes of a YAML file; `root` is None when a finding says why there is no tree."""
    sha256 = hashlib.sha256(content).hexdigest()

    def failed(finding: Finding, text: str = "") -> YamlText:
        return YamlText(file=file, text=text, sha256=sha256, root=None, findings=(finding,))

    if len(content) > MAX_BYTES:
        message = f"the file has {len(content) / 1e6:.1f} MB; a rubric has at most {MAX_BYTES / 1e6:.0f} MB"
        return failed(YAML_SYNTAX.at(Location(file=file, line=1, column=1), message, hint="is this the right file?"))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return failed(_bad_encoding(content, error, file))
    try:
        found = _guard(text, file)
        root = yaml.compose(text, Loader=_AliasBlindLoader if found else _Loader) if not _stops(found) else None
    except yaml.YAMLError as error:
        return failed(_syntax_finding(error, text, file), text)
    if root is None and not found:
        place = Location(file=file, line=1, column=1)
        found = [YAML_SYNTAX.at(place, "the file is empty", hint="start with `format: mcqa-rubric/1`")]
    return YamlText(file=file, text=text, sha256=sha256, root=root, findings=tuple(found))


def _place(mark: Any, file: str) -> Location:
    return Location(file=file) if mark is None else Location(file=file, line=mark.line + 1, column=mark.column + 1)


def _stops(found: list[Finding]) -> bool:
    return any(finding.code != ALIAS.code for finding in found)


def _guard(text: str, file: str) -> list[Finding]:
    """Run over the events once: depth, aliases and the number of documents, before any tree is built."""
    found: list[Finding] = []
    depth = documents = 0
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.ScalarEvent):
            continue
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MAX_DEPTH:
                message = f"nested more than {MAX_DEPTH} deep"
                return [YAML_SYNTAX.at(_place(event.start_mark, file), message, hint="a rubric nests at most 8 deep")]
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        elif isinstance(event, yaml.AliasEvent) and len(found) < MAX_SAME:
            message = f"an alias, *{event.anchor}, stands in place of text"
            hint = "write the text out: a rubric is read where it stands"
            found.append(ALIAS.at(_place(event.start_mark, file), message, hint=hint))
        elif isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                place = _place(event.start_mark, file)
                return [YAML_SYNTAX.at(place, "a second YAML document begins here", hint="one rubric per file")]
    return found


def _bad_encoding(content: bytes, error: UnicodeDecodeError, file: str) -> Finding:
    before = content[: error.start]
    line = before.count(b"\n") + 1
    column = error.start - (before.rfind(b"\n") + 1) + 1
    message = f"byte 0x{content[error.start]:02x} is not UTF-8"
    hint = "save the file as UTF-8 (in most editors: Save with encoding)"
    return ENCODING.at(Location(file=file, line=line, column=column), message, hint=hint)


def _syntax_finding(error: yaml.YAMLError, text: str, file: str) -> Finding:
    if isinstance(error, yaml.MarkedYAMLError) and (mark := error.problem_mark or error.context_mark):
        place = _place(mark, file)
        lines = text.splitlines()
        line = lines[mark.line] if mark.line < len(lines) else ""
        indent = line[: len(line) - len(line.lstrip())]
        if "\t" in indent:
            return ENCODING.at(place, "a tab indents this line", hint="indent with spaces: YAML forbids tabs there")
        said = ", ".join(part for part in (error.context, error.problem) if part)
        return YAML_SYNTAX.at(place, said or "not YAML", hint=_syntax_hint(line))
    position = getattr(error, "position", None)
    if isinstance(position, int) and 0 <= position <= len(text):
        before = text[:position]
        line_no, column = before.count("\n") + 1, position - (before.rfind("\n") + 1) + 1
        place = Location(file=file, line=line_no, column=column)
        return ENCODING.at(place, "a character that YAML does not allow", hint="remove control characters")
    return YAML_SYNTAX.at(Location(file=file, line=1, column=1), str(error).splitlines()[0])


def _syntax_hint(line: str) -> str:
    value = line.partition(":")[2].strip()
    if ": " in value and value[:1] not in {'"', "'"}:
        return "put the text in quotes: a colon and a space begin a new value"
    return "check the indentation and the quotes here and in the line above"
