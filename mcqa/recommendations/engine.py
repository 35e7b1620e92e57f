"""Recommendations for every component and standard: the steps of the argument, then the order of urgency."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mcqa.diagnostics import kinds
from mcqa.errors import UsageError
from mcqa.recommendations import steps
from mcqa.recommendations.case import Case
from mcqa.recommendations.model import Reason, Recommendation, Recommendations
from mcqa.recommendations.policy import Policy

if TYPE_CHECKING:
    from mcqa.agreement.analysis import AgreementResult
    from mcqa.agreement.estimate import Estimate
    from mcqa.diagnostics.diagnose import Diagnostics
    from mcqa.ratings.table import Ratings


def recommend(
    ratings: Ratings, agreement: AgreementResult, diagnostics: Diagnostics, policy: Policy | None = None
) -> Recommendations:
    """Say what to do about every component and standard.

    Parameters
    ----------
    ratings, agreement, diagnostics
        The table and what was computed from it. Of the agreement, the estimates of `percent_agreement`, `gwet_ac` and
        `krippendorff_alpha` for each criterion are used, where they are there.
    policy
        The thresholds; `Policy()` by default. Its yardstick must be the one of the diagnostics.
    """
    rules = policy or Policy()
    if rules.yardstick != diagnostics.yardstick:
        raise UsageError(
            "the diagnostics were made with another yardstick than the policy's",
            hint="pass the policy's yardstick to diagnose()",
        )
    found = tuple(_decided(case) for case in _cases(ratings, agreement, diagnostics, rules))
    criteria = _prioritised(found)
    return Recommendations(criteria=criteria, standards=_standards(ratings, criteria), policy=rules)


def _cases(ratings: Ratings, agreement: AgreementResult, diagnostics: Diagnostics, policy: Policy) -> tuple[Case, ...]:
    estimates: dict[tuple[str, str | None], Estimate] = {}
    for each in agreement.estimates:
        if each.scope == "criterion":
            estimates.setdefault((each.coefficient, each.criterion), each)
    present = ratings.rated
    met = {
        (int(rater), int(index))
        for rater, index in zip(ratings.rater[present], ratings.criterion[present], strict=True)
    }
    position = {rater: index for index, rater in enumerate(ratings.raters)}
    return tuple(
        Case(
            criterion=criterion,
            diagnosis=diagnosis,
            percent=estimates.get(("percent_agreement", criterion.id)),
            ac=estimates.get(("gwet_ac", criterion.id)),
            alpha=estimates.get(("krippendorff_alpha", criterion.id)),
            singled_out=tuple(each for each in diagnostics.singled_out if (position[each.rater], index) in met),
            alike=tuple(pair for pair in diagnostics.alike if criterion.id in (pair.first, pair.second)),
            policy=policy,
        )
        for index, (criterion, diagnosis) in enumerate(zip(ratings.criteria, diagnostics.criteria, strict=True))
    )


def _decided(case: Case) -> Recommendation:
    """Give what the first step with something to say recommends, or keep the component."""
    for step in steps.STEPS:
        found = step(case)
        if found is not None:
            return found
    return steps.keep(case)


def _prioritised(found: tuple[Recommendation, ...]) -> tuple[Recommendation, ...]:
    """Give each its priority: by action, then confidence, then size of the trouble, then the order given."""
    order = sorted(
        range(len(found)),
        key=lambda index: (found[index].action.urgency, found[index].confidence.rank, -found[index].weight, index),
    )
    place = {index: priority for priority, index in enumerate(order, start=1)}
    return tuple(replace(each, priority=place[index]) for index, each in enumerate(found))


def _standards(ratings: Ratings, criteria: tuple[Recommendation, ...]) -> tuple[Recommendation, ...]:
    """Give each standard the most urgent recommendation of its components."""
    members: dict[str, list[Recommendation]] = {}
    for criterion, each in zip(ratings.criteria, criteria, strict=True):
        if criterion.standard:
            members.setdefault(criterion.standard, []).append(each)
    urgent = {standard: min(own, key=lambda each: each.priority) for standard, own in members.items()}
    order = sorted(urgent, key=lambda standard: urgent[standard].priority)
    return tuple(
        replace(
            each,
            subject=standard,
            decided_by=each.subject,
            priority=order.index(standard) + 1,
            reasons=(_most_urgent(each, len(members[standard])), *each.reasons),
        )
        for standard, each in urgent.items()
    )


def _most_urgent(component: Recommendation, n_components: int) -> Reason:
    return Reason(
        kind=kinds.MOST_URGENT_COMPONENT,
        text=f"Component {component.subject} is the most urgent of the standard's {n_components}.",
        evidence={"criterion": component.subject, "n_components": n_components},
    )
