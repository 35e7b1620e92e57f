"""Whether what this installation computes is what a reference record says."""

from __future__ import annotations

from mcqa.verification.departures import departure_of, is_above_one
from mcqa.verification.result import Check, Verified
from mcqa.verification.shipped import Record
from mcqa.verification.statistics import TESTS, Answer

# why there is no value, for the records that say that there is none
REASONS = {
    "refuse": ("one_rater", "no_pairs"),
    "undefined": ("no_variation", "too_few_units", "zero_unit_variance"),
}
ABSENT = tuple(REASONS)


def judge(record: Record, answer: Answer, bhapkar: Record | None = None) -> Verified:
    """Hold an answer against a record; `bhapkar` is the record that Stuart and Maxwell's statistic is held against."""
    checks = [_valued(record, name, value, answer) for name, value in record.values.items()]
    missing = record.undefined
    if record.status in ABSENT and not record.values:
        missing = ("statistic" if record.coefficient in TESTS else "estimate", *missing)
    checks += [_absent(record, name, answer) for name in dict.fromkeys(missing)]
    if bhapkar is not None:
        checks.append(_against_bhapkar(bhapkar, answer))
    return Verified(
        record=record,
        status=answer.status,
        reason=answer.reason,
        checks=tuple(checks),
        problem=_status_problem(record, answer),
    )


def _valued(record: Record, name: str, value: float, answer: Answer) -> Check:
    ours = answer.values.get(name)
    tolerance = record.absolute + record.relative * abs(value)
    held = ours is not None and abs(ours - value) <= tolerance
    departure = None if held else departure_of(record, name, answer)
    return Check(statistic=name, ours=ours, reference=value, tolerance=tolerance, held=held, departure=departure)


def _absent(record: Record, name: str, answer: Answer) -> Check:
    ours = answer.values.get(name)
    held = ours is None
    departure = None if held else departure_of(record, name, answer)
    return Check(statistic=name, ours=ours, reference=None, tolerance=0.0, held=held, departure=departure)


def _against_bhapkar(bhapkar: Record, answer: Answer) -> Check:
    """Hold Stuart and Maxwell's statistic against what Bhapkar's makes of it (Keefe 1982)."""
    ours, n, theirs = answer.values["statistic"], answer.values["n"] or 0.0, bhapkar.values["statistic"]
    expected = n * theirs / (n + theirs)
    tolerance = bhapkar.absolute + bhapkar.relative * abs(expected)
    held = ours is not None and abs(ours - expected) <= tolerance
    return Check(statistic="statistic_by_bhapkar", ours=ours, reference=expected, tolerance=tolerance, held=held)


def _status_problem(record: Record, answer: Answer) -> str | None:
    """Say what is wrong with the status of ours."""
    ours = answer.status if answer.reason is None else f"{answer.status} ({answer.reason})"
    if record.status in ABSENT:
        right = answer.status == "undefined" and answer.reason in REASONS[record.status]
        return None if right else f"undefined in the reference, {ours} in ours"
    if record.status.startswith("warn_single"):
        return None if answer.status == "unstable" else f"rests on one unit, and is {ours} in ours"
    if answer.status in {"ok", "unstable"} or is_above_one(record, answer):
        return None
    return f"defined in the reference, {ours} in ours"
