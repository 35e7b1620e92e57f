"""An edit: what is to be put where in the text of a rubric, and what the data of the rubric are to be afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from mcqa.findings import Finding
from mcqa.lint.fixing.draft import Draft, Span
from mcqa.rubric.read import Path


class Applied(NamedTuple):
    """One thing that was mended: the code and the name of its finding, the line at that time, and what was done."""

    code: str
    name: str
    line: int
    what: str


class Value(NamedTuple):
    """The value at a path becomes another, or is there at last."""

    path: Path
    value: object


class Renamed(NamedTuple):
    """A key of the mapping at a path gets another name, at the same place in the order."""

    path: Path
    old: str
    new: str


class Reordered(NamedTuple):
    """The items of a list, or the keys of a mapping, stand in another order: `order` holds indices or keys."""

    path: Path
    order: tuple[int | str, ...]


class Respaced(NamedTuple):
    """The text at a path may differ in white space."""

    path: Path


Change = Value | Renamed | Reordered | Respaced


class Edit(NamedTuple):
    """What mends one finding: the spans to replace, what to say of it, and the changes of the data that it brings.

    Without changes the data have to stay as they are.
    """

    spans: tuple[Span, ...]
    what: str
    changes: tuple[Change, ...] = ()
    # more lines than that of the finding, where one edit mends the same fault in several
    lines: tuple[int, ...] = ()


class Proposal(NamedTuple):
    """An edit and the finding that it is to mend."""

    finding: Finding
    edit: Edit

    @property
    def applied(self) -> list[Applied]:
        """What to report once it is done."""
        lines = self.edit.lines or (self.finding.location.line or 1,)
        return [Applied(self.finding.code, self.finding.name, line, self.edit.what) for line in lines]


Fixer = Callable[[Draft, Finding], Edit | None]
FIXERS: dict[str, Fixer] = {}


def fixer(*codes: str) -> Callable[[Fixer], Fixer]:
    """Register a function as what mends the findings of some codes; it gives None where it is not safe."""

    def register(function: Fixer) -> Fixer:
        for code in codes:
            if code in FIXERS:
                raise ValueError(f"findings {code} have a fixer already")
            FIXERS[code] = function
        return function

    return register


def expected(data: object, changes: Iterable[Change], found: object) -> object:
    """Give the data as they should be after some changes; what may be respaced is taken from what is found."""
    copied = _copy(data)
    changes = list(changes)
    renamed = [change for change in changes if isinstance(change, Renamed)]
    # names change last: the other changes say where they are by the old ones
    for change in changes:
        if isinstance(change, Respaced):
            now, then = _at(found, _by_new_names(change.path, renamed)), _at(copied, change.path)
            if isinstance(now, str) and isinstance(then, str) and now.split() == then.split():
                _put(copied, change.path, now)
        elif isinstance(change, Value):
            _put(copied, change.path, change.value)
            # a value that could not be read before has its place in the order from the file
            _sort(_at(copied, change.path[:-1]), _at(found, change.path[:-1]))
        elif isinstance(change, Reordered):
            _put(copied, change.path, _reordered(_at(copied, change.path), change))
    for path, names in _by_mapping(renamed).items():
        around = _at(copied, path)
        if isinstance(around, dict):
            _put(copied, path, {names.get(key, key): item for key, item in around.items()})
    return copied


def _by_mapping(renamed: Iterable[Renamed]) -> dict[Path, dict[str, str]]:
    """Give the new names of keys by the old ones, for each mapping."""
    names: dict[Path, dict[str, str]] = {}
    for path, old, new in renamed:
        names.setdefault(path, {})[old] = new
    return names


def _by_new_names(path: Path, renamed: Iterable[Renamed]) -> Path:
    for around, old, new in renamed:
        here = len(around)
        if path[: here + 1] == (*around, old):
            path = (*around, new, *path[here + 1 :])
    return path


def _reordered(value: Any, change: Reordered) -> object:
    if isinstance(value, list):
        return [value[index] for index in change.order if isinstance(index, int)]
    if isinstance(value, dict):
        return {key: value[key] for key in change.order if key in value}
    return value


def same(one: object, other: object) -> bool:
    """Whether two pieces of data are the same, the order of keys with them; None is no value."""
    if isinstance(one, dict) and isinstance(other, dict):
        mine, theirs = list(one.items()), list(other.items())
        return [key for key, _ in mine] == [key for key, _ in theirs] and all(
            same(value, there) for (_, value), (_, there) in zip(mine, theirs, strict=True)
        )
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    return type(one) is type(other) and one == other


def _copy(data: object) -> object:
    if isinstance(data, dict):
        return {key: _copy(value) for key, value in data.items()}
    return [_copy(value) for value in data] if isinstance(data, list) else data


def _at(data: Any, path: Path) -> object:
    for part in path:
        if isinstance(data, dict):
            data = data.get(part)
        elif isinstance(data, list) and isinstance(part, int) and part < len(data):
            data = data[part]
        else:
            return None
    return data


def _sort(data: object, like: object) -> None:
    if isinstance(data, dict) and isinstance(like, dict) and data.keys() == like.keys():
        items = dict(data)
        data.clear()
        data.update({key: items[key] for key in like})


def _put(data: object, path: Path, value: object) -> None:
    around: Any = _at(data, path[:-1])
    inside = isinstance(around, list) and isinstance(path[-1], int) and path[-1] < len(around)
    if inside or isinstance(around, dict):
        around[path[-1]] = value
