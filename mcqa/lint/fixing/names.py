"""Names of levels and roles that differ from a declared one by case, white space, dashes or underscores only."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import yaml

from mcqa.findings import Finding
from mcqa.lint.document import Entry
from mcqa.lint.fixing.draft import Draft, Spot
from mcqa.lint.fixing.edit import Change, Edit, Renamed, Value, fixer
from mcqa.lint.fixing.quoting import folded, rewritten
from mcqa.rubric.read import Path


@fixer("L103")
def level(draft: Draft, finding: Finding) -> Edit | None:
    """Write the name of a level as the scale declares it. A name that differs by a letter is left to its author."""
    spot, document = draft.spot(finding.location), draft.document
    if spot is None or document is None:
        return None
    beside: dict[str, list[str]] = {}
    if spot.is_key and spot.path[-2:-1] == ("levels",):
        component: Path | None = spot.path[:-2]
        beside = _beside(draft, spot.path[:-1])
    elif not spot.is_key and spot.path[-1:] == ("level",):
        component = spot.path[:-3]
    elif not spot.is_key and spot.path == ("decision", "cut"):
        component = None
    else:
        return None
    entry = None if component is None else entry_at(draft, component)
    if component is not None and entry is None:
        return None
    scale = component if entry is not None and "scale" in entry.data else None
    declared = _folded(draft, ("levels", scale), lambda: document.all_level_ids(entry))
    return _as_declared(spot, declared, beside)


def entry_at(draft: Draft, path: Path) -> Entry | None:
    """Give the record at a path as the linter read it."""
    data: object = draft.reading.data
    for part in path:
        if isinstance(data, dict):
            data = data.get(part)
        elif isinstance(data, list) and isinstance(part, int):
            data = data[part]
    return Entry(path=path, data=data) if isinstance(data, dict) else None


@fixer("L106")
def role(draft: Draft, finding: Finding) -> Edit | None:
    """Write the name of a role as the rubric declares it, where the component does not name that role already."""
    spot, document = draft.spot(finding.location), draft.document
    if spot is None or document is None or spot.is_key or spot.path[-2:-1] != ("roles",):
        return None
    own = document.root.data.get("roles")
    base = document.base.roles if document.base else ()

    def roles() -> Iterable[str]:
        return [name for name in (*(own if isinstance(own, list) else ()), *base) if isinstance(name, str)]

    return _as_declared(spot, _folded(draft, ("roles", None), roles), _beside(draft, spot.path[:-1]))


def _folded(draft: Draft, key: tuple[str, Path | None], names: Callable[[], Iterable[str]]) -> dict[str, list[str]]:
    """Give some names by how they read folded; what was given for a key is remembered, there may be thousands."""
    if key not in draft.folded:
        found: dict[str, list[str]] = {}
        for name in names():
            found.setdefault(folded(name), []).append(name)
        draft.folded[key] = found
    return draft.folded[key]


def _beside(draft: Draft, path: Path) -> dict[str, list[str]]:
    """Give the keys of the mapping, or the items of the list, at a path."""

    def names() -> Iterator[str]:
        around = draft.node(path)
        for entry in around.value if isinstance(around, yaml.CollectionNode) else ():
            part = entry[0] if isinstance(entry, tuple) else entry
            if isinstance(part, yaml.ScalarNode):
                yield part.value

    return _folded(draft, ("beside", path), names)


def _as_declared(spot: Spot, declared: dict[str, list[str]], beside: dict[str, list[str]]) -> Edit | None:
    """Give the edit that writes a name as it is declared; None where that is not plain, or stands beside it already."""
    name: str = spot.node.value
    meant = list(dict.fromkeys(declared.get(folded(name), ())))
    # the name itself is one of those beside it
    if len(meant) != 1 or len(beside.get(folded(name), ())) > 1:
        return None
    spans = rewritten(spot, meant[0])
    change: Change = Renamed(spot.path[:-1], name, meant[0]) if spot.is_key else Value(spot.path, meant[0])
    return Edit(spans, f"write {meant[0]}", (change,)) if spans else None
