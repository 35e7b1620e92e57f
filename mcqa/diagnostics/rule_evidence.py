"""Whether the components that a lint rule flags are those on which reviewers disagree.

The question is about the rule: would it point at the worse components of other rubrics, too? So components are what is
taken for a sample. They are rated on the same micro-credentials by the same reviewers, which cancels from the
difference of two means. Resampling micro-credentials with the components fixed would answer another question, whether
these very components differ on other micro-credentials; two groups of components put together at random nearly always
do, and in simulated pilots that interval lies above 0 for one random rule in four to seven.

A rule that knows nothing might as well have flagged any other components, as many of them. That is what the observed
difference is held against, so that false alarms stay below the nominal share in pilots of any size. The interval holds
the differences that this test does not reject.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from mcqa.agreement.estimate import ConfidenceInterval
from mcqa.diagnostics.evidence import evidence_gaps
from mcqa.diagnostics.exchange import ROUNDING, exchange
from mcqa.statistics.coefficients import percent_agreement

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mcqa.findings import Finding, Kind
    from mcqa.ratings.table import Ratings

CONFIDENCE = 0.95
METHOD = "permutation"
# one flagged component is one component, however unlike the others it is
LEAST = 2
# the difference that the number of components asked for would show, where the observed one is smaller
WORTH_SEEING = 0.05
# standard normal quantiles of a two-sided test at 5 % and of a power of 80 %
REACH = 1.959963984540054 + 0.8416212335729143
# components asked for are rounded up to tens: they are a rough guide
ROUGHLY = 10

BORNE_OUT, NOT_BORNE_OUT, OPEN = "borne_out", "not_borne_out", "cannot_tell_yet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One measure of the flagged components beside that of the others: means over components, and their difference.

    `flagged` and `unflagged` are the components with a value, `left_out` those without. `p_value` is two-sided for
    flags put anywhere, `p_adjusted` the same with all rules looked at together (Holm). `needed` is roughly how many
    components, in the same proportion flagged, would tell. `status` is `ok`, `undefined` (there is no interval) or
    `not_applicable` (there is nothing to compare); then `reason` and `text` say why. `verdict` is `borne_out` where the
    interval lies above 0, `not_borne_out` where it lies below, `cannot_tell_yet` otherwise, and None where the rule
    flagged nothing.
    """

    flagged: int
    unflagged: int
    left_out: int
    mean_flagged: float | None = None
    mean_unflagged: float | None = None
    difference: float | None = None
    ci: ConfidenceInterval | None = None
    p_value: float | None = None
    p_adjusted: float | None = None
    needed: int | None = None
    status: str = "ok"
    reason: str | None = None
    text: str | None = None
    verdict: str | None = OPEN


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleEvidence:
    """What the ratings say about one rule.

    `disagreement` of a component is 1 - percent agreement over the pairs of ratings of the same micro-credential,
    `cannot_tell` the share of its cells where a reviewer could not tell, of those with a rating or a cannot tell.
    """

    code: str
    name: str
    disagreement: Comparison
    cannot_tell: Comparison

    def to_json(self) -> dict[str, object]:
        """Give the evidence as a JSON object: the disagreement at the top, cannot tell in an object of its own."""
        return {"code": self.code, "name": self.name} | {
            **_json(self.disagreement, "disagreement"),
            "cannot_tell": _json(self.cannot_tell, "share"),
        }


class _Measure(NamedTuple):
    """A value for each component, NaN where there is none, and what it means that there is none."""

    values: NDArray[np.float64]
    absent: str


class _Draw(NamedTuple):
    """How flags are put elsewhere: the seed, and the most ways that are tried."""

    seed: int
    replicates: int


