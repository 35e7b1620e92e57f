"""Whether the version says what happened: a reader of two numbers must learn whether ratings can be compared."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from mcqa.rubric.difference.change import Change, Effect
from mcqa.rubric.model import Rubric

_VERSION = re.compile(r"(\d+)\.(\d+)\.(\d+)(?:-([0-9A-Za-z.-]+))?(?:\+.*)?")


class VersionStep(NamedTuple):
    """The two versions, whether the step from one to the other is large enough, and what is wrong where it is not."""

    before: str
    after: str
    enough: bool
    note: str = ""


def version_step(old: Rubric, new: Rubric, changes: Iterable[Change]) -> VersionStep:
    """Hold the step of the version against the changes; two rubrics of different ids have versions of their own."""
    worst = max((change.effect.rank for change in changes if change.part != "version"), default=None)
    before, after = _order(old.version), _order(new.version)
    note = ""
    if worst is None or old.id != new.id or not before or not after:
        pass
    elif after < before:
        note = f"the version fell from {old.version} to {new.version}: are the two the wrong way round?"
    elif worst == Effect.BREAKS.rank and after[0][:2] <= before[0][:2]:
        major, minor, _ = after[0]
        note = (
            f"ratings can no longer be compared, which version {new.version} after {old.version} does not say: "
            f"raise it to {major}.{minor + 1}.0 or {major + 1}.0.0"
        )
    elif after == before:
        major, minor, patch = after[0]
        note = f"both versions are {new.version}: raise the newer one to {major}.{minor}.{patch + 1}"
    return VersionStep(before=old.version, after=new.version, enough=not note, note=note)


def _order(version: str) -> tuple[tuple[int, int, int], bool, tuple[tuple[bool, int, str], ...]] | None:
    """Give what semantic versions are ordered by: the numbers, and a version before its release is below it."""
    found = _VERSION.fullmatch(version)
    if not found:
        return None
    early = found[4].split(".") if found[4] else []
    steps = tuple((not part.isdigit(), int(part) if part.isdigit() else 0, part) for part in early)
    return (int(found[1]), int(found[2]), int(found[3])), not early, steps
