"""The instrument: a rubric, its standards, their criteria and the levels of their scales.

Everything here is immutable and knows nothing of files. The parts are named tuples, which load several times faster
than frozen dataclasses: the linter is to feel instant. A rubric that came through `mcqa.lint` without an error may be
trusted: ids are unique, every criterion has a scale, the cut is a declared level.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple, NoReturn


class Level(NamedTuple):
    """One step of a scale; `score` is None only on a nominal scale."""

    id: str
    label: str
    score: float | None = None


class Scale(NamedTuple):
    """The declared levels of a criterion, lowest first on an ordinal or interval scale."""

    type: str
    levels: tuple[Level, ...]
    non_scores: tuple[str, ...] = ()

    @property
    def level_ids(self) -> tuple[str, ...]:
        """The ids of the levels, in declared order."""
        return tuple(level.id for level in self.levels)

    @property
    def ordered(self) -> bool:
        """Whether one level is higher than another."""
        return self.type != "nominal"

    def position(self, level_id: str) -> int:
        """Index of a level in declared order; ValueError when it is not declared."""
        return self.level_ids.index(level_id)


class Anchor(NamedTuple):
    """A worked example of one level of a criterion."""

    level: str
    text: str


class Descriptors(dict[str, str]):
    """What each level of a criterion (or each term of a glossary) means; read like any dictionary, never changed."""

    def __reduce__(self) -> tuple[type[Descriptors], tuple[dict[str, str]]]:
        """Copy and pickle by making it anew."""
        return Descriptors, (dict(self),)

    def __hash__(self) -> int:  # type: ignore[override]  # a dictionary that does not change may have a hash
        """Hash like the pairs, in any order."""
        return hash(frozenset(self.items()))


def _refuse(_: Descriptors, *__: object, **___: object) -> NoReturn:
    raise TypeError("the descriptors of a rubric do not change")


for _change in ("__setitem__", "__delitem__", "__ior__", "clear", "pop", "popitem", "setdefault", "update"):
    setattr(Descriptors, _change, _refuse)


class Criterion(NamedTuple):
    """A component of a standard: what is rated, on which scale, and what each level means.

    `added_by` is the id of the overlay that added it to the rubric it extends; "" where none did.
    """

    id: str
    title: str
    text: str
    standard: str
    scale: Scale
    descriptors: Mapping[str, str]
    roles: tuple[str, ...] = ()
    visible_in: str = "packet"
    basis: tuple[str, ...] = ()
    weight: float = 1.0
    essential: bool = False
    anchors: tuple[Anchor, ...] = ()
    added_by: str = ""


class Standard(NamedTuple):
    """A quality standard and its criteria; `added_by` is the id of the overlay that added all of it."""

    id: str
    title: str
    description: str
    criteria: tuple[Criterion, ...]
    added_by: str = ""


class Decision(NamedTuple):
    """How ratings become a verdict: the consensus of each criterion first, then the rule over the criteria."""

    rule: str
    cut: str
    pass_share: float | None = None
    consensus: str = "majority"
    ties: str = "undecided"
    min_ratings: int = 1


@dataclass(frozen=True, kw_only=True)
class Rubric:
    """A whole instrument; `sha256` is of the file it came from, `extends` the id of the rubric that it overlays.

    `base_decision` is how that other rubric decides over its own criteria, None where this is no overlay.
    """

    id: str
    version: str
    title: str
    status: str
    language: str
    source: str
    scale: Scale
    decision: Decision
    standards: tuple[Standard, ...]
    roles: tuple[str, ...] = ()
    extends: str = ""
    base_decision: Decision | None = None
    glossary: Mapping[str, str] = field(default_factory=Descriptors)
    sha256: str = ""
    path: str = field(default="", compare=False)

    @cached_property
    def criteria(self) -> tuple[Criterion, ...]:
        """All criteria, in the order of the rubric."""
        return tuple(criterion for standard in self.standards for criterion in standard.criteria)

    @cached_property
    def _by_id(self) -> dict[str, Criterion]:
        return {criterion.id: criterion for criterion in self.criteria}

    def criterion(self, criterion_id: str) -> Criterion:
        """Give the criterion with this id; KeyError when there is none."""
        return self._by_id[criterion_id]
