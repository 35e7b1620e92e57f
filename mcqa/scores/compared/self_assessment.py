"""What somebody's own rating of a unit leaves to do: the gaps to the cut, and later the blind review beside it.

One person's rating says nothing about how reviewers would rate, so no agreement and no probability is given here.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mcqa.errors import UsageError
from mcqa.ratings.table import Ratings, Status
from mcqa.rubric.model import Criterion, Decision
from mcqa.scores.arrays import Mask, Places
from mcqa.scores.judgement import BELOW, MET, OPEN, WHYS, cut_of
from mcqa.scores.scored import Scores

OWN_VIEW = (
    "This is one person's own view. It says nothing about how reviewers would judge, and no agreement, flip probability"
    " or consistency can be computed from it."
)
BLANK = "blank"
SHOWN = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """One criterion below the cut by own account, with what the cut and the next level ask for.

    `distance` counts levels to the cut. `next_level` is None on a scale without order; where it is the cut itself,
    `next_asks` says the same as `asks`. A text that the rubric does not have is empty.
    """

    criterion: str
    title: str
    standard: str
    essential: bool
    level: str
    label: str
    distance: int
    cut: str
    cut_label: str
    asks: str
    next_level: str | None
    next_label: str | None
    next_asks: str
    roles: tuple[str, ...]
    evidence: str
    comment: str

    def to_json(self) -> dict[str, object]:
        """Give the gap as a JSON object."""
        found: dict[str, object] = {name: getattr(self, name) for name in self.__slots__}
        return found | {"roles": list(self.roles), "comment": self.comment or None}


@dataclass(frozen=True, slots=True, kw_only=True)
class NotAssessed:
    """One criterion that the person did not rate: `because` they could not tell, or left it blank."""

    criterion: str
    title: str
    standard: str
    essential: bool
    because: str
    evidence: str
    comment: str

    def to_json(self) -> dict[str, object]:
        """Give the criterion as a JSON object."""
        found: dict[str, object] = {name: getattr(self, name) for name in self.__slots__}
        return found | {"comment": self.comment or None}


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnUnit:
    """One unit by the account of one rater: `met` of the `applying` criteria, the gaps, and what was not assessed."""

    unit: str
    rater: str
    gaps: tuple[Gap, ...]
    not_assessed: tuple[NotAssessed, ...]
    met: int
    applying: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfAssessment:
    """The gap lists of all units that somebody assessed; `text` says what they are worth."""

    units: tuple[OwnUnit, ...]
    text: str = OWN_VIEW

    def to_json(self) -> dict[str, object]:
        """Give the gap lists as a JSON object."""
        return {
            "text": self.text,
            "units": [
                {
                    "unit": one.unit,
                    "rater": one.rater,
                    "met": one.met,
                    "applying": one.applying,
                    "gaps": [gap.to_json() for gap in one.gaps],
                    "not_assessed": [each.to_json() for each in one.not_assessed],
                }
                for one in self.units
            ],
        }


def for_one_rater(decision: Decision) -> Decision:
    """Give the rule under which one rating is enough."""
    return decision._replace(min_ratings=1)


def self_assessment(scores: Scores) -> SelfAssessment:
    """List for each unit what is below the cut by the rater's own account.

    First come essential criteria, then those farthest from the cut, then the order of the rubric. Units of which
    nothing was filled in are left out.

    Parameters
    ----------
    scores
        The whole table scored under `for_one_rater`.

    Raises
    ------
    UsageError
        A unit has several raters, or was rated in several rounds.
    """
    ratings = scores.ratings
    said = ratings.status != Status.MISSING
    rater_of = _one_rater(ratings, said)
    comments = _Comments(ratings, said)
    units = [_own(scores, unit, rater_of[unit], comments) for unit in sorted(rater_of)]
    return SelfAssessment(units=tuple(units))


def _one_rater(ratings: Ratings, said: Mask) -> dict[int, str]:
    """Give the rater of each unit that was assessed; stop where there are several, with all of those units."""
    raters, rounds = (_by_unit(ratings, codes, said) for codes in (ratings.rater, ratings.round))
    several = [
        f"{ratings.units[unit]} ({', '.join(ratings.raters[rater] for rater in found)})"
        for unit, found in raters.items()
        if len(found) > 1
    ]
    if several:
        more = f" and {len(several) - SHOWN} more" if len(several) > SHOWN else ""
        raise UsageError(
            "a self-assessment has one rater for each micro-credential;"
            f" several rated {'; '.join(several[:SHOWN])}{more}",
            hint="leave out --self-assessment to score what several people rated",
        )
    twice = [ratings.units[unit] for unit, found in rounds.items() if len(found) > 1]
    if twice:
        raise UsageError(
            f"{', '.join(twice[:SHOWN])} assessed in several rounds", hint="choose one of them with --round"
        )
    return {unit: ratings.raters[found[0]] for unit, found in raters.items()}


def _by_unit(
    ratings: Ratings, codes: np.ndarray[tuple[int, ...], np.dtype[np.int32]], said: Mask
) -> dict[int, list[int]]:
    """Give the distinct codes that stand in the rows of each unit."""
    found: dict[int, list[int]] = {}
    for unit, code in np.unique(np.stack([ratings.unit[said], codes[said]]), axis=1).T.tolist():
        found.setdefault(unit, []).append(code)
    return found


class _Comments:
    """Finds the comment beside the answer to a criterion of a unit, blank answers included."""

    def __init__(self, ratings: Ratings, said: Mask) -> None:
        self.ratings, self.width = ratings, len(ratings.criteria)
        cell = ratings.unit.astype(np.int64) * self.width + ratings.criterion
        # of several rows of a cell the one that says something comes first
        self.order: Places = np.lexsort((~said, cell))
        self.cells = cell[self.order]

    def __call__(self, unit: int, criterion: int) -> str:
        cell = unit * self.width + criterion
        first, last = np.searchsorted(self.cells, [cell, cell + 1])
        return next((text for row in self.order[first:last].tolist() if (text := self.ratings.comment[row])), "")


def _own(scores: Scores, unit: int, rater: str, comments: _Comments) -> OwnUnit:
    judged, criteria = scores.judged, scores.cells.criteria
    met, applies = judged.met[unit], judged.applies[unit]
    gaps = [
        _gap(criteria[at], int(judged.level[unit, at]), scores.decision, comments(unit, at))
        for at in np.flatnonzero(applies & (met == BELOW)).tolist()
    ]
    open_ones = [
        _not_assessed(
            criteria[at], scores.cells.cannot_tell[unit, at] > 0, int(judged.why[unit, at]), comments(unit, at)
        )
        for at in np.flatnonzero(applies & (met == OPEN)).tolist()
    ]
    return OwnUnit(
        unit=scores.cells.units[unit],
        rater=rater,
        gaps=tuple(sorted(gaps, key=lambda gap: (not gap.essential, -gap.distance))),
        not_assessed=tuple(sorted(open_ones, key=lambda one: not one.essential)),
        met=int((applies & (met == MET)).sum()),
        applying=int(applies.sum()),
    )


def _gap(criterion: Criterion, level: int, decision: Decision, comment: str) -> Gap:
    levels, cut = criterion.scale.levels, cut_of(criterion.scale, decision)
    following = levels[level + 1] if criterion.scale.ordered else None
    return Gap(
        criterion=criterion.id,
        title=criterion.title,
        standard=criterion.standard,
        essential=criterion.essential,
        level=levels[level].id,
        label=levels[level].label,
        distance=cut - level,
        cut=levels[cut].id,
        cut_label=levels[cut].label,
        asks=criterion.descriptors.get(levels[cut].id, ""),
        next_level=None if following is None else following.id,
        next_label=None if following is None else following.label,
        next_asks="" if following is None else criterion.descriptors.get(following.id, ""),
        roles=criterion.roles,
        evidence=criterion.visible_in,
        comment=comment,
    )


def _not_assessed(criterion: Criterion, unsure: bool, why: int, comment: str) -> NotAssessed:
    reason = WHYS[why]
    because = "cannot_tell" if unsure else BLANK if reason is None or reason.value == "no_ratings" else reason.value
    return NotAssessed(
        criterion=criterion.id,
        title=criterion.title,
        standard=criterion.standard,
        essential=criterion.essential,
        because=because,
        evidence=criterion.visible_in,
        comment=comment,
    )
