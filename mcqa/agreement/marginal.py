"""Tests of whether raters use the levels alike, in the scopes of an analysis."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from mcqa.agreement.scopes import Scope
from mcqa.statistics.coefficients import PAIR
from mcqa.statistics.homogeneity import bhapkar, friedman, stuart_maxwell


@dataclass(frozen=True, slots=True, kw_only=True)
class MarginalTest:
    """One test in one scope; what does not exist is None, and `reason` and `text` say why."""

    test: str
    statistic: float | None = None
    df: int | None = None
    p_value: float | None = None
    scope: str = "rubric"
    criterion: str | None = None
    standard: str | None = None
    group: str | None = None
    round: str | None = None
    raters: tuple[str, ...] | None = None
    n_units_used: int = 0
    status: str = "ok"
    reason: str | None = None
    text: str | None = None

    def to_json(self) -> dict[str, object]:
        """Give the test as a JSON object."""
        found = {field.name: getattr(self, field.name) for field in fields(self)}
        return found | {"raters": None if self.raters is None else list(self.raters)}


def marginal_tests(scope: Scope) -> tuple[MarginalTest, ...]:
    """Test a scope: Friedman's test on an ordered scale, and the tests of two raters where there are just two."""
    matrix = scope.complete.used
    if matrix is None or not matrix.raters_known or scope.n_raters < PAIR:
        return ()
    tests = [("friedman", friedman(matrix.codes))] if scope.scales[0].ordered else []
    if scope.n_raters == PAIR:
        n_levels = len(scope.scales[0].levels)
        tests += [(name, test(matrix.codes, n_levels)) for name, test in _OF_TWO if len(matrix.codes)]
    nested = len(np.unique(matrix.clusters)) < len(matrix.codes)
    return tuple(_test(name, found, scope, nested=nested) for name, found in tests)


_OF_TWO = (("stuart_maxwell", stuart_maxwell), ("bhapkar", bhapkar))


def _test(name: str, found: tuple[float, int] | None, scope: Scope, *, nested: bool) -> MarginalTest:
    from scipy.special import chdtrc

    statistic, df = found or (None, None)
    p_value, status, reason, text = None, "ok", None, None
    used = scope.complete.n_units_used
    if used == 1:
        statistic, df = None, None
        status, reason, text = "undefined", "too_few_units", _ONE_UNIT
    elif statistic is None or df is None:
        status, reason = "undefined", "no_variation" if used else "incomplete_data"
        text = _SAME if used else _NOBODY
        if name == "bhapkar" and used and _differ(scope):
            text = _ONE_WAY
    elif nested:
        status, reason, text = "unstable", "nested_rows", _NESTED
    else:
        p_value = float(chdtrc(df, statistic))
    return MarginalTest(
        test=name,
        statistic=statistic,
        df=df,
        p_value=p_value,
        scope=scope.kind,
        criterion=scope.criterion,
        standard=scope.standard,
        group=scope.group,
        round=scope.round,
        raters=scope.raters,
        n_units_used=used,
        status=status,
        reason=reason,
        text=text,
    )


def _differ(scope: Scope) -> bool:
    matrix = scope.complete.used
    return matrix is not None and bool((matrix.codes != matrix.codes[:, :1]).any())


_ONE_UNIT = "only one micro-credential was rated by every reviewer: a test needs two"
_SAME = "the reviewers never differ: there is nothing to test"
_NOBODY = "no micro-credential was rated by every reviewer: there is nothing to test"
_ONE_WAY = "the reviewers always differ, and always in one direction: the statistic is infinite"
_NESTED = "ratings of one micro-credential on several components are not independent: there is no p value"