def rule_evidence(
    findings: Sequence[Finding], ratings: Ratings, *, kinds: Mapping[str, Kind], seed: int, replicates: int = 2000
) -> tuple[RuleEvidence, ...]:
    """Compare, rule by rule, the components that it flagged with those that it did not.

    Parameters
    ----------
    findings : sequence of Finding
        Everything that was found in the rubric, also what comments or a baseline silence. A component is flagged by a
        rule when a finding of it has its id as `subject`, or among the ids there where one finding tells of many
        components; findings of codes not in `kinds` are not looked at.
    ratings : Ratings
        Ratings with that rubric.
    kinds : mapping of str to Kind
        Every rule that was looked for, by its code.
    seed : int
        Of the ways to put the flags elsewhere, where there are more than `replicates` of them; else all are tried.
    replicates : int
        The most ways that are tried.

    Returns
    -------
    tuple of RuleEvidence
        One per rule, in the order of the codes. The verdict is that of the rule alone; `p_adjusted` regards that many
        are looked at.
    """
    place = {criterion.id: index for index, criterion in enumerate(ratings.criteria)}
    subjects: dict[str, set[str]] = {code: set() for code in kinds}
    for finding in findings:
        if finding.code in subjects:
            subjects[finding.code].update((finding.subject or "").split(", "))
    measures = (
        _Measure(_disagreement(ratings), "no micro-credential was rated by two reviewers"),
        _Measure(_cannot_tell(ratings), "nobody rated"),
    )
    draw = _Draw(seed, replicates)
    compared: list[list[Comparison]] = [[], []]
    for code in sorted(kinds):
        flags = np.zeros(len(place), dtype=bool)
        flags[[place[each] for each in subjects[code] if each in place]] = True
        for found, measure in zip(compared, measures, strict=True):
            found.append(_compared(measure, flags, anything=bool(subjects[code]), draw=draw))
    together = zip(sorted(kinds), *map(_adjusted, compared), strict=True)
    return tuple(
        RuleEvidence(code=code, name=kinds[code].name, disagreement=disagreement, cannot_tell=cannot_tell)
        for code, disagreement, cannot_tell in together
    )


def _disagreement(ratings: Ratings) -> NDArray[np.float64]:
    found = np.full(len(ratings.criteria), np.nan)
    for index, criterion in enumerate(ratings.criteria):
        counts = ratings.matrix([index]).counts
        agreed = percent_agreement(counts, np.eye(len(criterion.scale.levels))).estimate if len(counts) else None
        found[index] = np.nan if agreed is None else 1 - agreed
    return found


def _cannot_tell(ratings: Ratings) -> NDArray[np.float64]:
    return np.array([np.nan if gap.share is None else gap.share for gap in evidence_gaps(ratings)], dtype=np.float64)


def _compared(measure: _Measure, flags: NDArray[np.bool_], *, anything: bool, draw: _Draw) -> Comparison:
    there = ~np.isnan(measure.values)
    values, flagged = measure.values[there], flags[there]
    n_flagged, n_unflagged = int(flagged.sum()), int((~flagged).sum())
    mean_flagged = float(values[flagged].mean()) if n_flagged else None
    mean_unflagged = float(values[~flagged].mean()) if n_unflagged else None
    none = mean_flagged is None or mean_unflagged is None
    found = Comparison(
        flagged=n_flagged,
        unflagged=n_unflagged,
        left_out=len(flags) - len(values),
        mean_flagged=mean_flagged,
        mean_unflagged=mean_unflagged,
        difference=None if mean_flagged is None or mean_unflagged is None else mean_flagged - mean_unflagged,
    )
    if not flags.any():
        reason, text = (
            ("no_component", "it is about the whole rubric") if anything else ("nothing_flagged", "no finding")
        )
        return replace(found, status="not_applicable", reason=reason, text=text, verdict=None)
    if none or np.ptp(values) <= ROUNDING:
        return _without_interval(found, flags, measure)
    tried = exchange(values, flagged, confidence=CONFIDENCE, seed=draw.seed, replicates=draw.replicates)
    if min(n_flagged, n_unflagged) < LEAST or not np.isfinite(tried.low):
        why = f"only {n_flagged} flagged" if n_flagged <= n_unflagged else f"only {n_unflagged} not flagged"
        needed = _needed(found, values, flagged, more=True)
        return replace(found, needed=needed, status="undefined", reason="too_few_components", text=_asked(why, needed))
    low, high = max(-1.0, tried.low), min(1.0, tried.high)
    found = replace(
        found,
        ci=ConfidenceInterval(level=CONFIDENCE, low=low, high=high, method=METHOD, resample="components"),
        p_value=tried.p_value,
        verdict=BORNE_OUT if low > 0 else NOT_BORNE_OUT if high < 0 else OPEN,
    )
    if found.verdict != OPEN:
        return found
    needed = _needed(found, values, flagged, more=False)
    if needed is None:
        seen = f"a difference of {WORTH_SEEING * 100:.0f} points would most likely have been seen"
        return replace(found, text=f"the interval holds 0; {seen}")
    return replace(found, needed=needed, text=_asked("the interval holds 0", needed))


