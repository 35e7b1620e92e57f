"""Where ours is not what another package gives, and is not to be: each with its reason and the cases it covers."""

from __future__ import annotations

from mcqa.statistics.intervals import ROUNDING
from mcqa.verification.shipped import Record
from mcqa.verification.statistics import Answer

DEPARTURES = {
    "above-one": (
        "ICC2k is 6 by the formula where the mean squares make a variance component negative. No correlation can be"
        " that: ours is undefined (negative_component), and its limits and its test go with it"
    ),
    "stuart-maxwell": (
        "irr's stuart.maxwell.mh hands back no number for any data set, not even where its bhapkar does; ours exists,"
        " and where the reference has Bhapkar's statistic B on n units it is held against n B / (n + B) (Keefe 1982)"
    ),
    "alpha-from-counts": (
        "irrCAC's krippen.alpha.dist counts the pull of chance agreement once in its standard error. Chance agreement"
        " is a product of two shares, so its pull counts twice, as in krippen.alpha.raw of the same package, which"
        " ours follows, also where units have different numbers of ratings"
    ),
    "one-unit": (
        "irr's kappam.fleiss tests a kappa that rests on the single unit that every rater rated, as if there were many;"
        " on one unit ours has no test, as the reference itself rules where a data set holds no more than one"
    ),
    "limit-cut": (
        "A package leaves the lower limit of an interval below the range of the coefficient, and irrCAC cuts the upper"
        " one; ours cuts both: no value that a coefficient cannot have is printed"
    ),
    "rounding-noise": (
        "A coefficient is 0 whatever one of the raters does, and its standard error is 0: the package makes standard"
        " errors, limits, tests and p values of rounding errors, ours has a standard error of 0 and no test, since 0/0"
        " does not exist"
    ),
}
FROM_COUNTS = "irrCAC 1.0 krippen.alpha.dist"
INFERRED = frozenset({"se", "ci_low", "ci_high", "p_value"})
TESTED = frozenset({"statistic", "p_value"})
NOISE = 1e-7


def departure_of(record: Record, statistic: str, answer: Answer) -> str | None:
    """Name why a statistic that is not within its tolerance is right all the same; None when nothing excuses it."""
    values = record.values
    ours, theirs = answer.values.get(statistic), values.get(statistic)
    if is_above_one(record, answer):
        return "above-one"
    if record.coefficient == "stuart_maxwell_test" and theirs is None and ours is not None:
        return "stuart-maxwell"
    if record.source == FROM_COUNTS and statistic in INFERRED and ours is not None:
        return "alpha-from-counts"
    if statistic == "ci_low" and theirs is not None and theirs < answer.lowest and ours == answer.lowest:
        return "limit-cut"
    if record.options.get("se") == "null" and statistic in TESTED and answer.reason == "too_few_units" and ours is None:
        return "one-unit"
    return "rounding-noise" if _is_noise(record, statistic, answer) else None


def _is_noise(record: Record, statistic: str, answer: Answer) -> bool:
    """Whether the reference is rounding around 0, and ours is 0 itself, or nothing where it would be 0/0."""
    ours = answer.values.get(statistic)
    if abs(record.values.get("estimate", 1.0)) > ROUNDING:
        return False
    if record.options.get("se") == "null":
        return ours is None and answer.values.get("null_se") == 0 and statistic in TESTED
    if answer.values.get("se") != 0 or not 0 < record.values.get("se", 1.0) < NOISE:
        return False
    return ours is None if statistic == "p_value" else ours is not None and abs(ours) < ROUNDING


def is_above_one(record: Record, answer: Answer) -> bool:
    """Whether the reference is an intraclass correlation above 1, and ours says that there is none."""
    above = record.coefficient == "icc" and record.values.get("estimate", 0.0) > 1 + ROUNDING
    return above and (answer.status, answer.reason) == ("undefined", "negative_component")
