"""Freeze a baseline from scores, and withhold what small groups would give away."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from mcqa.errors import InputError
from mcqa.norms.baseline import N_BINS, NOBODY, SMALL, Baseline, NormGroup, Share, Spread, bin_of
from mcqa.scores.arrays import Floats, Mask, Places
from mcqa.scores.judgement import MET, NO_LEVEL
from mcqa.scores.rules import IS_MET, IS_UNDECIDED
from mcqa.scores.scored import Scores
from mcqa.scores.withheld import hidden
from mcqa.scoresheets.words.spelling import spelled
from mcqa.statistics.shares import share_interval

CONFIDENCE = 0.95
SMALLEST_GROUP = 3


class Tallied(NamedTuple):
    """What is counted of each unit that has a decision: `hit` (n_units, n_columns) of `told`, of the same shape.

    The columns are the verdict, then the standards, then the criteria. `share_met` (n_units,) is met of applying.
    """

    units: Places
    told: Mask
    hit: Mask
    share_met: Floats


def freeze(
    scores: Scores,
    *,
    kinds: Sequence[str] | None = None,
    smallest_group: int = SMALLEST_GROUP,
    label: str | None = None,
    confidence: float = CONFIDENCE,
) -> Baseline:
    """Freeze the met shares of a set of units.

    Parameters
    ----------
    scores
        The scored units; those without a single decided criterion are left out.
    kinds
        The kind of provider of each unit of the table, "" where none is given; None leaves kinds out.
    smallest_group
        What rests on fewer units is withheld; where a single kind would be, or all withheld together are fewer, the
        next smallest kind is withheld too, so that the total gives nothing away.
    label
        What the baseline is called.
    confidence
        Of Wilson's intervals.

    Raises
    ------
    InputError
        The whole set is smaller than the smallest group.
    """
    tallied = tally_units(scores)
    n_units = len(tallied.units)
    if n_units < smallest_group:
        raise InputError(
            f"a baseline of {n_units} micro-credential{'' if n_units == 1 else 's'} would show what single ones earned",
            hint=f"give {smallest_group} or more, or a lower --smallest-group",
        )
    rubric = scores.rubric
    frozen = _Freezing(tallied, len(rubric.standards), smallest_group, confidence)
    return Baseline(
        label=label,
        rubric_id=rubric.id,
        rubric_version=rubric.version,
        rubric_sha256=rubric.sha256,
        decision=scores.decision,
        smallest_group=smallest_group,
        confidence=confidence,
        standard_ids=tuple(standard.id for standard in rubric.standards),
        criterion_ids=tuple(criterion.id for criterion in rubric.criteria),
        whole=frozen.whole(),
        kinds=() if kinds is None else frozen.by_kind([kinds[at] for at in tallied.units.tolist()]),
    )


def tally_units(scores: Scores) -> Tallied:
    """Take from scores what a baseline counts, for the units with any decided criterion."""
    judged = scores.judged
    decided = judged.applies & (judged.level != NO_LEVEL)
    units = np.flatnonzero(decided.any(axis=1))
    verdict, standards = scores.outcome.verdict[units, None], scores.standards[units]
    met = decided[units] & (judged.met[units] == MET)
    return Tallied(
        units=units,
        told=np.hstack([verdict != IS_UNDECIDED, standards != IS_UNDECIDED, decided[units]]),
        hit=np.hstack([verdict == IS_MET, standards == IS_MET, met]),
        share_met=met.sum(axis=1) / judged.applies[units].sum(axis=1),
    )


class _Freezing:
    """Counts groups of units."""

    def __init__(self, tallied: Tallied, n_standards: int, smallest: int, confidence: float) -> None:
        """Take what is counted, and from which size on groups are shown."""
        self.tallied, self.n_standards = tallied, n_standards
        self.smallest, self.confidence = smallest, confidence

    def whole(self) -> NormGroup:
        """Give the shares of all units."""
        everybody = np.ones(len(self.tallied.units), dtype=np.bool_)
        # it is large enough itself; how many of it were decided on a criterion picks nobody out
        withheld = np.zeros(self.tallied.told.shape[1], dtype=np.bool_)
        return self._group(None, everybody, withheld, histogram=True)

    def by_kind(self, kinds: Sequence[str]) -> tuple[NormGroup, ...]:
        """Give the shares of each kind of provider, in the order of the alphabet, units without a kind last."""
        shown: dict[str, str] = {}
        for kind in kinds:
            shown.setdefault(spelled(kind), " ".join(kind.split()))
        order = sorted(shown, key=lambda folded: (not folded, folded))
        of = np.array([order.index(spelled(kind)) for kind in kinds], dtype=np.intp)
        sizes = np.bincount(of, minlength=len(order)).tolist()
        groups = hidden(sizes, self.smallest)
        columns = self.tallied.told.shape[1]
        withheld = np.zeros((len(order), columns), dtype=np.bool_)
        for column in range(columns):
            own = np.bincount(of[self.tallied.told[:, column]], minlength=len(order)).tolist()
            withheld[sorted(hidden(own, self.smallest, groups)), column] = True
        # a mean over criteria, less the criteria that are shown, would give away one that is not
        leaky = {at for at in range(len(order)) if withheld[at, 1 + self.n_standards :].any()}
        means = hidden(sizes, self.smallest, groups | leaky)
        return tuple(
            self._group(shown[folded], of == at, withheld[at], suppressed=at in groups, no_mean=at in means)
            for at, folded in enumerate(order)
        )

    def _group(
        self,
        kind: str | None,
        rows: Mask,
        withheld: Mask,
        *,
        histogram: bool = False,
        suppressed: bool = False,
        no_mean: bool = False,
    ) -> NormGroup:
        shares = [
            _small() if suppressed or withheld[column] else self._share(rows, column)
            for column in range(self.tallied.told.shape[1])
        ]
        first = 1 + self.n_standards
        no_mean = no_mean or suppressed or bool(withheld[first:].any())
        return NormGroup(
            kind=kind,
            n_units=None if suppressed else int(rows.sum()),
            suppressed=suppressed,
            passing=shares[0],
            share_met=self._spread(rows, histogram=histogram, no_mean=no_mean),
            standards=tuple(shares[1:first]),
            criteria=tuple(shares[first:]),
        )

    def _share(self, rows: Mask, column: int) -> Share:
        told = rows & self.tallied.told[:, column]
        n, met = int(told.sum()), int((told & self.tallied.hit[:, column]).sum())
        if not n:
            return Share(met=0, n=0, reason=NOBODY)
        return Share(met=met, n=n, share=met / n, ci=share_interval(met, n, self.confidence))

    def _spread(self, rows: Mask, *, histogram: bool, no_mean: bool) -> Spread:
        # in order of size: the last digits of a sum hang on its order, and would tell which unit earned what
        values = np.sort(self.tallied.share_met[rows])
        bins = tuple(np.bincount(bin_of(values), minlength=N_BINS).tolist()) if histogram else None
        if no_mean:
            return Spread(n=len(values) if histogram else None, histogram=bins, reason=SMALL)
        return Spread(
            n=len(values),
            mean=float(values.mean()),
            sd=float(values.std(ddof=1)) if len(values) > 1 else None,
            histogram=bins,
        )


def _small() -> Share:
    return Share(reason=SMALL)
