"""Draw what is true and what each rater reports, before anything is planted."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from mcqa.ratings.table import Status
from mcqa.simulation.design import assign, group_of
from mcqa.simulation.streams import Stream

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mcqa.rubric.model import Rubric
    from mcqa.simulation.pilot import Parameters

    Codes = NDArray[np.int64]
    Shares = NDArray[np.float64]

_SEVERITY_SPREAD = 0.8
_DECLARED = {Status.CANNOT_TELL: "cannot_tell", Status.NOT_APPLICABLE: "not_applicable"}


@dataclass(slots=True, kw_only=True)
class Draft:
    """The pilot while it is being made: arrays that the plants change.

    A review is one rater on one unit: `review_unit` and `review_rater` are (n_reviews,). `true` is (n_units,
    n_criteria), `level` and `status` are (n_reviews, n_criteria): the position of the level that would be reported, and
    whether it is. `phrases` are comments that fit what was planted on a criterion.
    """

    rubric: Rubric
    units: tuple[str, ...]
    raters: tuple[str, ...]
    groups: tuple[str, ...]
    quality: Shares
    accuracy: Shares
    severity: Shares
    true: Codes
    review_unit: Codes
    review_rater: Codes
    level: Codes
    status: Codes
    phrases: dict[int, tuple[str, ...]] = field(default_factory=dict)
    silent: set[int] = field(default_factory=set)

    def top(self, criterion: int) -> int:
        """Give the position of the highest level of a criterion."""
        return len(self.rubric.criteria[criterion].scale.levels) - 1


def identifiers(prefix: str, n: int) -> tuple[str, ...]:
    """Give n ids such as R01 … R12, wide enough to sort as they count."""
    width = max(2, len(str(n)))
    return tuple(f"{prefix}{number:0{width}d}" for number in range(1, n + 1))


def draw(rubric: Rubric, parameters: Parameters) -> Draft:
    """Draw a pilot without plants.

    Units, truth, raters and assignment depend on the seed alone; what is reported depends on the round too. So the same
    seed with another round id is the same pilot, rated afresh.
    """
    seed, round_id = parameters.seed, parameters.round_id
    units = identifiers("MC-", parameters.units)
    raters = identifiers("R", parameters.raters)
    groups = tuple(group_of(rater) for rater in range(len(raters)))
    quality = _spread(len(units), Stream(seed, "quality"))
    people = Stream(seed, "raters")
    spread = min(parameters.accuracy_spread, parameters.accuracy, 1 - parameters.accuracy)
    accuracy = parameters.accuracy + spread * _centred(len(raters), people)
    severity = _SEVERITY_SPREAD * _centred(len(raters), people)
    design = assign(len(units), groups, parameters.ratings_per_unit, Stream(seed, "assignment"))
    reviews = np.array([(unit, rater) for unit, chosen in enumerate(design) for rater in chosen], dtype=np.int64)
    true = _truth(rubric, top_share(quality, parameters.prevalence), Stream(seed, "truth"))
    wrong = Stream(seed, "reports", round_id)
    shape = (len(reviews), len(rubric.criteria))
    right = wrong.uniform(*shape) < accuracy[reviews[:, 1], None]
    meant = true[reviews[:, 0]]
    other = _neighbours(rubric, meant, (1 + severity[reviews[:, 1], None]) / 2, wrong.uniform(*shape))
    return Draft(
        rubric=rubric,
        units=units,
        raters=raters,
        groups=groups,
        quality=quality,
        accuracy=accuracy,
        severity=severity,
        true=true,
        review_unit=reviews[:, 0],
        review_rater=reviews[:, 1],
        level=np.where(right, meant, other),
        status=_statuses(rubric, parameters, Stream(seed, "gaps", round_id).uniform(*shape)),
    )


def _spread(n: int, stream: Stream) -> Shares:
    """Draw n numbers spread evenly over [0, 1), in random order: one from each of n equal strips."""
    return (stream.order(n) + stream.uniform(n)) / n


def _centred(n: int, stream: Stream) -> Shares:
    """Give n evenly spaced numbers in (-1, 1) with mean 0, in random order."""
    return (2 * stream.order(n) + 1) / n - 1


def top_share(quality: Shares, prevalence: float) -> Shares:
    """Give the share of criteria that a unit of each quality truly meets at the top level.

    It rises linearly with quality and is 1 for the best units (prevalence - 0.5 of them), so that some meet everything
    however many criteria there are; over qualities uniform on [0, 1] its mean is the prevalence.

    Parameters
    ----------
    quality
        Qualities of the units in [0, 1], shape (n_units,).
    prevalence
        The wanted share over all units, in [0, 1].

    Returns
    -------
    ndarray of float, shape (n_units,)
        Shares in [0, 1].
    """
    half = 0.5
    if prevalence <= half:
        return 2 * prevalence * quality
    perfect = prevalence - half
    lowest = 2 * (prevalence - perfect) / (1 - perfect) - 1
    return np.minimum(1.0, lowest + (1 - lowest) * quality / (1 - perfect))


def _truth(rubric: Rubric, share: Shares, stream: Stream) -> Codes:
    """Draw true levels (n_units, n_criteria): the top with the unit's share, each lower one half as likely."""
    draws, rest = stream.uniform(len(share), len(rubric.criteria)), stream.uniform(len(share), len(rubric.criteria))
    true = np.zeros(draws.shape, dtype=np.int64)
    for index, criterion in enumerate(rubric.criteria):
        top = len(criterion.scale.levels) - 1
        weights = 2.0 ** np.arange(top)
        below = np.searchsorted(np.cumsum(weights) / weights.sum(), rest[:, index], side="right") if top else 0
        true[:, index] = np.where(draws[:, index] < share, top, below)
    return true


def _neighbours(rubric: Rubric, true: Codes, lower: Shares, turn: Shares) -> Codes:
    """Give the level reported in error: a neighbour of the true one, or on a nominal scale any other."""
    wrong = np.empty_like(true)
    for index, criterion in enumerate(rubric.criteria):
        n_levels = len(criterion.scale.levels)
        level = true[:, index]
        if n_levels == 1:
            wrong[:, index] = level
        elif criterion.scale.ordered:
            down = (turn[:, index] < lower[:, 0]) & (level > 0) | (level == n_levels - 1)
            wrong[:, index] = np.where(down, level - 1, level + 1)
        else:
            wrong[:, index] = (level + 1 + (turn[:, index] * (n_levels - 1)).astype(np.int64)) % n_levels
    return wrong


def _statuses(rubric: Rubric, parameters: Parameters, gap: Shares) -> Codes:
    """Turn a few cells into blanks and, where the scale has these words, `cannot tell` and `not applicable`."""
    status = np.full(gap.shape, Status.RATED, dtype=np.int64)
    start = 0.0
    for kind, share in (
        (Status.CANNOT_TELL, parameters.cannot_tell),
        (Status.MISSING, parameters.missing),
        (Status.NOT_APPLICABLE, parameters.not_applicable),
    ):
        allowed = np.array([_allowed(kind, criterion.scale.non_scores) for criterion in rubric.criteria])
        status[(gap >= start) & (gap < start + share) & allowed] = kind
        start += share
    return status


def _allowed(kind: Status, non_scores: tuple[str, ...]) -> bool:
    return kind not in _DECLARED or _DECLARED[kind] in non_scores
