"""A gate for CI: the overall value of a coefficient must not be lower than a stated one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from mcqa.agreement.analysis import AgreementResult
from mcqa.agreement.request import COEFFICIENTS, check_name
from mcqa.errors import UsageError

Gate = tuple[str, float]


def parse_gates(texts: Iterable[str]) -> tuple[Gate, ...]:
    """Read `COEF=VALUE`; UsageError for a name nobody knows or a value that no coefficient can have."""
    gates = []
    for text in texts:
        name, mark, typed = text.partition("=")
        try:
            value = float(typed)
        except ValueError:
            mark = ""
            value = 0.0
        if not mark:
            raise UsageError(f'"{text}" is no gate', hint="write it as --fail-under krippendorff_alpha=0.667")
        if not -1.0 <= value <= 1.0:
            raise UsageError(f'"{text}" can never be met or missed', hint="give a value from -1 to 1, such as 0.667")
        check_name("coefficient", name.strip().partition(":")[0], COEFFICIENTS)
        gates.append((name.strip(), value))
    return tuple(gates)


def below(gates: Sequence[Gate], result: AgreementResult) -> tuple[str, ...]:
    """Say which gates are not met: the lowest overall value is lower, or there is none."""
    failed = []
    for name, bar in gates:
        coefficient, _, form = name.partition(":")
        overall = [
            one
            for one in result.estimates
            if one.scope == "rubric" and one.coefficient == coefficient and form in {"", one.form}
        ]
        if not overall:
            failed.append(f"{name} was not computed for the whole rubric, so it cannot be held against {bar:g}")
        for one in overall:
            shown = f"{coefficient} ({one.form})" if one.form else name
            if one.estimate is None:
                failed.append(f"{shown} is undefined ({one.text}), so it cannot be held against {bar:g}")
            elif one.estimate < bar:
                failed.append(f"{shown} is {one.estimate:.3f}, below {bar:g}")
    return tuple(failed)
