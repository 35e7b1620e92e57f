"""A YAML tree, held against the format, becomes plain data whose every value knows its place.

Reading never stops at a fault: what does not fit is reported and left out, and the rest goes on to the rules.
"""

from __future__ import annotations

import math
import re
import textwrap
from collections.abc import Iterable

import yaml

from mcqa.findings import Finding, Location
from mcqa.findings import Kind as FindingKind
from mcqa.rubric import format as rubric_format
from mcqa.rubric.bounds import MOST_OF_A_KIND, Guesses, rest
from mcqa.rubric.format import Choice, Flag, Kind, ListOf, Number, Record, Text, TextByKey
from mcqa.rubric.kinds import DUPLICATE_KEY, MISSING_KEY, UNKNOWN_KEY, WRONG_TYPE, YAML11_SCALAR
from mcqa.rubric.text import AliasNode, YamlText

Path = tuple[str | int, ...]
Data = dict[str, object]

# numbers and truth values as in YAML 1.2; a zero before another digit makes eights of tens in YAML 1.1
_OCTAL = r"[-+]?0[0-7]{1,15}"
_NUMBER = re.compile(r"[-+]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]+)?")
_FLAGS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
# no word of YAML 1.1 for a truth value or nothing is longer
_LONGEST_WORD = 5
_ALMOST_FLAGS = {"yes": "true", "on": "true", "y": "true", "no": "false", "off": "false", "n": "false"}


class Reading:
    """The data of one file, the node of every key (`keys`) and value (`nodes`), and the findings so far."""

    __slots__ = ("data", "file", "findings", "keys", "nodes")

    def __init__(self, *, file: str, findings: list[Finding]) -> None:
        """Begin with the findings that were made before."""
        self.file = file
        self.data: Data = {}
        self.nodes: dict[Path, yaml.Node] = {}
        self.keys: dict[Path, yaml.Node] = {}
        self.findings = findings

    def place(self, path: Path) -> Location:
        """Give the place of a value, or of the nearest thing around it."""
        while path and path not in self.nodes:
            path = path[:-1]
        node = self.nodes.get(path)
        return Location(file=self.file, line=1, column=1) if node is None else self.place_of(node)

    def key_place(self, path: Path) -> Location:
        """Give the place of a key, or of the nearest thing around it."""
        node = self.keys.get(path)
        return self.place(path) if node is None else self.place_of(node)

    def place_of(self, node: yaml.Node) -> Location:
        """Give the place where a node begins."""
        mark = node.start_mark
        return Location(file=self.file, line=mark.line + 1, column=mark.column + 1)


def read_rubric(source: YamlText) -> Reading:
    """Read the data of a rubric from its YAML tree."""
    reading = Reading(file=source.file, findings=[])
    reader = _Reader(reading)
    for finding in source.findings:
        reader.tell(finding)
    if source.root is not None:
        value = reader.read(source.root, rubric_format.RUBRIC, ())
        if isinstance(value, dict):
            reading.data = value
    return reading


