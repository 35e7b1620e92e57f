"""Sentences on who carries a disagreement: reviewers, groups, or everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mcqa.diagnostics import kinds
from mcqa.recommendations.model import Reason
from mcqa.recommendations.reasons import disagreement_numbers, percent

if TYPE_CHECKING:
    from mcqa.diagnostics.disagreement import LeftOut
    from mcqa.diagnostics.groups import GroupDifference
    from mcqa.recommendations.case import Case


def unlike_others(case: Case) -> tuple[Reason, ...]:
    """Give each reviewer singled out: what they do over all components."""
    return tuple(_unlike(case, index) for index in range(len(case.singled_out)))


def _unlike(case: Case, index: int) -> Reason:
    profile = case.singled_out[index]
    severity = profile.severity
    missed = profile.n_missed / profile.n_compared if profile.n_compared else 0.0
    manner = ""
    if severity is not None and abs(severity.value) >= case.policy.yardstick.severity:
        manner = f", {abs(severity.value):.2f} levels {'lower' if severity.value > 0 else 'higher'} on average"
    if profile.straight_lined:
        text = (
            f"Reviewer {profile.rater} gave one level throughout, also in {profile.n_occasions} cells where the others "
            "agreed on another."
        )
    else:
        text = (
            f"Over all components, reviewer {profile.rater} differs from what most others say in {percent(missed)} of "
            f"{profile.n_compared} cells{manner}."
        )
    return Reason(
        kind=kinds.STRAIGHT_LINING if profile.straight_lined else kinds.RATER_UNLIKE_OTHERS,
        text=text,
        evidence={
            "rater": profile.rater,
            "n": profile.n_compared,
            "n_missed": profile.n_missed,
            "p_adjusted": profile.tail_adjusted,
            "exact_agreement": profile.exact_agreement,
            "severity": None if severity is None else severity.value,
            "severity_low": None if severity is None else severity.low,
            "severity_high": None if severity is None else severity.high,
        },
    )


def restored(case: Case) -> Reason:
    """Without the reviewers singled out the others agree."""
    both = case.diagnosis.disagreement
    names = ", ".join(profile.rater for profile in case.singled_out)
    before = percent(1 - (both.everyone.share or 0.0))
    after = "no pairs remain" if both.core.share is None else f"the others agree in {percent(1 - both.core.share)}"
    return Reason(
        kind=kinds.RATER_RESTORES,
        text=(
            f"With {names} two reviewers agree in {before} of the pairs; without, {after}: "
            "no more disagreement than good reviewers give, and no reason to change the component."
        ),
        evidence={"with": disagreement_numbers(both.everyone), "without": disagreement_numbers(both.core)},
    )


def carries(case: Case, left_out: LeftOut) -> Reason:
    """One reviewer carries the disagreement of this component."""
    share = case.diagnosis.disagreement.core.share or 0.0
    remains = percent(1 - (left_out.share or 0.0))
    return Reason(
        kind=kinds.RATER_CARRIES,
        text=(
            f"Reviewer {left_out.rater} carries the disagreement on this component: without {left_out.rater} agreement "
            f"goes from {percent(1 - share)} to {remains}."
        ),
        evidence={
            "rater": left_out.rater,
            "disagreement": share,
            "without": left_out.share,
            "vanishes": left_out.vanishes,
            "n_units_split": case.diagnosis.disagreement.n_units_split,
        },
    )


def everywhere(case: Case) -> Reason:
    """Say that the component is no worse than the pilot's typical one."""
    core = case.diagnosis.disagreement.core
    return Reason(
        kind=kinds.DISAGREEMENT_EVERYWHERE,
        text=(
            "Reviewers differ as much on most other components: that points to how they were prepared or to the "
            "protocol, before the wording of this component."
        ),
        evidence={"disagreement": core.share, "p_typical": core.typical_tail, "n_pairs": core.n_pairs},
    )


def group_apart(case: Case, found: GroupDifference) -> Reason:
    """One reviewer group reads the component differently."""
    side = "lower" if found.difference < 0 else "higher"
    alone = found.without_group.share
    rest = "" if alone is None else f"; the others agree among themselves in {percent(1 - alone)} of the pairs"
    return Reason(
        kind=kinds.GROUP_APART,
        text=(
            f'Group "{found.group}" rates this component {abs(found.difference):.2f} levels {side} than the others on '
            f"the same {found.n_rows} micro-credentials ({found.n_raters_apart} of its {found.n_raters} reviewers)"
            f"{rest}."
        ),
        evidence={
            "group": found.group,
            "difference": found.difference,
            "standard_error": found.standard_error,
            "n": found.n_rows,
            "n_ratings": found.n_ratings,
            "n_raters": found.n_raters,
            "n_raters_apart": found.n_raters_apart,
            "p_value": found.p_value,
            "p_adjusted": found.p_adjusted,
            "disagreement": case.diagnosis.disagreement.core.share,
            "without_group": disagreement_numbers(found.without_group),
        },
    )
