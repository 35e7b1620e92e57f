"""The order of thought: each step looks at one explanation and either recommends or passes the case on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mcqa.diagnostics import kinds
from mcqa.recommendations import people, reasons
from mcqa.recommendations.model import Action, Cause, Confidence, Recommendation

if TYPE_CHECKING:
    from mcqa.diagnostics.levels import LevelPair
    from mcqa.recommendations.case import Case
    from mcqa.recommendations.model import Reason


def evidence(case: Case) -> Recommendation | None:
    """Reviewers cannot tell: they lack what the component is judged from."""
    gap, policy = case.diagnosis.evidence, case.policy
    if gap.share is None or gap.low is None or gap.share < policy.cannot_tell_share:
        return None
    if gap.n_cannot_tell < policy.min_cannot_tell or gap.n_raters < policy.min_cannot_tell_raters:
        return None
    why: tuple[Reason, ...] = (reasons.cannot_tell(case),)
    if gap.visible_in != "packet":
        why += (reasons.not_in_packet(case),)
    return Recommendation(
        subject=case.criterion.id,
        action=Action.SUPPLY_EVIDENCE,
        cause=Cause.EVIDENCE,
        confidence=Confidence.HIGH if gap.low >= policy.cannot_tell_share else Confidence.MODERATE,
        groups=_in_the_dark(case),
        reasons=why,
        weight=gap.share,
    )


def enough_data(case: Case) -> Recommendation | None:
    """Too little was rated to say anything else."""
    sample, gap, policy = case.diagnosis.sample, case.diagnosis.evidence, case.policy
    enough = (
        sample.n_units_paired >= policy.min_units
        and sample.n_raters >= policy.min_raters
        and sample.n_pairs >= policy.min_pairs
    )
    if enough:
        return None
    why: tuple[Reason, ...] = (reasons.few_data(case),)
    if gap.n_not_applicable and gap.n_not_applicable >= policy.not_applicable_share * (
        gap.n_asked + gap.n_not_applicable
    ):
        why += (reasons.not_applicable(case),)
    return Recommendation(
        subject=case.criterion.id,
        action=Action.COLLECT_MORE_DATA,
        cause=Cause.SAMPLE,
        confidence=Confidence.HIGH,
        reasons=why,
    )


def variation(case: Case) -> Recommendation | None:
    """Nothing varied: agreement is perfect and says nothing."""
    if case.diagnosis.sample.n_levels_used > 1:
        return None
    return Recommendation(
        subject=case.criterion.id,
        action=Action.WIDEN_SAMPLE,
        cause=Cause.SAMPLE,
        confidence=Confidence.HIGH,
        reasons=(reasons.no_variation(case),),
    )


def group(case: Case) -> Recommendation | None:
    """One reviewer group reads the component differently, and the others agree."""
    found = case.apart
    if found is None:
        return None
    proven = found.p_adjusted is not None and found.p_adjusted <= case.policy.group_proven
    return Recommendation(
        subject=case.criterion.id,
        action=Action.RETRAIN_RATERS,
        cause=Cause.GROUP,
        confidence=Confidence.HIGH if proven else Confidence.MODERATE,
        groups=(found.group,),
        reasons=(people.group_apart(case, found), *_comments(case)),
        weight=case.share,
    )


def rater(case: Case) -> Recommendation | None:
    """One reviewer (or few) carries the disagreement, in general or on this component."""
    if case.singled_out_matter:
        return Recommendation(
            subject=case.criterion.id,
            action=Action.RETRAIN_RATERS,
            cause=Cause.RATER,
            confidence=Confidence.HIGH,
            raters=tuple(profile.rater for profile in case.singled_out),
            reasons=(*people.unlike_others(case), people.restored(case)),
            weight=case.share,
        )
    if not case.core_is_high or case.carrier is None:
        return None
    return Recommendation(
        subject=case.criterion.id,
        action=Action.RETRAIN_RATERS,
        cause=Cause.RATER,
        confidence=Confidence.LOW,
        raters=(case.carrier.rater,),
        reasons=(
            reasons.disagreement(case, kinds.DISAGREEMENT),
            people.carries(case, case.carrier),
            *_comments(case),
        ),
        weight=case.share,
    )


def preparation(case: Case) -> Recommendation | None:
    """Reviewers differ on most components alike: no single wording explains that."""
    if not case.core_is_high or case.stands_out:
        return None
    return Recommendation(
        subject=case.criterion.id,
        action=Action.RETRAIN_RATERS,
        cause=Cause.RATER,
        confidence=Confidence.MODERATE,
        reasons=(
            reasons.disagreement(case, kinds.DISAGREEMENT),
            people.everywhere(case),
            *_comments(case),
        ),
        weight=case.share,
    )


def wording(case: Case) -> Recommendation | None:
    """Disagreement above what good reviewers give, that no reviewer or group carries: the rubric's text."""
    if not case.core_is_high:
        return None
    levels, policy = case.diagnosis.levels, case.policy
    first = reasons.disagreement(case, kinds.DISAGREEMENT)
    also: tuple[Action, ...] = (Action.RETRAIN_RATERS,) if case.singled_out else ()
    others = (*people.unlike_others(case), *_comments(case))
    names = tuple(profile.rater for profile in case.singled_out)
    ends = levels.extremes
    middle = levels.middle_share if levels.middle_share is not None else 1.0
    pair: tuple[str, str] | None
    if ends is not None and ends.share >= policy.extreme_share and middle <= policy.middle_share:
        action, pair = Action.SPLIT_CRITERION, (ends.low, ends.high)
        why: tuple[Reason, ...] = (first, reasons.extremes(case, ends))
    else:
        action = Action.CLARIFY_WORDING
        near = _carrying(case)
        pair = None if near is None else (near.low, near.high)
        why = (first, reasons.diffuse(case) if near is None else reasons.neighbours(case, near))
        if pair is not None and not any(anchor.level in pair for anchor in case.criterion.anchors):
            also = (Action.ADD_ANCHOR, *also)
            why += (reasons.no_anchor(case, pair),)
    return Recommendation(
        subject=case.criterion.id,
        action=action,
        also=also,
        cause=Cause.RUBRIC,
        confidence=_confidence_in_rubric(case),
        levels=() if pair is None else (pair,),
        raters=names,
        reasons=why + others,
        weight=case.share,
    )