class _Reader:
    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.overlay = False
        self.told: dict[str, int] = {}
        # of few kinds of record, whose names tell them apart
        self.guesses: dict[str, Guesses] = {}

    def read(self, node: yaml.Node, kind: Kind, path: Path) -> object:
        """Read one value; None when it does not fit, which a finding says."""
        self.reading.nodes[path] = node
        if isinstance(node, AliasNode):
            return None  # told while the tree grew
        match kind:
            case Record():
                return self.record(node, kind, path)
            case ListOf():
                return self.items(node, kind, path)
            case TextByKey():
                return self.texts(node, kind, path)
            case _:
                return self.scalar(node, kind, path)

    def place(self, node: yaml.Node) -> Location:
        return self.reading.place_of(node)

    def full(self, kind: FindingKind) -> bool:
        """Whether no more findings of a kind are to be made, and so none has to be looked for."""
        return self.told.get(kind.code, 0) > MOST_OF_A_KIND

    def tell(self, finding: Finding) -> None:
        """Take a finding; in place of the first that is too many stands one that says so."""
        before = self.told.get(finding.code, 0)
        self.told[finding.code] = before + 1
        if before <= MOST_OF_A_KIND:
            self.reading.findings.append(rest(finding) if before == MOST_OF_A_KIND else finding)

    def wrong(self, node: yaml.Node, path: Path, expected: str, hint: str | None = None) -> None:
        if self.full(WRONG_TYPE):
            return
        value = node.value if isinstance(node, yaml.ScalarNode) else None
        message = f"{dotted(path)} is {describe(node)}; expected {expected}"
        self.tell(WRONG_TYPE.at(self.place(node), message, hint=hint, subject=dotted(path), value=value))

    def record(self, node: yaml.Node, record: Record, path: Path) -> Data | None:
        if not isinstance(node, yaml.MappingNode):
            self.wrong(node, path, f"a mapping with the keys of {_a(record.name)}")
            return None
        if record is rubric_format.RUBRIC:
            self.overlay = any(key.value == "extends" for key, _ in node.value if isinstance(key, yaml.ScalarNode))
        data: Data = {}
        for name, key_node, value_node in self.pairs(node, path):
            if name not in record.keys:
                self.unknown(name, key_node, record, path)
                continue
            value = self.read(value_node, record.keys[name].kind, (*path, name))
            if value is not None:
                data[name] = value
        self.missing(node, record, path, data)
        return data

    def missing(self, node: yaml.MappingNode, record: Record, path: Path, data: Data) -> None:
        given = {key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode)}
        for name, key in record.keys.items():
            beside, word = key.required_with or ("", "")
            required = key.required or (word and data.get(beside) == word)
            if required and name not in given and not (self.overlay and key.inherited) and not self.full(MISSING_KEY):
                place = self.reading.key_place(path) if path in self.reading.keys else self.place(node)
                message = f"{named(record, path, data)} has no key `{name}`"
                self.tell(MISSING_KEY.at(place, message, hint=f"add `{name}:`. {key.doc}", subject=dotted(path)))

    def pairs(self, node: yaml.MappingNode, path: Path) -> Iterable[tuple[str, yaml.Node, yaml.Node]]:
        """Give the entries of a mapping with text keys, each key once; the others are findings."""
        seen: dict[str, int] = {}
        for key_node, value_node in node.value:
            if isinstance(key_node, AliasNode) or (key_node.value == "<<" and isinstance(value_node, AliasNode)):
                continue  # told while the tree grew
            if not isinstance(key_node, yaml.ScalarNode):
                self.wrong(key_node, (*path, "?"), "a plain word as a key")
                continue
            name = key_node.value
            if name in seen:
                if not self.full(DUPLICATE_KEY):
                    message = f"the key `{name}` stands twice; it was first given in line {seen[name]}"
                    hint = "keep one of the two: readers of YAML silently take either"
                    self.tell(DUPLICATE_KEY.at(self.place(key_node), message, hint=hint, subject=dotted((*path, name))))
                continue
            seen[name] = key_node.start_mark.line + 1
            self.reading.keys[*path, name] = key_node
            yield name, key_node, value_node

    def unknown(self, name: str, node: yaml.Node, record: Record, path: Path) -> None:
        if self.full(UNKNOWN_KEY):
            return
        close = self.guesses.setdefault(record.name, Guesses(record.keys)).closest(name)
        hint = f"did you mean `{close}`?" if close else f"known keys: {', '.join(record.keys)}"
        message = f"`{textwrap.shorten(name, 40, placeholder=' ...')}` is no key of {_a(record.name)}"
        self.tell(UNKNOWN_KEY.at(self.place(node), message, hint=hint, subject=dotted((*path, name)), value=name))

    def items(self, node: yaml.Node, kind: ListOf, path: Path) -> list[object] | None:
        if not isinstance(node, yaml.SequenceNode):
            self.wrong(node, path, "a list", hint="begin each item with a dash")
            return None
        if len(node.value) < kind.at_least:
            self.wrong(node, path, f"a list of at least {kind.at_least}")
        return [self.read(item, kind.item, (*path, index)) for index, item in enumerate(node.value)]

    def texts(self, node: yaml.Node, kind: TextByKey, path: Path) -> Data | None:
        if not isinstance(node, yaml.MappingNode):
            self.wrong(node, path, kind.what)
            return None
        data: Data = {}
        for name, key_node, value_node in self.pairs(node, path):
            child = (*path, name)
            self.reading.nodes[child] = value_node
            if isinstance(key_node, yaml.ScalarNode):
                self.note_yaml11(key_node, child)
            if isinstance(value_node, AliasNode):
                continue
            if isinstance(value_node, yaml.ScalarNode):
                self.note_yaml11(value_node, child)
                data[name] = value_node.value
            else:
                self.wrong(value_node, child, "text")
        return data

    def scalar(self, node: yaml.Node, kind: Kind, path: Path) -> object:
        if not isinstance(node, yaml.ScalarNode):
            self.wrong(node, path, expected(kind))
            return None
        typed: str = node.value
        plain = node.style is None
        fits: object = None
        match kind:
            case Text():
                return self.text(node, kind, path)
            case Choice():
                fits = typed if typed in kind.options else None
            case Flag():
                fits = _FLAGS.get(typed) if plain else None
            case Number():
                fits = _number(typed, kind) if plain else None
        if fits is None:
            self.wrong(node, path, expected(kind), hint=_hint(typed, kind, plain=plain))
        elif isinstance(kind, Number):
            self.note_octal(node, path)
        return fits

    def text(self, node: yaml.ScalarNode, kind: Text, path: Path) -> str | None:
        typed: str = node.value
        if not typed.strip():
            self.wrong(node, path, kind.what)
            return None
        # the pattern is written for the schema, where its end is the end; here it would let a line break pass
        if kind.pattern is not None and not re.fullmatch(kind.pattern.removesuffix("$"), typed):
            self.wrong(node, path, kind.what)
            return None
        self.note_yaml11(node, path)
        return typed

    def note_yaml11(self, node: yaml.ScalarNode, path: Path) -> None:
        """Say where a reader of YAML 1.1 would see a truth value, a number, a date or nothing at all."""
        if node.style is not None or not node.value or (len(node.value) > _LONGEST_WORD and node.value[0].isalpha()):
            return
        if self.full(YAML11_SCALAR):
            return
        resolvers = yaml.SafeLoader.yaml_implicit_resolvers.get(node.value[0], [])
        tag = next((tag for tag, pattern in resolvers if pattern.match(node.value)), "")
        other = tag.rpartition(":")[2]
        if other in _YAML11_WORDS:
            typed = textwrap.shorten(node.value, 40, placeholder="...")
            message = f"{dotted(path)}: unquoted {typed} is text here, but {_YAML11_WORDS[other]} to other tools"
            hint = f'write "{node.value}"'
            self.tell(YAML11_SCALAR.at(self.place(node), message, hint=hint, subject=dotted(path), value=node.value))

    def note_octal(self, node: yaml.ScalarNode, path: Path) -> None:
        """Say where a reader of YAML 1.1 would count in eights."""
        typed: str = node.value
        if re.fullmatch(_OCTAL, typed) and int(typed) != int(typed, 8):
            message = f"{dotted(path)}: {typed} is {int(typed)} here, but {int(typed, 8)} to other tools"
            hint = f"write {int(typed)}"
            self.tell(YAML11_SCALAR.at(self.place(node), message, hint=hint, subject=dotted(path), value=typed))


