"""A self-assessment beside the blind review of the same units: where somebody rated themselves higher, and lower."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from mcqa.errors import InputError, UsageError
from mcqa.rubric.model import Criterion
from mcqa.scores.judgement import MET, NO_LEVEL, OPEN
from mcqa.scores.scored import Scores
from mcqa.scoresheets.words.spelling import spelled

NOT_CONFIRMED = "not_confirmed"
OVER, AGREED, DIFFERS, UNDER, NOT_CLAIMED = "over", "agreed", "differs", "under", "not_claimed"
NOT_COMPARED = "not_compared"
# in the order in which they matter to whoever rated themselves
KINDS = (NOT_CONFIRMED, OVER, NOT_CLAIMED, UNDER, DIFFERS, AGREED, NOT_COMPARED)
DIFFERENCE_IS = "the own level minus the reviewers', in levels: above 0 the own rating is higher"
SHOWN = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfCell:
    """One criterion of one unit, by own account and by the reviewers' consensus.

    `kind` is `not_confirmed` (rated itself met where reviewers did not), `over`, `agreed`, `under`, `not_claimed` (met
    by the reviewers, not by own account), `differs` (on a scale without order, on the same side of the cut) or
    `not_compared` (one side has no level). `difference` is in levels, None without order.
    """

    criterion: str
    own: str | None
    blind: str | None
    difference: int | None
    own_met: bool | None
    blind_met: bool | None
    kind: str

    @property
    def agree_on_met(self) -> bool | None:
        """Whether both are on the same side of the cut; None where one is undecided."""
        return None if self.own_met is None or self.blind_met is None else self.own_met == self.blind_met

    def to_json(self) -> dict[str, object]:
        """Give the cell as a JSON object."""
        return {name: getattr(self, name) for name in self.__slots__} | {"agree_on_met": self.agree_on_met}


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfCounts:
    """How many cells are of each kind (`of`), on one criterion, one unit, or everything."""

    of: Counter[str]
    criterion: str | None = None
    standard: str | None = None
    unit: str | None = None

    @property
    def n(self) -> int:
        """The number of cells with a level from both."""
        return self.of.total() - self.of[NOT_COMPARED]

    @property
    def over_rated(self) -> int:
        """How many were rated higher by own account than by the reviewers."""
        return self.of[NOT_CONFIRMED] + self.of[OVER]

    @property
    def under_rated(self) -> int:
        """How many were rated lower."""
        return self.of[NOT_CLAIMED] + self.of[UNDER]

    def to_json(self) -> dict[str, object]:
        """Give the counts as a JSON object."""
        named = {
            name: value for name in ("criterion", "standard", "unit") if (value := getattr(self, name)) is not None
        }
        counts = {"n": self.n, "over_rated": self.over_rated, "under_rated": self.under_rated}
        return {**named, **counts, **{kind: self.of[kind] for kind in KINDS}}


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfUnit:
    """One unit that both sides have: its counts, and its criteria, the most telling kinds first."""

    counts: SelfCounts
    cells: tuple[SelfCell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfReview:
    """Self-assessments beside the blind review; criteria with most `not_confirmed` come first.

    `only_own` and `only_blind` name the units that one side alone has.
    """

    units: tuple[SelfUnit, ...]
    criteria: tuple[SelfCounts, ...]
    overall: SelfCounts
    only_own: tuple[str, ...]
    only_blind: tuple[str, ...]

    def to_json(self) -> dict[str, object]:
        """Give the comparison as a JSON object."""
        return {
            "difference_is": DIFFERENCE_IS,
            "overall": self.overall.to_json(),
            "criteria": [one.to_json() for one in self.criteria],
            "units": [
                {**one.counts.to_json(), "criteria": [cell.to_json() for cell in one.cells]} for one in self.units
            ],
            "only_own": list(self.only_own),
            "only_blind": list(self.only_blind),
        }


def compare_self(own: Scores, blind: Scores) -> SelfReview:
    """Hold self-assessments against the reviewers' consensus, unit by unit.

    Units are the same where their names are, in any case and spacing.

    Raises
    ------
    UsageError
        The two were scored with different rubrics.
    InputError
        They have no unit in common.
    """
    if own.rubric.id != blind.rubric.id or own.cells.criteria != blind.cells.criteria:
        raise UsageError(
            f"the self-assessment was read with {own.rubric.id} {own.rubric.version}, the review with"
            f" {blind.rubric.id} {blind.rubric.version}",
            hint="give both the same --rubric",
        )
    mine, theirs = _rated(own), _rated(blind)
    pairs = [(at, theirs[name]) for name, at in mine.items() if name in theirs]
    if not pairs:
        raise InputError(
            "the self-assessment and the review have no micro-credential in common:"
            f" {_some(own, mine.values())} against {_some(blind, theirs.values())}",
            hint="both need the same ids; where the review was blind, rename with its key first",
        )
    units = [_unit(own, blind, left, right) for left, right in pairs]
    criteria = [
        _counts((unit[at] for unit in units), criterion=one.id, standard=one.standard)
        for at, one in enumerate(own.cells.criteria)
    ]
    return SelfReview(
        units=tuple(
            SelfUnit(
                counts=_counts(cells, unit=own.cells.units[left]),
                cells=tuple(sorted(cells, key=lambda cell: KINDS.index(cell.kind))),
            )
            for cells, (left, _) in zip(units, pairs, strict=True)
        ),
        criteria=tuple(sorted(criteria, key=lambda one: (-one.of[NOT_CONFIRMED], -one.of[OVER]))),
        overall=_counts(cell for unit in units for cell in unit),
        only_own=tuple(own.cells.units[at] for name, at in mine.items() if name not in theirs),
        only_blind=tuple(blind.cells.units[at] for name, at in theirs.items() if name not in mine),
    )


def _rated(scores: Scores) -> dict[str, int]:
    """Give the places of the units of which anything was said, by their folded names."""
    cells = scores.cells
    said = (cells.n_ratings + cells.cannot_tell + cells.not_applicable).sum(axis=1) > 0
    return {spelled(cells.units[at]): at for at in np.flatnonzero(said).tolist()}


def _some(scores: Scores, places: Iterable[int]) -> str:
    names = [scores.cells.units[at] for at in places]
    return ", ".join(names[:SHOWN]) + (", ..." if len(names) > SHOWN else "") if names else "none"


def _counts(
    cells: Iterable[SelfCell], *, criterion: str | None = None, standard: str | None = None, unit: str | None = None
) -> SelfCounts:
    return SelfCounts(of=Counter(cell.kind for cell in cells), criterion=criterion, standard=standard, unit=unit)


def _unit(own: Scores, blind: Scores, left: int, right: int) -> list[SelfCell]:
    return [_cell(one, _side(own, left, at), _side(blind, right, at)) for at, one in enumerate(own.cells.criteria)]


def _side(scores: Scores, unit: int, at: int) -> tuple[int, int]:
    """Give the level of a cell and its side of the cut."""
    return int(scores.judged.level[unit, at]), int(scores.judged.met[unit, at])


def _cell(criterion: Criterion, own: tuple[int, int], blind: tuple[int, int]) -> SelfCell:
    (mine, my_side), (theirs, their_side) = own, blind
    levels, ordered = criterion.scale.levels, criterion.scale.ordered
    both = NO_LEVEL not in {mine, theirs}
    return SelfCell(
        criterion=criterion.id,
        own=None if mine == NO_LEVEL else levels[mine].id,
        blind=None if theirs == NO_LEVEL else levels[theirs].id,
        difference=mine - theirs if both and ordered else None,
        own_met=None if my_side == OPEN else my_side == MET,
        blind_met=None if their_side == OPEN else their_side == MET,
        kind=_kind(mine - theirs, my_side - their_side, ordered=ordered) if both else NOT_COMPARED,
    )


def _kind(gap: int, sides: int, *, ordered: bool) -> str:
    """Name what a gap in levels and one in sides of the cut (own minus blind) mean together."""
    if sides:
        return NOT_CONFIRMED if sides > 0 else NOT_CLAIMED
    if not gap:
        return AGREED
    if not ordered:
        return DIFFERS
    return OVER if gap > 0 else UNDER
