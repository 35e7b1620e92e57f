"""What stands beside coefficients: the spread over the levels, which are taken for one another, agreement at each."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import NamedTuple

import numpy as np

from mcqa.agreement import wording
from mcqa.agreement.estimate import ConfidenceInterval
from mcqa.agreement.scopes import PAIR, Scope
from mcqa.statistics.intervals import ROUNDING, LeftOut, Spread, jackknife_spread, t_interval
from mcqa.statistics.rows import Rows
from mcqa.statistics.sampling import Array, Integers


@dataclass(frozen=True, slots=True, kw_only=True)
class Prevalence:
    """How the ratings of a scope spread over the declared levels.

    `shares` pairs the id of each level with its share of the ratings; it is empty where nobody rated or where
    different scales meet.
    """

    scope: str
    criterion: str | None = None
    standard: str | None = None
    group: str | None = None
    round: str | None = None
    n_ratings: int = 0
    shares: tuple[tuple[str, float], ...] = ()

    def to_json(self) -> dict[str, object]:
        """Give the prevalence as a JSON object, the shares by level id; null where there are none."""
        return {
            "scope": self.scope,
            "criterion": self.criterion,
            "standard": self.standard,
            "group": self.group,
            "round": self.round,
            "n_ratings": self.n_ratings,
            "shares": dict(self.shares) or None,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Contingency:
    """How often two ratings of the same unit and criterion were at each pair of levels.

    `pairs` is n_levels x n_levels. Without `raters` the pairs of all raters are pooled, whoever gave which rating: the
    table is symmetric, on the diagonal the agreeing pairs; beside it, in both triangles, the pairs at two different
    levels. With `raters` the rows are the levels of the first rater, the columns those of the second, and every unit
    that both rated counts once.
    """

    scope: str
    criterion: str | None
    levels: tuple[str, ...]
    pairs: tuple[tuple[int, ...], ...]
    standard: str | None = None
    group: str | None = None
    round: str | None = None
    raters: tuple[str, ...] | None = None

    def to_json(self) -> dict[str, object]:
        """Give the table as a JSON object."""
        return {
            "scope": self.scope,
            "criterion": self.criterion,
            "standard": self.standard,
            "group": self.group,
            "round": self.round,
            "raters": None if self.raters is None else list(self.raters),
            "levels": list(self.levels),
            "pairs": [list(row) for row in self.pairs],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecificAgreement:
    """Agreement specific to one level: how often a rating at the level met another rating at it.

    `n_ratings` are the ratings at the level; `n_pairs` counts, over those ratings, the other ratings of the same unit
    and criterion, so a pair of two ratings at the level counts from both sides. `n_units_used` have such a pair.
    `status`, `reason` and `text` are as in an `Estimate`.
    """

    scope: str
    level: str
    criterion: str | None = None
    standard: str | None = None
    group: str | None = None
    round: str | None = None
    raters: tuple[str, ...] | None = None
    estimate: float | None = None
    standard_error: float | None = None
    ci: ConfidenceInterval | None = None
    n_units: int = 0
    n_units_used: int = 0
    n_ratings: int = 0
    n_pairs: int = 0
    status: str = "ok"
    reason: str | None = None
    text: str | None = None

    def to_json(self) -> dict[str, object]:
        """Give the agreement as a JSON object; absent parts are null."""
        found: dict[str, object] = {field.name: getattr(self, field.name) for field in fields(self)}
        if self.ci is not None:
            found["ci"] = {field.name: getattr(self.ci, field.name) for field in fields(self.ci)}
        return found | {"raters": None if self.raters is None else list(self.raters)}


def prevalence(scope: Scope) -> Prevalence:
    """Give the share of the ratings at each level of a scope."""
    total = int(scope.shares.sum())
    levels = scope.scales[0].level_ids
    shares = (
        [(level, count / total) for level, count in zip(levels, scope.shares.tolist(), strict=False)] if total else []
    )
    return Prevalence(
        scope=scope.kind,
        criterion=scope.criterion,
        standard=scope.standard,
        group=scope.group,
        round=scope.round,
        n_ratings=total,
        shares=tuple(shares),
    )


def contingency(scope: Scope) -> Contingency | None:
    """Count the pairs of ratings at each pair of levels; of a scope of two raters, who gave which rating too.

    None where different scales meet, and for two raters where it is not known who gave which rating.
    """
    rows = scope.rows
    if rows is None or (scope.raters is not None and not rows.raters_known):
        return None
    pairs = _pooled_pairs(rows) if scope.raters is None else _crossed_pairs(rows)
    return Contingency(
        scope=scope.kind,
        criterion=scope.criterion,
        levels=scope.scales[0].level_ids,
        pairs=tuple(tuple(row) for row in pairs.tolist()),
        standard=scope.standard,
        group=scope.group,
        round=scope.round,
        raters=scope.raters,
    )


def _pooled_pairs(rows: Rows) -> Integers:
    # counts are exact as doubles up to 2^53
    counts = rows.counts.astype(np.float64)
    pairs = counts.T @ (counts * rows.times[:, None])
    np.fill_diagonal(pairs, rows.times @ (counts * (counts - 1) / 2))
    return np.asarray(np.rint(pairs).astype(np.int64))


def _crossed_pairs(rows: Rows) -> Integers:
    both = (rows.codes >= 0).all(axis=1)
    first, second = rows.codes[both].T.astype(np.int64)
    found = np.bincount(first * rows.n_levels + second, weights=rows.times[both], minlength=rows.n_levels**2)
    return np.asarray(np.rint(found).astype(np.int64).reshape(rows.n_levels, rows.n_levels))


def specific_agreement(scope: Scope, *, confidence: float = 0.95) -> tuple[SpecificAgreement, ...]:
    """Agreement specific to each declared level, one per level; nothing where different scales meet.

    Parameters
    ----------
    scope : Scope
        The ratings. A row may have any number of ratings; those without a partner only count in `n_ratings`.
    confidence : float
        Level of the intervals.

    Returns
    -------
    tuple of SpecificAgreement
        With n_kl of the n_k ratings of row k at level l: sum_k n_kl (n_kl - 1) / sum_k n_kl (n_k - 1). With two raters
        and two levels these are the shares p_pos and p_neg. The standard error is the jackknife over the units that
        have a pair with the level, the interval t with one degree of freedom less than there are such units, cut to 0
        to 1. Undefined with `one_rater`, or with `no_pairs` where no rating at the level has a partner; `unstable` with
        `too_few_units` where only one unit has one, and with `no_variation` where no other level was used.

    References
    ----------
    Cicchetti & Feinstein (1990), Journal of Clinical Epidemiology 43, 551-558; Uebersax (1982), Journal of Psychiatric
    Research 17, 335-342, for any number of raters. Each row weighs as many pairs as it has, so the mean over levels,
    weighted by `n_pairs`, is the share of all pairs that agree.
    """
    rows = scope.rows
    if rows is None:
        return ()
    counts = rows.counts.astype(np.float64)
    others = np.maximum(counts.sum(axis=1, keepdims=True) - 1, 0)
    agreeing, times = rows.sampling.by_unit(counts * (counts - 1))
    met, _ = rows.sampling.by_unit(counts * others)
    ratings = np.rint(rows.times @ counts).astype(np.int64).tolist()
    return tuple(
        _of_level(scope, position, _Met(agreeing[:, position], met[:, position], times), ratings[position], confidence)
        for position in range(rows.n_levels)
    )


class _Met(NamedTuple):
    """Of each distinct unit: ratings at a level that met one at it, or any; and how often there is such a unit."""

    agreeing: Array
    any: Array
    times: Array

    @property
    def estimate(self) -> float:
        """Share of the ratings at the level that met one at it."""
        return float(self.times @ self.agreeing / (self.times @ self.any))


def _of_level(scope: Scope, position: int, met: _Met, n_ratings: int, confidence: float) -> SpecificAgreement:
    level = scope.scales[0].levels[position]
    counting = met.any > 0
    met = _Met(met.agreeing[counting], met.any[counting], met.times[counting])
    n_units = round(float(met.times.sum()))
    found = SpecificAgreement(
        scope=scope.kind,
        level=level.id,
        criterion=scope.criterion,
        standard=scope.standard,
        group=scope.group,
        round=scope.round,
        raters=scope.raters,
        n_units=scope.n_units,
        n_units_used=n_units,
        n_ratings=n_ratings,
        n_pairs=round(float(met.times @ met.any)),
    )
    if not n_units:
        why, said = _absent(scope, level.label, n_ratings)
        return replace(found, status="undefined", reason=why, text=said)
    spread, interval = _inferred(met, n_units, confidence)
    status, reason, text = _doubt(scope, level.label, met.estimate, n_units, spread)
    return replace(
        found,
        estimate=met.estimate,
        standard_error=None if spread is None else spread.standard_error,
        ci=interval,
        status=status,
        reason=reason,
        text=text,
    )


def _inferred(met: _Met, n_units: int, confidence: float) -> tuple[Spread | None, ConfidenceInterval | None]:
    """Jackknife over the units that have a pair with the level; no interval where leaving one out changes nothing."""
    if n_units < PAIR:
        return None, None
    left = (met.times @ met.agreeing - met.agreeing) / (met.times @ met.any - met.any)
    spread = jackknife_spread(LeftOut(left, met.times))
    if spread is None or spread.standard_error <= ROUNDING:
        return (None if spread is None else Spread(0.0, spread.df)), None
    low, high = t_interval(met.estimate, spread, confidence, (0.0, 1.0))
    return spread, ConfidenceInterval(level=confidence, low=low, high=high, method="jackknife")


def _absent(scope: Scope, label: str, n_ratings: int) -> tuple[str, str]:
    if scope.n_raters == 1:
        return "one_rater", wording.undefined_text("one_rater", scope)
    if scope.n_units_used == 0:
        return "no_pairs", wording.undefined_text("no_pairs", scope)
    if n_ratings:
        return "no_pairs", f'no rating at "{label}" has a second rating beside it: there is nothing to compare'
    return "no_pairs", f'nobody used "{label}": agreement at it was not tried'


def _doubt(
    scope: Scope, label: str, estimate: float, n_units: int, spread: Spread | None
) -> tuple[str, str | None, str | None]:
    """Give status, reason and text of a value."""
    if scope.only_level is not None:
        return "unstable", "no_variation", wording.not_exercised_text(scope)
    if n_units < PAIR:
        text = f'only one micro-credential has ratings at "{label}" to compare: no standard error and no interval'
        return "unstable", "too_few_units", text
    if spread is None or spread.standard_error > 0:
        return "ok", None, None
    if estimate == 1:
        return (
            "ok",
            None,
            f'nobody differed where one chose "{label}": the data have no spread to make an interval from',
        )
    if estimate == 0:
        return "ok", None, f'no two reviewers agreed on "{label}": the data have no spread to make an interval from'
    return "ok", None, f'agreement at "{label}" is the same on every micro-credential: no interval can be given'
