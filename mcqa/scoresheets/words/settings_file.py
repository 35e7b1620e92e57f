"""A small YAML file in which a coordinator says something: read whole, with every fault at once and its line.

It is read like a rubric: text stays the text that was typed (`Yes`, `No`, `012`), aliases and double keys are refused.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from mcqa.errors import UsageError
from mcqa.findings import Severity

if TYPE_CHECKING:
    import yaml

SHOWN_FAULTS = 20


class SettingsFile:
    """A file being read: what stands under each of its keys, and every fault found so far."""

    def __init__(self, path: Path, what: str, form: str, keys: Collection[str]) -> None:
        """Read the file, whose first key is `format: form`; UsageError where it cannot be read at all."""
        self.path, self.what = path, what
        self.faults: list[tuple[int, str]] = []
        self.nodes: dict[str, yaml.Node] = {}
        root = self._root()
        for key, node in self.pairs(root):
            if key in {"format", *keys}:
                self.nodes[key] = node
            else:
                self.fault(node, f"`{key}` is no key of {what}{_meant(key, keys)}")
        said = self.text("format")
        if "format" not in self.nodes:
            self.faults.append((1, f"`format: {form}` is missing"))
        elif said and said != form:
            self.fault(self.nodes["format"], f'the format is "{said}"; expected {form}')

    def fault(self, node: yaml.Node, message: str) -> None:
        """Note what is wrong with a value, at its line."""
        self.faults.append((node.start_mark.line + 1, message))

    def stop_if_faulty(self) -> None:
        """Raise UsageError with every fault found."""
        if not self.faults:
            return
        told = [f"line {line}: {message}" for line, message in sorted(self.faults)]
        more = [f"and {len(told) - SHOWN_FAULTS} more"] if len(told) > SHOWN_FAULTS else []
        raise UsageError(
            f"{self.path} cannot be used as {self.what}",
            hint="mend these lines; nothing was read",
            faults=[*told[:SHOWN_FAULTS], *more],
        )

    def pairs(self, node: yaml.Node) -> Iterator[tuple[str, yaml.Node]]:
        """Give the keys and values of a mapping, each key once; anything else is a fault."""
        import yaml

        if not isinstance(node, yaml.MappingNode):
            self.fault(node, "expected keys with values, as in `key: value`")
            return
        seen: dict[str, int] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode) or not key.value.strip():
                self.fault(key, "expected a plain word or a text in quotes before the colon")
            elif key.value in seen:
                self.fault(key, f"`{key.value}` stands twice; it was first given in line {seen[key.value]}")
            else:
                seen[key.value] = key.start_mark.line + 1
                yield key.value, value

    def text(self, key: str) -> str:
        """Give the text under a key; nothing where there is none."""
        return self.text_at(self.nodes[key], key) if key in self.nodes else ""

    def text_at(self, node: yaml.Node, key: str) -> str:
        """Give the text of a value; nothing, and a fault, where it is none."""
        import yaml

        if isinstance(node, yaml.ScalarNode) and node.value.strip():
            return str(node.value)
        self.fault(node, f"`{key}` needs a text")
        return ""

    def items(self, key: str) -> tuple[yaml.Node, ...]:
        """Give the values of a list under a key; a single value is a list of one."""
        if key not in self.nodes:
            return ()
        return self.items_at(self.nodes[key])

    @staticmethod
    def items_at(node: yaml.Node) -> tuple[yaml.Node, ...]:
        """Give the values of a list; a single value is a list of one."""
        import yaml

        return tuple(node.value) if isinstance(node, yaml.SequenceNode) else (node,)

    def texts(self, key: str) -> tuple[str, ...]:
        """Give the texts of a list under a key."""
        return tuple(text for node in self.items(key) if (text := self.text_at(node, key)))

    def number(self, key: str, among: Sequence[int]) -> int | None:
        """Give one of a few numbers under a key; None where there is none."""
        said = self.text(key)
        if said and said not in {str(each) for each in among}:
            self.fault(self.nodes[key], f'`{key}` is "{said}"; expected one of {", ".join(map(str, among))}')
            return None
        return int(said) if said else None

    def _root(self) -> yaml.Node:
        from mcqa.rubric.text import MAX_BYTES, parse
        from mcqa.scoresheets.bounds import read_whole

        try:
            content = read_whole(self.path, MAX_BYTES)
        except (OSError, ValueError) as error:
            said = getattr(error, "strerror", None) or error
            raise UsageError(f"{self.path} cannot be read: {said}", hint=f"give the path of {self.what}") from None
        source = parse(content, str(self.path))
        self.faults += [
            (finding.location.line or 1, finding.message)
            for finding in source.findings
            if finding.severity is Severity.ERROR
        ]
        # an alias leaves an empty text in its place, of which nothing more needs to be said
        if source.root is None or self.faults:
            self.stop_if_faulty()
        if source.root is None:
            raise UsageError(f"{self.path} is empty", hint=f"give the path of {self.what}")
        return source.root


def _meant(key: str, known: Collection[str]) -> str:
    import difflib

    close = difflib.get_close_matches(key.casefold(), known, n=1)
    return f"; did you mean `{close[0]}`?" if close else f"; there are: {', '.join(known)}"
