"""Names of levels and roles that differ from a declared one by case, white space, dashes or underscores only."""

from __future__ import annotations

from collections.abc import Iterable

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
    beside: list[str] = []
    if spot.is_key and spot.path[-2:-1] == ("levels",):
        component: Path | None = spot.path[:-2]
        around = draft.node(spot.path[:-1])
        keys = [key for key, _ in around.value] if isinstance(around, yaml.MappingNode) else []
        beside = [key.value for key in keys if isinstance(key, yaml.ScalarNode) and key is not spot.node]
    elif not spot.is_key and spot.path[-1:] == ("level",):
        component = spot.path[:-3]
    elif not spot.is_key and spot.path == ("decision", "cut"):
        component = None
    else:
        return None
    entry = None if component is None else entry_at(draft, component)
    if component is not None and entry is None:
        return None
    return _as_declared(spot, document.all_level_ids(entry), beside)


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
    declared = [name for name in (own if isinstance(own, list) else []) if isinstance(name, str)]
    declared += document.base.roles if document.base else ()
    around = draft.node(spot.path[:-1])
    items = around.value if isinstance(around, yaml.SequenceNode) else []
    beside = [item.value for item in items if isinstance(item, yaml.ScalarNode) and item is not spot.node]
    return _as_declared(spot, declared, beside)


def _as_declared(spot: Spot, declared: Iterable[str], beside: Iterable[str]) -> Edit | None:
    """Give the edit that writes a name as it is declared; None where that is not plain, or stands beside it already."""
    name: str = spot.node.value
    meant = [each for each in dict.fromkeys(declared) if folded(each) == folded(name)]
    if len(meant) != 1 or any(folded(each) == folded(name) for each in beside):
        return None
    spans = rewritten(spot, meant[0])
    change: Change = Renamed(spot.path[:-1], name, meant[0]) if spot.is_key else Value(spot.path, meant[0])
    return Edit(spans, f"write {meant[0]}", (change,)) if spans else None
