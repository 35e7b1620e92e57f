"""One change between two versions of a rubric, and what the changes mean for the ratings of each component."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

Value = str | float | bool | None


class Effect(StrEnum):
    """What a change does to ratings made before and after it; `rank` orders them."""

    EDITORIAL = "editorial"
    CHANGES = "changes"
    BREAKS = "breaks"

    @property
    def rank(self) -> int:
        """0 for editorial, 1 for changes, 2 for breaks."""
        return ("editorial", "changes", "breaks").index(self.value)


class ChangeKind(StrEnum):
    """What happened to a part."""

    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    RENAMED = "renamed"
    REWORDED = "reworded"
    CHANGED = "changed"


class Change(NamedTuple):
    """One change: what happened to which part, what it does, and why.

    `subject` is the id of the part, or of what the part belongs to. `standard` and `component` say where it stands in
    the newer rubric, for what was removed in the older one; both are empty for the rubric as a whole. `touches` are the
    components of the newer rubric whose ratings the change bears on.
    """

    kind: ChangeKind
    part: str
    subject: str
    effect: Effect
    why: str
    before: Value = None
    after: Value = None
    standard: str = ""
    component: str = ""
    touches: tuple[str, ...] = ()

    @property
    def breaking(self) -> bool:
        """Whether ratings made before and after cannot be compared."""
        return self.effect is Effect.BREAKS

    @property
    def editorial(self) -> bool:
        """Whether no reviewer would rate differently for it."""
        return self.effect is Effect.EDITORIAL


class Comparable(StrEnum):
    """Whether the ratings of a component in two versions mean the same."""

    YES = "yes"
    WITH_CARE = "with_care"
    NO = "no"


class Comparability(NamedTuple):
    """The verdict on one component; `before` is its older id and `after` its newer, None where there is none."""

    before: str | None
    after: str | None
    comparable: Comparable
    why: str

    @property
    def component(self) -> str:
        """The id that people look for: the newer, or the older of a component that was removed."""
        return self.after or self.before or ""


def comparability(before: str, after: str, changes: Iterable[Change]) -> Comparability:
    """Say from the changes that bear on a component of both versions whether its ratings mean the same.

    The worst of the changes decides, so that what breaks in the list of changes is a "no" here, and only that.
    """
    touching = [change for change in changes if change.effect is not Effect.EDITORIAL]
    if not touching:
        return Comparability(before, after, Comparable.YES, "nothing that reviewers rate by has changed")
    broken = [change for change in touching if change.breaking]
    deciding = broken or touching
    why = "; ".join(dict.fromkeys(change.why for change in deciding))
    return Comparability(before, after, Comparable.NO if broken else Comparable.WITH_CARE, why)