def _a(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


_YAML11_WORDS = {
    "bool": "a truth value",
    "int": "a number",
    "float": "a number",
    "null": "nothing",
    "timestamp": "a date",
}


def describe(node: yaml.Node) -> str:
    """Say in words what a node is, for messages."""
    if isinstance(node, yaml.MappingNode):
        return "a mapping"
    if isinstance(node, yaml.SequenceNode):
        return f"a list of {len(node.value)}" if node.value else "an empty list"
    typed = str(node.value)
    if not typed.strip():
        return "empty"
    return repr(textwrap.shorten(typed, 40, placeholder=" ..."))


def expected(kind: Kind) -> str:
    """Say in words what a kind of value is, for messages."""
    match kind:
        case Text():
            return kind.what
        case Choice():
            return kind.options[0] if len(kind.options) == 1 else "one of " + ", ".join(kind.options)
        case Flag():
            return "true or false"
        case Number():
            noun = "a whole number" if kind.whole else "a number"
            if kind.above is not None:
                return f"{noun} above {kind.above:g}"
            if kind.high is not None:
                return f"{noun} from {kind.low:g} to {kind.high:g}"
            return noun if kind.low is None else f"{noun} of at least {kind.low:g}"
        case _:
            return "a list" if isinstance(kind, ListOf) else "a mapping"


def dotted(path: Path) -> str:
    """Write a path as people read it: `standards[0].components[2].levels.met`."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else (f".{part}" if text else part)
    return text or "the file"


# records that people know by their id
_KNOWN_BY_ID = frozenset({"standard", "component", "level"})


def named(record: Record, path: Path, data: Data) -> str:
    """Say which record is meant, for messages: by its id where that could be read and people know it by that."""
    name = data.get("id")
    if record.name in _KNOWN_BY_ID and isinstance(name, str):
        return f"{record.name} {name}"
    return dotted(path) if path else "the rubric"


def _hint(typed: str, kind: Kind, *, plain: bool) -> str | None:
    """Say what was probably meant where a word, a truth value or a number does not fit."""
    if isinstance(kind, Choice):
        import difflib

        close = difflib.get_close_matches(typed.casefold(), kind.options, n=1)
        return f"did you mean {close[0]}?" if close else None
    if not plain and (typed in _FLAGS if isinstance(kind, Flag) else _NUMBER.fullmatch(typed)):
        return f"write {typed} without quotes"
    if isinstance(kind, Flag) and (meant := _ALMOST_FLAGS.get(typed.casefold())):
        return f"did you mean {meant}?"
    return None


def _number(typed: str, kind: Number) -> float | int | None:
    if not _NUMBER.fullmatch(typed):
        return None
    value = float(typed)
    if not math.isfinite(value) or (kind.whole and not value.is_integer()):
        return None
    too_low = (kind.low is not None and value < kind.low) or (kind.above is not None and value <= kind.above)
    if too_low or (kind.high is not None and value > kind.high):
        return None
    return int(value) if kind.whole else value
