"""What the table of cases asks of a scope and its coefficients, and from where on an answer counts."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from mcqa.agreement.beside.workup import WorkUp, value
from mcqa.agreement.estimate import Estimate
from mcqa.agreement.scopes import Scope
from mcqa.statistics.sampling import Array

# two blind raters who put this share at one of two levels agree in 68 % of the pairs: little is left to explain
ONE_SIDED = 0.8
# exact agreement that scoring programmes ask for (NAEP 80 to 85 % with two or three levels, BloomBoard 80 %)
HIGH_AGREEMENT = 0.8
# the least from which Krippendorff (2004, page 241) draws even tentative conclusions
SUFFICIENT = 0.667
# the width of a band of Landis & Koch: coefficients that differ by it get different words
GAP = 0.2
# an interval over more than two of these bands leaves every word open
WIDE = 0.5
# one rating in ten would have to move for raters to use the levels alike; less changes kappa in the second digit only
BIASED = 0.1
# how rarely raters who use the levels alike may be said not to; also for how much may lie hidden behind no disagreement
RARELY = 0.05
# an estimate that is none of these says nothing about the ratings
COMPUTED = ("ok", "unstable", "undefined")


class Facts(NamedTuple):
    """A scope and its work-up, with what the cases ask of them."""

    scope: Scope
    work: WorkUp

    @property
    def n_pairs(self) -> float:
        """Pairs of ratings of one row."""
        return float(self._pairs.sum() / 2)

    @property
    def n_different(self) -> float:
        """Pairs of ratings of one row at two levels."""
        return float((self._pairs.sum() - np.trace(self._pairs)) / 2)

    @property
    def _pairs(self) -> Array:
        """How often a rating at one level met a rating at another or the same, each pair from both sides."""
        rows = self.scope.rows
        if rows is None:
            return np.zeros((1, 1))
        counts = rows.counts.astype(np.float64)
        return np.asarray(counts.T @ (counts * rows.times[:, None]) - np.diag(rows.times @ counts))

    @property
    def compared_level(self) -> str | None:
        """Label of the level at which every rating with a partner is; None when there are two or none."""
        used = np.flatnonzero(self._pairs.any(axis=0))
        return self.scope.scales[0].levels[int(used[0])].label if len(used) == 1 else None

    @property
    def agreement(self) -> float:
        """Share of the pairs that agree: as it was handed in, or of all pairs."""
        handed = value(self.work.percent_agreement)
        return handed if handed is not None else 1 - self.n_different / max(self.n_pairs, 1)

    @property
    def blind_agreement(self) -> float:
        """How often two ratings drawn blindly from all of them are at one level."""
        return sum(share**2 for _, share in self.work.prevalence)

    @property
    def corrected(self) -> tuple[Estimate, ...]:
        """The chance-corrected coefficients with a value: alpha (else kappa), and AC."""
        lead = self.work.alpha if value(self.work.alpha) is not None else self.work.kappa
        return tuple(each for each in (lead, self.work.ac) if each is not None and each.estimate is not None)

    @property
    def gap(self) -> float:
        """How far AC is above alpha or kappa; infinite where these have no value, 0 where none was handed in."""
        ac = value(self.work.ac)
        others = [each for each in (self.work.alpha, self.work.kappa) if each is not None and each.status in COMPUTED]
        if ac is None or not others:
            return 0.0
        values = [each.estimate for each in others if each.estimate is not None]
        return ac - min(values) if values else float("inf")
