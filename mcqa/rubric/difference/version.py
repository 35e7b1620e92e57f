"""Whether the version says what happened: a reader of two numbers must learn whether results can be compared.

A version has three numbers, and what changed says which of them must rise:

- the first (2.0.0 after 1.4.2), where earlier results no longer stand for the same: ratings can no longer be compared,
  verdicts are made by another rule, or what failed before can pass now, by a lower cut for example;
- the second (1.5.0), where the demands stay and something else changed: ratings to compare with care, ids to match,
  verdicts that ask for more, as by a higher cut;
- the third (1.4.3), where all that changed is editorial.

Before 1.0.0 a higher second number says either of the first two, and a version before its release, such as
1.0.0-rc.1, promises nothing: whatever comes after it is step enough. Both are customs of semantic versions.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from mcqa.rubric.difference.change import Change, Effect
from mcqa.rubric.difference.decision import asks_less
from mcqa.rubric.model import Rubric

_VERSION = re.compile(r"(\d+)\.(\d+)\.(\d+)(?:-([0-9A-Za-z.-]+))?(?:\+.*)?")
# what a step is large enough for
_PATCH, _MINOR, _MAJOR = 0, 1, 2


class VersionStep(NamedTuple):
    """The two versions, whether the step from one to the other is large enough, and what is wrong where it is not."""

    before: str
    after: str
    enough: bool
    note: str = ""


class _Version(NamedTuple):
    """What semantic versions are ordered by: the numbers, and a version before its release is below it."""

    numbers: tuple[int, int, int]
    released: bool
    early: tuple[tuple[bool, int, str], ...]


def version_step(old: Rubric, new: Rubric, changes: Sequence[Change]) -> VersionStep:
    """Hold the step of the version against the changes; two rubrics of different ids have versions of their own."""
    told = [change for change in changes if change.part != "version"]
    before, after = _version(old.version), _version(new.version)
    note = ""
    if told and old.id == new.id and before and after:
        note = _note(old, new, before, after, told)
    return VersionStep(before=old.version, after=new.version, enough=not note, note=note)


def _note(old: Rubric, new: Rubric, before: _Version, after: _Version, changes: Sequence[Change]) -> str:
    if after < before:
        return f"the version fell from {old.version} to {new.version}: are the two the wrong way round?"
    needed, why = _needed(old, new, changes)
    if after > before and (not before.released or _size(before, after) >= needed):
        return ""
    major, minor, patch = after.numbers if needed == _PATCH else before.numbers
    if needed == _PATCH:
        return f"both versions are {new.version}: raise the newer one to {major}.{minor}.{patch + 1}"
    named = [f"{major}.{minor + 1}.0"] if needed == _MINOR or not major else []
    named += [f"{major + 1}.0.0"] if needed == _MAJOR else []
    said = f"which version {new.version} after {old.version} does not say: raise it to {' or '.join(named)}"
    return f"{why}, {said}"


def _needed(old: Rubric, new: Rubric, changes: Sequence[Change]) -> tuple[int, str]:
    """Say which number must rise, and why."""
    worst = max(changes, key=lambda change: change.effect.rank).effect
    if worst is Effect.BREAKS:
        return _MAJOR, "ratings can no longer be compared"
    if asks_less(old, new, changes):
        return _MAJOR, "verdicts are made by another rule or ask for less"
    if worst is Effect.CHANGES:
        care = any(change.touches and change.effect is Effect.CHANGES for change in changes)
        return _MINOR, "ratings compare with care only" if care else "other results are made of the same ratings"
    return _PATCH, ""


def _size(before: _Version, after: _Version) -> int:
    """Say what the step between two versions is large enough for."""
    risen = next(
        place for place, pair in enumerate(zip(before.numbers, after.numbers, strict=True)) if pair[0] != pair[1]
    )
    return _MAJOR if before.numbers[0] == 0 and risen == 1 else _MAJOR - risen


def _version(text: str) -> _Version | None:
    found = _VERSION.fullmatch(text)
    if not found:
        return None
    early = found[4].split(".") if found[4] else []
    steps = tuple((not part.isdigit(), int(part) if part.isdigit() else 0, part) for part in early)
    return _Version((int(found[1]), int(found[2]), int(found[3])), not early, steps)