def _without_interval(found: Comparison, flags: NDArray[np.bool_], measure: _Measure) -> Comparison:
    """Say why there is nothing to make an interval of."""
    if not (found.flagged or found.unflagged) or (not found.flagged and flags.any()):
        which = "the flagged components" if found.unflagged else "any component"
        return replace(found, status="undefined", reason="no_pairs", text=f"{measure.absent} on {which}")
    if not found.unflagged:
        return replace(found, status="undefined", reason="too_few_components", text="every component is flagged")
    return replace(found, status="undefined", reason="no_variation", text="the components do not differ")


def _needed(found: Comparison, values: NDArray[np.float64], flagged: NDArray[np.bool_], *, more: bool) -> int | None:
    """Give roughly how many components would tell: more than there are, or None.

    A difference as large as observed, or of five points where that is smaller, would be seen in four of five pilots.
    Where there are too few for an interval (`more`), the number is always above what there is.
    """
    n = len(values)
    if found.difference is None or n <= LEAST:
        return None
    within = sum(float(((part - part.mean()) ** 2).sum()) for part in (values[flagged], values[~flagged]))
    share = found.flagged / n
    ratio = REACH / max(abs(found.difference), WORTH_SEEING)
    wanted = ratio**2 * within / (n - 2) / (share * (1 - share))
    if more:
        wanted = max(wanted, n * LEAST / min(found.flagged, found.unflagged), n + 1)
    rough = ROUGHLY * ceil(wanted / ROUGHLY)
    return rough if rough > n else None


def _asked(why: str, needed: int | None) -> str:
    return why if needed is None else f"{why}; roughly {needed:,} components would tell"


def _adjusted(found: Sequence[Comparison]) -> list[Comparison]:
    """Adjust the p values for their number, after Holm (1979), Scandinavian Journal of Statistics 6, 65-70."""
    tested = sorted(
        (each.p_value, index) for index, each in enumerate(found) if each.p_value is not None and each.ci is not None
    )
    adjusted: dict[int, float] = {}
    highest = 0.0
    for rank, (p_value, index) in enumerate(tested):
        highest = max(highest, min(1.0, (len(tested) - rank) * p_value))
        adjusted[index] = highest
    return [replace(each, p_adjusted=adjusted.get(index)) for index, each in enumerate(found)]


def _json(one: Comparison, measure: str) -> dict[str, object]:
    ci = one.ci
    return {
        "flagged": one.flagged,
        "unflagged": one.unflagged,
        "left_out": one.left_out,
        f"{measure}_flagged": one.mean_flagged,
        f"{measure}_unflagged": one.mean_unflagged,
        "difference": one.difference,
        "ci": None if ci is None else {"level": ci.level, "low": ci.low, "high": ci.high, "method": ci.method},
        "p_value": one.p_value,
        "p_adjusted": one.p_adjusted,
        "components_needed": one.needed,
        "status": one.status,
        "reason": one.reason,
        "text": one.text,
        "verdict": one.verdict,
    }
