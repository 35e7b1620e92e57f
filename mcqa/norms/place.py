"""Place units against a baseline, with the uncertainty of the units and that of the baseline."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np

from mcqa.errors import InputError, UsageError
from mcqa.norms.baseline import Baseline, NormGroup, bin_of
from mcqa.norms.freeze import Tallied, tally_units
from mcqa.norms.percentile import binomial_error, chances_of_shares, percentile_limits
from mcqa.norms.placed import PlacedPart, PlacedUnit, Placing
from mcqa.rubric.model import Decision, Rubric
from mcqa.scores.judgement import BELOW, MET, OPEN
from mcqa.scores.rules import VERDICTS
from mcqa.scores.scored import Scores
from mcqa.scoresheets.words.spelling import spelled
from mcqa.statistics.shares import ShareInterval

BY_CHANCE, BY_COMPONENTS = "fresh_panel", "binomial_components"
METHOD = "beta_mixture"


def check_fit(baseline: Baseline, rubric: Rubric, decision: Decision) -> None:
    """Refuse a baseline of another rubric or another rule; UsageError says where they differ."""
    if not baseline.is_of(rubric):
        old, new = f"{baseline.rubric_id} {baseline.rubric_version}", f"{rubric.id} {rubric.version}"
        if old == new:
            message = f"the baseline was frozen with another file of {old}: the text of the rubric has changed since"
        else:
            message = f"the baseline was frozen with {old}, and the sheets are read with {new}"
        hint = "`mcqa rubric diff OLD NEW` tells which ratings still compare; freeze a baseline with this rubric"
        raise UsageError(message, hint=hint)
    standards = [one.id for one in rubric.standards]
    criteria = [one.id for one in rubric.criteria]
    cuts = all(baseline.decision.cut in one.scale.level_ids for one in rubric.criteria)
    if standards != list(baseline.standard_ids) or criteria != list(baseline.criterion_ids) or not cuts:
        raise UsageError(
            "the baseline does not hold the components or the levels of the rubric that it names: it was changed",
            hint="freeze it anew",
        )
    before, now = baseline.decision._asdict(), decision._asdict()
    differ = [f"{key} {now[key]} (baseline: {before[key]})" for key in before if before[key] != now[key]]
    if differ:
        raise UsageError(
            "the baseline was frozen with another rule", hint="leave these options out, or freeze anew", faults=differ
        )


def place(
    scores: Scores,
    baseline: Baseline,
    *,
    kinds: Sequence[str] | None = None,
    errors: Sequence[float | None] | None = None,
) -> Placing:
    """Place every scored unit against a baseline.

    Parameters
    ----------
    scores
        The units, scored with the rubric and the rule of the baseline.
    baseline
        What they are placed against.
    kinds
        The kind of provider of each unit of the table, "" where none is given.
    errors
        The standard error of the share met of each unit under another panel; by default those of `scores.chances`,
        where these are known (`error_method` is `fresh_panel`). Else it is that of independent criteria, the binomial
        one with half a criterion met and half one not met added, so that all met is no certainty
        (`binomial_components`).

    Raises
    ------
    UsageError
        The baseline is of another rubric or rule.
    InputError
        No unit has a decided criterion.
    """
    check_fit(baseline, scores.rubric, scores.decision)
    tallied = tally_units(scores)
    if not len(tallied.units):
        raise InputError("no micro-credential has a component that is decided", hint="see `mcqa score`")
    placer = _Placer(scores, baseline, tallied)
    known = _errors(scores) if errors is None else errors
    found = [
        placer.unit(row, at, None if kinds is None else kinds[at], known[at])
        for row, at in enumerate(tallied.units.tolist())
    ]
    has = set(tallied.units.tolist())
    left_out = tuple(name for at, name in enumerate(scores.cells.units) if at not in has)
    return Placing(baseline=baseline, units=tuple(found), left_out=left_out)


def _errors(scores: Scores) -> list[float | None]:
    """Give the standard error of each unit's share met under another panel, None where it is not known."""
    chances = scores.chances
    if chances is None:
        return [None] * len(scores.cells.units)
    each = zip(chances.share_met_se.tolist(), chances.known.tolist(), strict=True)
    return [error if known else None for error, known in each]


