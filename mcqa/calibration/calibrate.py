"""Reviewers against a reference: match the cells, compute the figures, hold them against a profile."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mcqa.agreement.options import check_options
from mcqa.agreement.request import FITTING, Request, check_name, level_weights, unfit
from mcqa.agreement.weight_matrix import WeightMatrix
from mcqa.calibration.figures import Pairs, figures_of
from mcqa.calibration.notes import findings_of
from mcqa.calibration.profiles import Profile
from mcqa.calibration.reference import Reference, reference_of
from mcqa.calibration.result import Calibration, Confusion, CriterionFigures, RaterResult
from mcqa.calibration.verdict import ruled
from mcqa.calibration.weight import log_odds_weight
from mcqa.errors import InputError, UsageError
from mcqa.ratings.table import MISSING, Codes, Ratings, Status
from mcqa.rubric.model import Rubric, Scale
from mcqa.scoresheets.words.spelling import spelled
from mcqa.statistics.sampling import Array
from mcqa.statistics.weights import WEIGHTS

SHOWN_UNITS = 4


class _Matched(NamedTuple):
    """The rows of the ratings that may be compared: their cell has a level in the reference, (n_rows,) each."""

    reference: Codes
    compared: NDArray[np.bool_]
    undecided: NDArray[np.bool_]


class _Weighing(NamedTuple):
    """The agreement weights of each scale, which scale each criterion has, and what the weights are called."""

    weights: tuple[Array, ...]
    scale_of: Codes
    name: str


def calibrate(
    ratings: Ratings,
    reference_ratings: Ratings,
    rubric: Rubric,
    profile: Profile,
    *,
    weights: str | WeightMatrix | None = None,
    confidence: float = 0.95,
) -> Calibration:
    """Compare every reviewer with a reference.

    Parameters
    ----------
    ratings, reference_ratings : Ratings
        Two tables read with the same rubric. Reviewers who are among the raters of the reference are left out.
    rubric : Rubric
        Gives the scales, and the consensus of several reference raters.
    profile : Profile
        What a reviewer must reach.
    weights : str or WeightMatrix, optional
        Agreement weights of kappa on ordered scales; by default ordinal, as in `mcqa reliability`. On a nominal scale
        they are always the identity.
    confidence : float
        Of the intervals.

    Raises
    ------
    InputError
        The reference has no level, or none for anything that was rated.
    UsageError
        The weights are not known or do not fit a scale, or the confidence is out of range.
    """
    check_options(confidence=confidence)
    weighing = _weighing(rubric, weights)
    reference = reference_of(reference_ratings, rubric)
    matched = _match(ratings, reference)
    own = {spelled(name) for name in reference.raters}
    left_out = tuple(name for name in ratings.raters if spelled(name) in own)
    judged = [code for code, name in enumerate(ratings.raters) if spelled(name) not in own]
    if not judged:
        raise InputError(
            "every reviewer of the sheets is a rater of the reference", hint="nobody is left to compare with it"
        )
    everybody = np.isin(ratings.rater, np.array(judged, dtype=np.int32))
    together = _pairs(ratings, matched, weighing, everybody)
    found = Calibration(
        profile=profile,
        weights=weighing.name,
        confidence=confidence,
        reference=reference,
        raters=tuple(_rater(ratings, matched, weighing, profile, code, confidence) for code in judged),
        criteria=tuple(_by_criterion(together, ratings, weighing, confidence)),
        left_out=left_out,
        n_without_reference=int((everybody & ratings.rated & ~matched.compared & ~matched.undecided).sum()),
        n_at_undecided=int((everybody & ratings.rated & matched.undecided).sum()),
        findings=(),
    )
    return findings_of(found, ratings, reference)


def _weighing(rubric: Rubric, weights: str | WeightMatrix | None) -> _Weighing:
    if isinstance(weights, str):
        check_name("weights", weights, tuple(WEIGHTS))
    scales: tuple[Scale, ...] = tuple(dict.fromkeys(criterion.scale for criterion in rubric.criteria))
    settled = []
    for scale in scales:
        asked = Request(coefficient="cohen_kappa", weights=weights if weights and scale.ordered else FITTING).on(scale)
        misfit = unfit(asked, scale)
        if misfit is not None:
            raise UsageError(misfit[1], hint="choose other --weights")
        settled.append(asked)
    names = dict.fromkeys(str(asked.weights_name) for asked in settled)
    return _Weighing(
        weights=tuple(level_weights(asked, scale) for asked, scale in zip(settled, scales, strict=True)),
        scale_of=np.array([scales.index(criterion.scale) for criterion in rubric.criteria], dtype=np.int32),
        name=" and ".join(names),
    )


def _match(ratings: Ratings, reference: Reference) -> _Matched:
    """Find what the reference says of the cell of each row; InputError where it says nothing of any rating."""
    if not reference.n_cells:
        raise InputError(
            "the reference holds no level", hint="its raters agree on none, or could not tell: see what was read of it"
        )
    rows = reference.rows_for(ratings.units)
    known = rows != MISSING
    row = rows[ratings.unit]
    level = np.where(row == MISSING, MISSING, reference.level[row, ratings.criterion])
    undecided = (row != MISSING) & reference.undecided[row, ratings.criterion]
    if not known.any():
        raise InputError(
            f"the reference is for other micro-credentials: it rates {_some(reference.units)}, "
            f"the sheets rate {_some(ratings.units)}",
            hint="use the same ids in both, or give the reference of this calibration set",
        )
    compared = level != MISSING
    if not (compared & ratings.rated).any():
        raise InputError(
            "no rating of the sheets is of a micro-credential and component that the reference has a level for",
            hint="both hold some of the same micro-credentials, but none of the same components",
        )
    return _Matched(level.astype(np.int32), compared, undecided)


def _some(names: Sequence[str]) -> str:
    more = f" and {len(names) - SHOWN_UNITS} more" if len(names) > SHOWN_UNITS else ""
    return ", ".join(names[:SHOWN_UNITS]) + more


def _pairs(ratings: Ratings, matched: _Matched, weighing: _Weighing, where: NDArray[np.bool_]) -> Pairs:
    """Lay the ratings of some rows out beside the reference."""
    rows = where & ratings.rated & matched.compared
    criterion = ratings.criterion[rows]
    levels = np.array([len(one.scale.levels) for one in ratings.criteria], dtype=np.int32)
    ordered = np.array([one.scale.ordered for one in ratings.criteria], dtype=np.bool_)
    return Pairs(
        unit=ratings.unit[rows],
        criterion=criterion,
        given=ratings.level[rows],
        reference=matched.reference[rows],
        levels=levels[criterion],
        ordered=ordered[criterion],
        scale=weighing.scale_of[criterion],
    )


def _rater(
    ratings: Ratings, matched: _Matched, weighing: _Weighing, profile: Profile, code: int, confidence: float
) -> RaterResult:
    own = ratings.rater == code
    pairs = _pairs(ratings, matched, weighing, own)
    figures = figures_of(pairs, weighing.weights, confidence)
    silent = ratings.status[own & matched.compared]
    right = int((pairs.given == pairs.reference).sum())
    return RaterResult(
        rater=ratings.raters[code],
        group=ratings.group_of_rater.get(ratings.raters[code]),
        figures=figures,
        ruling=ruled(figures, profile.held(pairs.levels)),
        cannot_tell=int((silent == Status.CANNOT_TELL).sum()),
        not_applicable=int((silent == Status.NOT_APPLICABLE).sum()),
        missing=int((silent == Status.MISSING).sum()),
        weight=log_odds_weight(right, pairs.levels),
        criteria=tuple(_by_criterion(pairs, ratings, weighing, confidence)),
        confusions=_confusions(pairs, ratings),
    )


def _by_criterion(pairs: Pairs, ratings: Ratings, weighing: _Weighing, confidence: float) -> Iterator[CriterionFigures]:
    """Compute the figures of each criterion that somebody rated."""
    for position in np.unique(pairs.criterion).tolist():
        criterion = ratings.criteria[position]
        figures = figures_of(pairs.only(pairs.criterion == position), weighing.weights, confidence)
        yield CriterionFigures(criterion.id, criterion.standard, figures)


def _confusions(pairs: Pairs, ratings: Ratings) -> tuple[Confusion, ...]:
    """Count by component which levels were given for which, the most frequent first."""
    wrong = pairs.only(pairs.given != pairs.reference)
    cells, counts = np.unique(
        np.column_stack([wrong.criterion, wrong.reference, wrong.given]), axis=0, return_counts=True
    )
    found = []
    for (position, reference, given), n in zip(cells.tolist(), counts.tolist(), strict=True):
        criterion = ratings.criteria[position]
        ids = criterion.scale.level_ids
        found.append(Confusion(criterion.id, ids[reference], ids[given], n))
    return tuple(sorted(found, key=lambda one: -one.n))
