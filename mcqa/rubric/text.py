"""YAML text becomes a tree of nodes that know their line and column; nothing is interpreted and nothing can explode.

Scalars stay the text that was typed (YAML 1.2 spirit: `Yes`, `012` and `1.10` are text); the reader of the format
decides by key which are numbers. Size and depth are bounded, aliases are refused, before a tree is built.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import yaml

from mcqa.findings import Finding, Location
from mcqa.rubric.kinds import ALIAS, ENCODING, UNTIDY_TEXT, YAML_SYNTAX

MAX_BYTES = 2_000_000
MAX_DEPTH = 40
MAX_VALUES = 100_000

# the C parser is used where PyYAML was built with it
_Loader: type[yaml.CSafeLoader | yaml.SafeLoader]
if yaml.__with_libyaml__:
    _Loader = yaml.CSafeLoader
else:
    from mcqa.rubric.python_loader import PythonLoader

    _Loader = PythonLoader
# line separators are among them: they break lines in YAML 1.1, not in 1.2 and not in editors
_FORBIDDEN = "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]"
_BREAK = re.compile(r"\r\n|[\r\n]")


class AliasNode(yaml.ScalarNode):
    """Holds the place of an alias, so that the rest of the file can be checked all the same."""


class YamlText(NamedTuple):
    """A file as read: its text, its bytes, its root node where it has one, and what was wrong with it."""

    file: str
    text: str
    content: bytes
    root: yaml.Node | None
    findings: tuple[Finding, ...]

    @property
    def sha256(self) -> str:
        """The hash of the bytes; who does not ask for it does not load the library."""
        import hashlib

        return hashlib.sha256(self.content).hexdigest()


def parse(content: bytes, file: str) -> YamlText:
    """Read the bytes of a YAML file; `root` is None when a finding says why there is no tree."""

    def failed(finding: Finding, text: str = "") -> YamlText:
        return YamlText(file=file, text=text, content=content, root=None, findings=(finding,))

    if len(content) > MAX_BYTES:
        message = f"the file has more than {MAX_BYTES / 1e6:.0f} MB, the most that a rubric may have"
        return failed(YAML_SYNTAX.at(Location(file=file, line=1, column=1), message, hint="is this the right file?"))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return failed(_bad_encoding(error, file))
    if forbidden := _forbidden(text):
        message = f"the character U+{ord(forbidden[0]):04X}, which YAML does not allow or reads as a line break"
        place = _place_in(text[: forbidden.start()], file)
        return failed(ENCODING.at(place, message, hint="remove this character; is the file plain text?"), text)
    tree = _Tree(file)
    try:
        tree.grow(text)
    except yaml.MarkedYAMLError as error:
        return failed(_syntax_finding(error, text, file), text)
    if tree.root is None and not tree.found:
        place = Location(file=file, line=1, column=1)
        tree.found.append(YAML_SYNTAX.at(place, "the file is empty", hint="start with `format: mcqa-rubric/1`"))
    elif tree.root is not None and tree.documents == 1:
        tree.found += _untidy(content, text, tree.root, file)
    return YamlText(file=file, text=text, content=content, root=tree.root, findings=tuple(tree.found))


def _forbidden(text: str) -> re.Match[str] | None:
    """Find a character that YAML does not allow; in most files every line is plainly printable."""
    return None if text.replace("\n", "").isprintable() else re.search(_FORBIDDEN, text)


class _Tree:
    """Grows from the events of the parser, one by one, and stops growing at a bound."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.root: yaml.Node | None = None
        self.found: list[Finding] = []
        self.open: list[yaml.CollectionNode] = []
        self.values = self.documents = 0

    def grow(self, text: str) -> None:
        """Take every event; after a bound is passed there is no root."""
        loader = _Loader(text)
        try:
            self.take(loader.get_event)
        finally:
            loader.dispose()

    def take(self, next_event: Callable[[], yaml.Event | None]) -> None:
        """Take events until there are no more; the most frequent kinds are looked for first."""
        while (event := next_event()) is not None:
            if type(event) is yaml.ScalarEvent and self.open and self.values < MAX_VALUES:
                # most of what stands in a rubric; the style of a plain text is None or empty, as the parser has it
                start: Any = event.start_mark
                end: Any = event.end_mark
                self.values += 1
                self.open[-1].value.append(yaml.ScalarNode("", event.value, start, end, style=event.style or None))
            elif isinstance(event, yaml.NodeEvent):
                self.add(event)
                if self.values > MAX_VALUES:
                    self.stop(event, f"more than {MAX_VALUES} values", "is this the right file?")
                    return
                if len(self.open) > MAX_DEPTH:
                    self.stop(event, f"nested more than {MAX_DEPTH} deep", "a rubric nests at most 8 deep")
                    return
            elif isinstance(event, yaml.CollectionEndEvent):
                self.close()
            elif isinstance(event, yaml.DocumentStartEvent):
                self.documents += 1
                if self.documents > 1:
                    place = _place(event.start_mark, self.file)
                    hint = "one rubric per file"
                    self.found.append(YAML_SYNTAX.at(place, "a second YAML document begins here", hint=hint))
                    return

    def add(self, event: yaml.NodeEvent) -> None:
        """Put the node of an event where it belongs."""
        self.values += 1
        start: Any = event.start_mark
        end: Any = event.end_mark
        node: yaml.Node
        if isinstance(event, yaml.ScalarEvent):
            # the style of a plain scalar is empty with one parser and None with the other
            node = yaml.ScalarNode("", event.value, start, end, style=event.style or None)
            if self.open:
                self.open[-1].value.append(node)
            else:
                self.root = node
            return
        if isinstance(event, yaml.AliasEvent):
            node = AliasNode("", f"*{event.anchor}", start, end)
            message = f"an alias, *{event.anchor}, stands in place of text"
            hint = "write the text out: a rubric is read where it stands"
            self.found.append(ALIAS.at(_place(start, self.file), message, hint=hint))
        else:
            of_pairs = isinstance(event, yaml.MappingStartEvent)
            node = (yaml.MappingNode if of_pairs else yaml.SequenceNode)("", [], start, end)
        if self.open:
            self.open[-1].value.append(node)
        else:
            self.root = node
        if isinstance(node, yaml.CollectionNode):
            self.open.append(node)

    def close(self) -> None:
        """End a list or a mapping; the nodes of a mapping are its keys and values in turn."""
        node = self.open.pop()
        if isinstance(node, yaml.MappingNode):
            node.value = list(zip(node.value[::2], node.value[1::2], strict=True))

    def stop(self, event: yaml.Event, message: str, hint: str) -> None:
        """Give up on a tree that no rubric can have."""
        self.root = None
        self.found = [YAML_SYNTAX.at(_place(event.start_mark, self.file), message, hint=hint)]


