"""Sentences on sample, evidence and levels, each with the numbers behind it. Texts round, evidence does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mcqa.diagnostics import kinds
from mcqa.recommendations.model import Reason
from mcqa.rubric.shown_in import SHOWN_IN

if TYPE_CHECKING:
    from mcqa.agreement.estimate import Estimate
    from mcqa.diagnostics.alike import AlikePair
    from mcqa.diagnostics.disagreement import Disagreement
    from mcqa.diagnostics.levels import LevelPair, UnusedLevel
    from mcqa.findings import Kind
    from mcqa.recommendations.case import Case


HUNDRED = 100


def percent(share: float) -> str:
    """Write a share for people."""
    return f"{HUNDRED * share:.0f} %"


def few_data(case: Case) -> Reason:
    """Too few units, reviewers or pairs to say anything about the component."""
    sample, policy = case.diagnosis.sample, case.policy
    return Reason(
        kind=kinds.TOO_LITTLE_DATA,
        text=(
            f"{sample.n_ratings} ratings by {sample.n_raters} reviewers, {sample.n_units_paired} micro-credentials "
            f"rated at least twice: too little to judge the component by (at least {policy.min_units} "
            f"micro-credentials and {policy.min_raters} reviewers)."
        ),
        evidence={
            "n_units": sample.n_units,
            "n_units_paired": sample.n_units_paired,
            "n_raters": sample.n_raters,
            "n_ratings": sample.n_ratings,
            "n_pairs": sample.n_pairs,
        },
    )


def cannot_tell(case: Case) -> Reason:
    """Reviewers often cannot judge the component."""
    gap = case.diagnosis.evidence
    return Reason(
        kind=kinds.CANNOT_TELL,
        text=(
            f"In {gap.n_cannot_tell} of {gap.n_asked} cells ({percent(gap.share or 0.0)}) {gap.n_raters} reviewers "
            f"could not tell from what they were given, on {gap.n_units} micro-credentials."
        ),
        evidence={
            "cannot_tell": gap.n_cannot_tell,
            "n": gap.n_asked,
            "share": gap.share,
            "low": gap.low,
            "high": gap.high,
            "n_units": gap.n_units,
            "n_raters": gap.n_raters,
            "groups": {each.group: [each.n_cannot_tell, each.n_asked] for each in gap.groups},
        },
    )


def not_in_packet(case: Case) -> Reason:
    """Say that the rubric itself says that the packet does not show the component."""
    place = case.diagnosis.evidence.visible_in
    words = SHOWN_IN.get(place, place)
    return Reason(
        kind=kinds.NOT_IN_PACKET,
        text=f"The rubric says that this component is judged from {words}: reviewers must be shown it.",
        evidence={"visible_in": place},
    )


def not_applicable(case: Case) -> Reason:
    """Say that the component was mostly not applicable."""
    gap = case.diagnosis.evidence
    total = gap.n_asked + gap.n_not_applicable
    return Reason(
        kind=kinds.NOT_APPLICABLE,
        text=f"Reviewers called the component not applicable in {gap.n_not_applicable} of {total} cells.",
        evidence={"not_applicable": gap.n_not_applicable, "n": total},
    )


def no_variation(case: Case) -> Reason:
    """Every rating is at one level."""
    sample = case.diagnosis.sample
    label = case.label(sample.modal_level or "")
    return Reason(
        kind=kinds.NO_VARIATION,
        text=(
            f'All {sample.n_ratings} ratings are "{label}": reviewers agree, but nothing shows that they would tell a '
            "weaker micro-credential from a stronger one."
        ),
        evidence={
            "level": sample.modal_level,
            "n_ratings": sample.n_ratings,
            "n_units": sample.n_units,
            "n_raters": sample.n_raters,
        },
    )


def one_level_prevails(case: Case) -> Reason:
    """Chance-corrected coefficients say little where nearly all ratings are at one level."""
    sample, alpha = case.diagnosis.sample, case.alpha
    label = case.label(sample.modal_level or "")
    value = "cannot be computed" if alpha is None or alpha.estimate is None else f"is {alpha.estimate:.2f}"
    said = f"Krippendorff's alpha {value}, which says" if alpha is not None else "Chance-corrected coefficients say"
    return Reason(
        kind=kinds.ONE_LEVEL_PREVAILS,
        text=(
            f'{percent(sample.modal_share or 0.0)} of the ratings are "{label}". {said} little here: include '
            "micro-credentials known to be weaker."
        ),
        evidence={
            "level": sample.modal_level,
            "share": sample.modal_share,
            "n_ratings": sample.n_ratings,
            "share_at_cut": sample.share_at_cut,
            "krippendorff_alpha": _estimate(alpha),
        },
    )


def disagreement(case: Case, kind: Kind) -> Reason:
    """How far reviewers differ, beside what good reviewers would give in the same design."""
    everyone, core = case.diagnosis.disagreement.everyone, case.diagnosis.disagreement.core
    seen = everyone if everyone is core or core.share is None else core
    share, chance = seen.share or 0.0, seen.tail if seen.tail is not None else 1.0
    names = ", ".join(profile.rater for profile in case.singled_out)
    without = f" without {names}" if names and seen is core else ""
    often = _often(chance, case.policy.yardstick.replicates)
    verdict = {
        kinds.DISAGREEMENT.code: f" Slips do not explain it: good reviewers differ as much in {often} of such pilots.",
        kinds.UNPROVEN.code: f" It can be chance: good reviewers differ as much in {often} of such pilots.",
        kinds.AGREEMENT.code: "",
    }[kind.code]
    return Reason(
        kind=kind,
        text=(
            f"Two reviewers give the same level in {percent(1 - share)} of the pairs{without}; "
            f"{percent(1 - seen.tolerated)} is asked for.{verdict}"
        ),
        evidence=disagreement_numbers(seen)
        | {"percent_agreement": _estimate(case.percent), "gwet_ac": _estimate(case.ac)},
    )


def neighbours(case: Case, pair: LevelPair) -> Reason:
    """One pair of neighbouring levels carries the disagreement."""
    return Reason(
        kind=kinds.NEIGHBOURS_CONFUSED,
        text=(
            f'{percent(pair.share)} of the disagreement is between "{case.label(pair.low)}" and '
            f'"{case.label(pair.high)}", '
            f"on {pair.n_units} micro-credentials: the descriptors do not tell them apart."
        ),
        evidence=_pair(pair),
    )


def extremes(case: Case, pair: LevelPair) -> Reason:
    """Reviewers split between the lowest and the highest level."""
    return Reason(
        kind=kinds.EXTREMES_SPLIT,
        text=(
            f'{percent(pair.share)} of the disagreement is between "{case.label(pair.low)}" and '
            f'"{case.label(pair.high)}" '
            f"with little between, on {pair.n_units} micro-credentials: reviewers seem to judge two different things."
        ),
        evidence=_pair(pair) | {"middle_share": case.diagnosis.levels.middle_share},
    )


def diffuse(case: Case) -> Reason:
    """No pair of levels carries the disagreement."""
    return Reason(
        kind=kinds.DIFFUSE,
        text="The disagreement runs over the whole scale: no two levels carry it, so the component's text comes first.",
        evidence={"pairs": [_pair(pair) for pair in case.diagnosis.levels.neighbours]},
    )


def no_anchor(case: Case, levels: tuple[str, str]) -> Reason:
    """Say that the confused levels have no worked example."""
    return Reason(
        kind=kinds.NO_ANCHOR,
        text=f'Neither "{case.label(levels[0])}" nor "{case.label(levels[1])}" has a worked example in the rubric.',
        evidence={"levels": list(levels), "n_anchors": len(case.criterion.anchors)},
    )


def unused(case: Case, level: UnusedLevel) -> Reason:
    """Nobody used a level."""
    where = "in any component" if level.everywhere else "in this component"
    occasions = level.occasions_everywhere if level.everywhere else level.occasions
    follows = (
        "levels on both sides of it were used, so there was occasion to"
        if level.inner
        else "whether it is needed shows only when micro-credentials that should reach it are in the pilot"
    )
    return Reason(
        kind=kinds.UNUSED_LEVEL,
        text=(
            f'Nobody used "{case.label(level.level)}" {where}, in {occasions} ratings off the usual level; {follows}.'
        ),
        evidence={
            "level": level.level,
            "everywhere": level.everywhere,
            "inner": level.inner,
            "n_occasions": level.occasions,
            "n_occasions_everywhere": level.occasions_everywhere,
        },
    )


def not_told_apart(pair: AlikePair, other: str) -> Reason:
    """Two components are rated alike nearly always, where it tells."""
    return Reason(
        kind=kinds.NOT_TOLD_APART,
        text=(
            f"Rated like {other} in {pair.n_equal} of {pair.n_both} cells, and in {pair.n_off_equal} of the "
            f"{pair.n_off} where either is off its usual level: reviewers do not tell the two components apart."
        ),
        evidence={
            "criteria": [pair.first, pair.second],
            "n": pair.n_both,
            "n_equal": pair.n_equal,
            "n_off": pair.n_off,
            "n_off_equal": pair.n_off_equal,
            "n_units_off": pair.n_units_off,
        },
    )


def comments(case: Case) -> Reason:
    """How many of the ratings that differ carry a comment to read."""
    found = case.diagnosis.comments
    what = f"{found.n_split_ratings} ratings on micro-credentials where reviewers differ"
    if found.n_with_comment:
        text = f"{found.n_with_comment} of the {what} carry a comment: read them first."
    else:
        text = f"None of the {what} carries a comment: ask for one wherever a level is in doubt."
    return Reason(
        kind=kinds.COMMENTS,
        text=text,
        evidence={"n_with_comment": found.n_with_comment, "n": found.n_split_ratings},
    )


def _often(chance: float, replicates: int) -> str:
    least = 1 / (1 + replicates)
    if chance <= least:
        return f"fewer than 1 in {replicates}"
    return percent(chance) if chance * HUNDRED >= 1 else f"about 1 in {round(1 / chance)}"


def disagreement_numbers(found: Disagreement) -> dict[str, object]:
    """Give the numbers behind a sentence on disagreement."""
    return {
        "disagreement": found.share,
        "tolerated": found.tolerated,
        "p_value": found.tail,
        "p_adjusted": found.tail_adjusted,
        "n_units": found.n_rows,
        "n_pairs": found.n_pairs,
    }


def _pair(pair: LevelPair) -> dict[str, object]:
    return {
        "levels": [pair.low, pair.high],
        "share": pair.share,
        "expected": pair.expected,
        "n_pairs": pair.n_pairs,
        "n_units": pair.n_units,
    }


def _estimate(estimate: Estimate | None) -> dict[str, object] | None:
    if estimate is None:
        return None
    return {
        "estimate": estimate.estimate,
        "low": None if estimate.ci is None else estimate.ci.low,
        "high": None if estimate.ci is None else estimate.ci.high,
        "n_units": estimate.n_units_used,
        "status": estimate.status,
        "reason": estimate.reason,
    }
