"""A fault that many components share: told once, with their names, so that it does not bury what else is found."""

from __future__ import annotations

from collections.abc import Sequence

from mcqa.lint.document import Entry

# more components than this are gathered into one finding
FEW = 3
_NAMED = 6


def name_of(component: Entry) -> str:
    """Give the id of a component, or what to call one that has none."""
    return component.text("id") or "a component without id"


def names(components: Sequence[Entry]) -> str:
    """Give the first names in the order of the file, and the number of those that are not named."""
    found = [name_of(each) for each in components]
    if len(found) > _NAMED:
        return f"{', '.join(found[:_NAMED])} and {len(found) - _NAMED} more"
    return " and ".join([", ".join(found[:-1]), found[-1]] if len(found) > 1 else found)


def subjects(components: Sequence[Entry]) -> str | None:
    """Give the ids of all of them as the subject of one finding."""
    return ", ".join([name for each in components if (name := each.text("id"))]) or None