def unused_level(case: Case) -> Recommendation | None:
    """Nobody needed a level between used levels, over many occasions."""
    bound = case.policy.unused_occasions
    found = [
        each
        for each in case.diagnosis.levels.unused
        if each.inner and (each.occasions >= bound or (each.everywhere and each.occasions_everywhere >= bound))
    ]
    if not found:
        return None
    ids = case.criterion.scale.level_ids
    return Recommendation(
        subject=case.criterion.id,
        action=Action.MERGE_LEVELS,
        cause=Cause.RUBRIC,
        confidence=Confidence.MODERATE,
        levels=tuple((ids[ids.index(each.level) - 1], each.level) for each in found),
        reasons=tuple(reasons.unused(case, each) for each in found),
        weight=case.share,
    )


def not_told_apart(case: Case) -> Recommendation | None:
    """Two components of a standard are rated alike where it tells."""
    policy = case.policy
    found = [
        pair
        for pair in case.alike
        if pair.n_off >= policy.alike_cells
        and pair.n_units_off >= policy.alike_units
        and pair.n_off_equal >= policy.alike_share * pair.n_off
        and pair.n_equal >= policy.alike_share * pair.n_both
    ]
    if not found:
        return None
    return Recommendation(
        subject=case.criterion.id,
        action=Action.COMBINE_CRITERIA,
        cause=Cause.RUBRIC,
        confidence=Confidence.MODERATE,
        reasons=tuple(
            reasons.not_told_apart(pair, pair.second if pair.first == case.criterion.id else pair.first)
            for pair in found
        ),
        weight=case.share,
    )


def keep(case: Case) -> Recommendation:
    """Nothing speaks against the component; how firmly depends on how well agreement is known."""
    core, sample, policy = case.diagnosis.disagreement.core, case.diagnosis.sample, case.policy
    unproven = core.share is not None and core.share > core.tolerated
    why: tuple[Reason, ...] = (reasons.disagreement(case, kinds.UNPROVEN if unproven else kinds.AGREEMENT),)
    also: tuple[Action, ...] = ()
    if sample.modal_share is not None and sample.modal_share >= policy.prevailing_share:
        why += (reasons.one_level_prevails(case),)
        also = (Action.WIDEN_SAMPLE,)
    bound = policy.unused_occasions
    idle = [each for each in case.diagnosis.levels.unused if each.everywhere and each.occasions_everywhere >= bound]
    if idle:
        why += tuple(reasons.unused(case, each) for each in idle)
        also = (Action.WIDEN_SAMPLE,)
    mild = _mildly_affected(case)
    if mild:
        why += people.unlike_others(case)
        also = (Action.RETRAIN_RATERS, *also)
    low = None if case.percent is None or case.percent.ci is None else case.percent.ci.low
    firm = low is not None and low >= 1 - core.tolerated
    return Recommendation(
        subject=case.criterion.id,
        action=Action.KEEP,
        also=also,
        cause=Cause.NONE,
        confidence=Confidence.LOW if unproven else Confidence.HIGH if firm else Confidence.MODERATE,
        raters=tuple(profile.rater for profile in case.singled_out) if mild else (),
        reasons=why,
        weight=case.share,
    )


STEPS = (evidence, enough_data, variation, group, rater, preparation, wording, unused_level, not_told_apart)


def _in_the_dark(case: Case) -> tuple[str, ...]:
    """Name the groups that cannot tell, where they are a minority of the groups and the others hardly ever say so."""
    gap, policy = case.diagnosis.evidence, case.policy
    dark = [each for each in gap.groups if each.n_cannot_tell >= policy.cannot_tell_share * each.n_asked]
    theirs = sum(each.n_cannot_tell for each in dark)
    if len(dark) > len(gap.groups) / 2 or theirs < policy.cannot_tell_within * gap.n_cannot_tell:
        return ()
    return tuple(each.group for each in dark)


def _mildly_affected(case: Case) -> bool:
    """Whether agreement on a component that stands is better without the reviewers singled out."""
    both = case.diagnosis.disagreement
    if not case.singled_out or both.everyone.share is None or both.core.share is None:
        return False
    return both.everyone.share > both.core.share


def _carrying(case: Case) -> LevelPair | None:
    found = [pair for pair in case.diagnosis.levels.neighbours if pair.share >= case.policy.neighbour_share]
    return max(found, key=lambda pair: pair.share) if found else None


def _comments(case: Case) -> tuple[Reason, ...]:
    return (reasons.comments(case),) if case.diagnosis.comments.n_split_ratings else ()


def _confidence_in_rubric(case: Case) -> Confidence:
    """Count what else speaks for it: the other components, the interval of agreement, and the spread over units."""
    both, estimate = case.diagnosis.disagreement, case.percent
    high = None if estimate is None or estimate.ci is None else estimate.ci.high
    signs = (
        case.core_is_proven,
        high is not None and high < 1 - both.core.tolerated,
        both.n_units_split >= both.core.n_rows / 2,
    )
    return (Confidence.LOW, Confidence.LOW, Confidence.MODERATE, Confidence.HIGH)[sum(signs)]