class _Placer:
    """Places units one by one; equal shares are placed once."""

    def __init__(self, scores: Scores, baseline: Baseline, tallied: Tallied) -> None:
        self.scores, self.baseline, self.tallied = scores, baseline, tallied
        self.histogram = np.array(baseline.whole.share_met.histogram, dtype=np.float64)
        self.kinds = {spelled(group.kind): group for group in baseline.kinds if group.kind}
        self.percentile = cache(self._percentile)

    def unit(self, row: int, at: int, kind: str | None, error: float | None) -> PlacedUnit:
        """Place one unit, which is `row` of what was tallied and `at` in the scores."""
        judged = self.scores.judged
        applies, met = judged.applies[at], judged.met[at]
        n_met, applying = int((applies & (met == MET)).sum()), int(applies.sum())
        known = error is not None
        spread = error if error is not None else binomial_error(n_met, applying)
        place, interval = self.percentile(n_met, applying, spread)
        group = self.kinds.get(spelled(kind or ""))
        return PlacedUnit(
            unit=self.scores.cells.units[at],
            kind=kind or None,
            verdict=VERDICTS[self.scores.outcome.verdict[at]],
            met=n_met,
            applying=applying,
            undecided=int((applies & (met == OPEN)).sum()),
            share_met=n_met / applying,
            standard_error=spread,
            error_method=BY_CHANCE if known else BY_COMPONENTS,
            percentile=place,
            interval=interval,
            criteria=tuple(self._criterion(at, place, group) for place in range(len(met))),
            standards=tuple(self._standard(row, place, group) for place in range(len(self.baseline.standard_ids))),
            kind_mean=None if group is None else group.share_met.mean,
            kind_reason=self._no_kind(kind, group),
        )

    def _criterion(self, unit: int, at: int, group: NormGroup | None) -> PlacedPart:
        judged, cells = self.scores.judged, self.scores.cells
        met = int(judged.met[unit, at])
        return PlacedPart(
            name=self.baseline.criterion_ids[at],
            met=None if met == OPEN else met != BELOW,
            applies=bool(judged.applies[unit, at]),
            baseline=self.baseline.whole.criteria[at],
            kind=None if group is None else group.criteria[at],
            n_ratings=int(cells.n_ratings[unit, at]),
            split=bool(self.scores.split[unit, at]),
        )

    def _standard(self, row: int, at: int, group: NormGroup | None) -> PlacedPart:
        told, hit = self.tallied.told[row, 1 + at], self.tallied.hit[row, 1 + at]
        return PlacedPart(
            name=self.baseline.standard_ids[at],
            met=bool(hit) if told else None,
            applies=True,
            baseline=self.baseline.whole.standards[at],
            kind=None if group is None else group.standards[at],
        )

    def _no_kind(self, kind: str | None, group: NormGroup | None) -> str | None:
        """Say why there is nothing of the unit's own kind."""
        if group is not None:
            return group.share_met.reason
        return "no_kind" if not kind else "not_in_baseline"

    def _percentile(self, met: int, applying: int, error: float) -> tuple[float, ShareInterval]:
        below = np.concatenate([[0.0], np.cumsum(self.histogram)[:-1]]) + self.histogram / 2
        n, level = float(self.histogram.sum()), self.baseline.confidence
        shares = np.arange(applying + 1) / applying
        ranks = below[bin_of(shares)]
        low, high = percentile_limits(ranks, chances_of_shares(met, applying, error), n, level)
        value = float(ranks[met]) / n
        # on the edge of a discrete distribution the interval may end short of the value itself
        return value, ShareInterval(level=level, low=min(low, value), high=max(high, value), method=METHOD)