def _place(mark: Any, file: str) -> Location:
    return Location(file=file) if mark is None else Location(file=file, line=mark.line + 1, column=mark.column + 1)


def _place_in(before: str, file: str) -> Location:
    lines = _BREAK.split(before)
    return Location(file=file, line=len(lines), column=len(lines[-1]) + 1)


def _bad_encoding(error: UnicodeDecodeError, file: str) -> Finding:
    # the object of the error is the content without its byte order mark
    message = f"byte 0x{error.object[error.start]:02x} is not UTF-8"
    hint = "save the file as UTF-8 (in most editors: Save with encoding)"
    return ENCODING.at(_place_in(error.object[: error.start].decode("utf-8"), file), message, hint=hint)


def _syntax_finding(error: yaml.MarkedYAMLError, text: str, file: str) -> Finding:
    mark, said = error.problem_mark or error.context_mark, error.problem or ""
    lines = _BREAK.split(text)
    if mark and error.context_mark and not "".join(lines[mark.line :])[mark.column :].strip():
        # a quote or a bracket that nobody closes: the end of the file says little, the place where it opens all
        mark = error.context_mark
    if mark is None:
        return YAML_SYNTAX.at(Location(file=file, line=1, column=1), said or "not YAML")
    line = lines[mark.line] if mark.line < len(lines) else ""
    indent = line[: len(line) - len(line.lstrip())]
    if "\t" in indent:
        place = Location(file=file, line=mark.line + 1, column=indent.index("\t") + 1)
        return ENCODING.at(place, "a tab indents this line", hint="indent with spaces: YAML forbids tabs there")
    if said == _BAD_ESCAPE and (half := re.match(_HALF_OF_A_PAIR, line[mark.column :])):
        place = _place(mark, file)
        message = f"the escape \\{line[mark.column - 1]}{half[0]} is half of a character"
        return ENCODING.at(place, message, hint="write the character itself")
    message = ", ".join(part for part in (error.context, said) if part)
    return YAML_SYNTAX.at(_place(mark, file), message or "not YAML", hint=_syntax_hint(line))


# what both parsers say of an escape that stands for no character, and the digits of one that stands for half of one
_BAD_ESCAPE = "found invalid Unicode character escape code"
_HALF_OF_A_PAIR = "(?:0000)?[dD][89a-fA-F][0-9a-fA-F]{2}"


