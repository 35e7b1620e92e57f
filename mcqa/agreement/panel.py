"""Who is stricter, a panel or everybody else: the mean difference of their scores on the same micro-credentials."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace

import numpy as np

from mcqa.agreement import wording
from mcqa.agreement.between import Sides, side_shares
from mcqa.agreement.estimate import ConfidenceInterval
from mcqa.agreement.inference import Inference
from mcqa.agreement.request import check_name, has_scores, scale_values
from mcqa.agreement.scopes import Scope, groups_with_raters, panel_scopes
from mcqa.agreement.wording import NOBODY_SHARED, NOT_RESAMPLED
from mcqa.errors import UsageError
from mcqa.ratings.table import Ratings
from mcqa.statistics.coefficients import ratio
from mcqa.statistics.intervals import (
    Repeat,
    bca_interval,
    bootstrap,
    leave_one_out,
    linearised_spread,
    p_value,
    percentile_interval,
    t_interval,
)
from mcqa.statistics.rows import Rows
from mcqa.statistics.sampling import Array

ANY = (-np.inf, np.inf)
NO_ORDER = "the scale is nominal: no level is stricter than another"
NO_SPREAD = "the difference is the same on every micro-credential: the data have no spread to make an interval from"
ONE_UNIT = "only one micro-credential was rated from both sides: no standard error and no interval can be given"


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelGap:
    """Mean score of the other reviewers minus that of the panel, on what both rated; on everything without `criterion`.

    `on` is `scores`, or `ranks` (from 1) where the scale has none. `reviewers` and `panel_mean` are the two means,
    `stricter` is `reviewers` or `panel` where the interval leaves one side only, else None. Each micro-credential
    counts once on a component, with the mean of each side; `status`, `reason` and `text` are as in an `Estimate`.
    """

    panel: str
    criterion: str | None = None
    standard: str | None = None
    on: str = "scores"
    difference: float | None = None
    reviewers: float | None = None
    panel_mean: float | None = None
    standard_error: float | None = None
    ci: ConfidenceInterval | None = None
    p_value: float | None = None
    stricter: str | None = None
    n_units: int = 0
    n_reviewers: int = 0
    n_panel: int = 0
    status: str = "ok"
    reason: str | None = None
    text: str | None = None

    def to_json(self) -> dict[str, object]:
        """Give the gap as a JSON object; absent parts are null."""
        found: dict[str, object] = {field.name: getattr(self, field.name) for field in fields(self)}
        if self.ci is not None:
            found["ci"] = {name: getattr(self.ci, name) for name in ("level", "low", "high", "method")}
        return found


def check_panel(ratings: Ratings, panel: str) -> None:
    """Refuse a panel of which nobody rated, with the nearest group that is there, and one that everybody is in."""
    groups = groups_with_raters(ratings)
    if not groups:
        raise UsageError(
            f'nobody is in the group "{panel}": no sheet names a reviewer group', hint="give each sheet its group"
        )
    check_name("reviewer group", panel, groups)
    if all(group == panel for group in ratings.group_of_rater.values()) and _everybody_grouped(ratings):
        raise UsageError(f'every reviewer is in the group "{panel}": nobody is left to compare the panel with')


def _everybody_grouped(ratings: Ratings) -> bool:
    rated = {ratings.raters[code] for code in np.unique(ratings.rater[ratings.rated]).tolist()}
    return rated <= set(ratings.group_of_rater)


def panel_gaps(ratings: Ratings, panel: str, inference: Inference, *, listwise: bool) -> Iterator[PanelGap]:
    """Compare the panel with everybody else on each component and, where all are on one scale, on everything."""
    for scope in panel_scopes(ratings, panel, ("criterion",), listwise=listwise):
        if scope.sides is not None:
            yield panel_gap(scope, inference)


def panel_gap(scope: Scope, inference: Inference) -> PanelGap:
    """Compare the mean scores of the two sides of a scope, paired by row and clustered by unit.

    The interval is that of a paired t test, whose standard error is summed within units where they have several rows;
    with `bootstrap` or `bca` it is of resampled units.
    """
    scale = scope.scales[0]
    found = PanelGap(
        panel=scope.other_group or "",
        criterion=scope.criterion,
        standard=scope.standard,
        on="scores" if has_scores(scale) else "ranks",
        n_units=scope.n_units_used,
    )
    if not scale.ordered:
        return replace(found, status="not_applicable", reason="not_ordered", text=NO_ORDER)
    if scope.rows is None or scope.sides is None or scope.used is None or not scope.n_units_used:
        return replace(found, status="undefined", reason="no_pairs", text=NOBODY_SHARED)
    there = (scope.used.codes >= 0).any(axis=0)
    reviewers, panel = row_means(scope.rows, scope.sides, scale_values(scale))
    times = scope.rows.times / scope.rows.times.sum()
    found = replace(
        found,
        reviewers=float(times @ reviewers),
        panel_mean=float(times @ panel),
        difference=float(times @ (reviewers - panel)),
        n_reviewers=int((there & ~scope.sides).sum()),
        n_panel=int((there & scope.sides).sum()),
    )
    if scope.n_units_used == 1:
        return replace(found, status="unstable", reason="too_few_units", text=ONE_UNIT)
    if inference.resample != "units":
        return replace(found, text=NOT_RESAMPLED)
    return _inferred(found, reviewers - panel, scope.rows, inference)


def row_means(rows: Rows, sides: Sides, values: Array) -> tuple[Array, Array]:
    """Mean score of each side on each row, twice (n_rows,); `values` (n_levels,) are the scores of the levels."""
    one, other, _ = side_shares(rows, sides)
    return one @ values, other @ values


def _inferred(found: PanelGap, gaps: Array, rows: Rows, inference: Inference) -> PanelGap:
    spread, value = linearised_spread(gaps, rows.sampling), found.difference
    if spread is None or value is None:
        raise AssertionError("there are two units with a difference")
    found = replace(found, standard_error=spread.standard_error)
    if spread.standard_error == 0:
        return replace(found, text=NO_SPREAD)
    found = replace(found, p_value=p_value(value, spread, 0.0))
    if inference.method == "none":
        return found
    method = inference.method if inference.method in {"bootstrap", "bca"} else "delta"
    if method == "delta":
        limits: tuple[float, float] | None = t_interval(value, spread, inference.confidence, ANY)
    else:
        limits = _of_resamples(value, gaps, rows, inference)
    if limits is None:
        return replace(found, text=wording.NO_BCA)
    low, high = limits
    stricter = "panel" if low > 0 else "reviewers" if high < 0 else None
    interval = ConfidenceInterval(level=inference.confidence, low=low, high=high, method=method)
    return replace(found, ci=interval, stricter=stricter)


def _of_resamples(value: float, gaps: Array, rows: Rows, inference: Inference) -> tuple[float, float] | None:
    repeat = Repeat(np.column_stack([np.ones(len(gaps)), gaps]), lambda sums: ratio(sums[:, 1], sums[:, 0]))
    rng = np.random.default_rng(inference.seed)
    values = bootstrap(repeat, rows.sampling, n_resamples=inference.replicates, rng=rng)
    if inference.method == "bootstrap":
        return percentile_interval(values, inference.confidence, ANY)
    return bca_interval(value, values, leave_one_out(repeat, rows.sampling), inference.confidence, ANY)
