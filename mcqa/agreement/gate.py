"""A gate for CI: the overall value of a coefficient must not be lower than a stated one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from mcqa.agreement.request import COEFFICIENTS, check_name
from mcqa.errors import UsageError

if TYPE_CHECKING:
    from mcqa.agreement.analysis import AgreementResult

Gate = tuple[str, float]
# smaller where reviewers agree more: a least value would be met by those who disagree
SMALLER_IS_BETTER = ("ad_mean",)


def parse_gates(texts: Iterable[str]) -> tuple[Gate, ...]:
    """Read `COEF=VALUE`; UsageError, with all faults at once, for what can be no gate."""
    gates, faults = [], []
    for text in texts:
        try:
            gates.append(_gate(text))
        except UsageError as error:
            faults.append(error)
    refuse_all(faults)
    return tuple(gates)


def refuse_all(faults: Sequence[UsageError]) -> None:
    """Stop with all that is wrong in one message; nothing happens where nothing is."""
    if len(faults) == 1:
        raise faults[0]
    if faults:
        lines = (f"{fault.message}\n    hint: {fault.hint}" if fault.hint else fault.message for fault in faults)
        raise UsageError("\n  ".join([f"{len(faults)} things are wrong with the options:", *lines]))


def _gate(text: str) -> Gate:
    name, mark, typed = (part.strip() for part in text.partition("="))
    try:
        value = float(typed)
    except ValueError:
        mark = ""
        value = 0.0
    if not mark:
        raise UsageError(f'"{text}" is no gate', hint="write it as --fail-under krippendorff_alpha=0.667")
    if not -1.0 <= value <= 1.0:
        raise UsageError(f'"{text}" can never be met or missed', hint="give a value from -1 to 1, such as 0.667")
    coefficient = name.partition(":")[0]
    check_name("coefficient", coefficient, COEFFICIENTS)
    if coefficient in SMALLER_IS_BETTER:
        raise UsageError(
            f"{coefficient} is smaller the more reviewers agree, so --fail-under would pass those who disagree",
            hint=f"take one that grows with agreement, such as --fail-under rwg={max(value, 0.7):g}",
        )
    return name, value


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