def _syntax_hint(line: str) -> str:
    value = line.partition(":")[2].strip()
    if ": " in value and value[:1] not in {'"', "'"}:
        return "put the text in quotes: a colon and a space begin a new value"
    return "check the indentation and the quotes here and in the line above"


# the sorts of untidiness, as the findings call them
BYTE_ORDER_MARK = "byte order mark"
LINE_ENDS = "line ends"
TRAILING_SPACE = "white space at line ends"
END_OF_FILE = "end of file"
# how a blank before a line break looks; to look for these is many times faster than to match a pattern
_BLANK_ENDS = (" \n", "\t\n")
_BLANK_RETURNS = (" \r", "\t\r")
_BLANKS = (" ", "\t")


def _untidy(content: bytes, text: str, root: yaml.Node, file: str) -> list[Finding]:
    """Find white space and line breaks that carry nothing: one finding for each sort, at its first place."""
    found = []

    def note(sort: str, offset: int, message: str, hint: str, value: int | None = None) -> None:
        place = _place_in(text[:offset], file)
        shown = None if value is None else str(value)
        found.append(UNTIDY_TEXT.at(place, message, hint=hint, subject=sort, value=shown))

    if content.startswith(codecs.BOM_UTF8):
        note(BYTE_ORDER_MARK, 0, "the file begins with a byte order mark", "save the file as UTF-8 without it")
    returns = "\r" in text
    if returns:
        number, message = _returns(text)
        note(LINE_ENDS, text.index("\r"), message, "end every line with a line feed alone (LF)", number)
    blank_ends = _BLANK_ENDS + (_BLANK_RETURNS if returns else ())
    trailing: list[tuple[int, int]] = []
    if text.endswith(_BLANKS) or any(ends in text for ends in blank_ends):
        trailing = trailing_space(text, root)
    if trailing:
        message = f"{_counted(len(trailing), 'line ends', 'lines end')} in white space"
        note(TRAILING_SPACE, trailing[0][0], message, "remove the white space that nobody sees", len(trailing))
    if not text.endswith(("\n", "\r")):
        note(END_OF_FILE, len(text), "the last line has no line break", "end the file with a line break")
    elif (empty := empty_lines_at_end(text, root)) is not None:
        number = len(_BREAK.findall(text, empty))
        note(END_OF_FILE, empty, f"the file ends in {number} empty lines", "end the file with one line break", number)
    return found


def _returns(text: str) -> tuple[int, str]:
    """Count the lines that end in a carriage return, and say how they do."""
    pairs = text.count("\r\n")
    alone, feeds = text.count("\r") - pairs, text.count("\n") - pairs
    said = [
        f"{_counted(number, 'line ends', 'lines end')} in {how}"
        for number, how in ((pairs, "CR LF"), (alone, "CR alone"), (feeds, "LF"))
        if number
    ]
    return pairs + alone, ", ".join(said)


def _counted(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def trailing_space(text: str, root: yaml.Node) -> list[tuple[int, int]]:
    """Give where lines end in white space that is no content: not in literal text (`|`), not after a backslash."""
    literal: set[int] = set()
    for node in _scalars(root):
        if node.style == "|":
            last = node.end_mark.line if node.end_mark.column else node.end_mark.line - 1
            literal.update(range(node.start_mark.line + 1, last + 1))
    found, begin = [], 0
    for line, end in enumerate((*(match.start() for match in _BREAK.finditer(text)), len(text))):
        stripped = len(text[begin:end].rstrip(" \t")) + begin
        if stripped < end and line not in literal and text[stripped - 1 : stripped] != "\\":
            found.append((stripped, end))
        begin = end + (2 if text[end : end + 2] == "\r\n" else 1)
    return found


def empty_lines_at_end(text: str, root: yaml.Node) -> int | None:
    """Give where more than one empty line begins at the end of a text; None where there is none, or it is content."""
    tail = len(text.rstrip())
    first = _BREAK.search(text, tail)
    if first is None or len(_BREAK.findall(text, first.end())) < _TOO_MANY:
        return None
    last = max(_scalars(root), key=lambda node: (node.end_mark.line, node.end_mark.column))
    kept = last.style in {"|", ">"} and last.value[len(last.value.rstrip()) :] not in {"", "\n"}
    return None if kept else first.end()


_TOO_MANY = 2


def _scalars(root: yaml.Node) -> Iterator[yaml.ScalarNode]:
    todo = [root]
    while todo:
        node = todo.pop()
        if isinstance(node, yaml.ScalarNode):
            yield node
        elif isinstance(node, yaml.MappingNode):
            todo += [part for pair in node.value for part in pair]
        elif isinstance(node, yaml.SequenceNode):
            todo += node.value
