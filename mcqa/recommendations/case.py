"""One component's case: all that is known about it, and the judgements that several steps of the argument share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mcqa.agreement.estimate import Estimate
    from mcqa.diagnostics.alike import AlikePair
    from mcqa.diagnostics.diagnose import CriterionDiagnosis
    from mcqa.diagnostics.disagreement import LeftOut
    from mcqa.diagnostics.groups import GroupDifference
    from mcqa.diagnostics.raters import RaterProfile
    from mcqa.recommendations.policy import Policy
    from mcqa.rubric.model import Criterion


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One component under the policy; estimates are None where they were not asked for."""

    criterion: Criterion
    diagnosis: CriterionDiagnosis
    percent: Estimate | None
    ac: Estimate | None
    alpha: Estimate | None
    singled_out: tuple[RaterProfile, ...]
    alike: tuple[AlikePair, ...]
    policy: Policy

    def label(self, level_id: str) -> str:
        """Give the reviewers' word for a level."""
        return self.criterion.scale.levels[self.criterion.scale.position(level_id)].label

    @property
    def share(self) -> float:
        """Disagreement of all reviewers; 0 where there is none to measure."""
        return self.diagnosis.disagreement.everyone.share or 0.0

    @property
    def core_is_high(self) -> bool:
        """Whether the reviewers not singled out disagree more than good reviewers would."""
        return _at_most(self.diagnosis.disagreement.core.tail, self.policy.false_alarm)

    @property
    def core_is_proven(self) -> bool:
        """Whether that holds with all components looked at together."""
        return _at_most(self.diagnosis.disagreement.core.tail_adjusted, self.policy.yardstick.false_discovery)

    @property
    def stands_out(self) -> bool:
        """Whether the component is worse than the typical one of this pilot."""
        return _at_most(self.diagnosis.disagreement.core.typical_tail, self.policy.typical_false_alarm)

    @property
    def singled_out_matter(self) -> bool:
        """Whether leaving out the reviewers singled out brings the disagreement back to what is tolerated."""
        everyone, core = self.diagnosis.disagreement.everyone, self.diagnosis.disagreement.core
        if not self.singled_out or self.core_is_high or everyone.share is None:
            return False
        if _at_most(everyone.tail, self.policy.false_alarm):
            return True
        return everyone.share > everyone.tolerated and (core.share is None or core.share <= core.tolerated)

    @property
    def apart(self) -> GroupDifference | None:
        """The group that reads the component differently, the others agreeing among themselves; the clearest one."""
        policy = self.policy
        found = [
            each
            for each in self.diagnosis.groups
            if self._differs(each)
            and abs(each.difference) >= policy.group_difference
            and each.n_raters_apart >= policy.group_raters
            and (each.without_group.tail is None or each.without_group.tail >= policy.restored)
        ]
        return min(found, key=lambda each: each.p_value) if found else None

    def _differs(self, group: GroupDifference) -> bool:
        """Whether a group differs: all tests together, or among this component's groups where disagreement is high."""
        if _at_most(group.p_adjusted, self.policy.yardstick.false_discovery):
            return True
        return self.core_is_high and group.p_value * len(self.diagnosis.groups) <= self.policy.group_within

    @property
    def carrier(self) -> LeftOut | None:
        """The one reviewer without whom most of the disagreement goes, and what remains is tolerated."""
        core = self.diagnosis.disagreement.core
        if not core.share:
            return None
        found = [
            each
            for each in self.diagnosis.disagreement.without_rater
            if each.share is not None
            and each.vanishes is not None
            and each.share <= core.tolerated
            and each.vanishes >= self.policy.carried * core.share
        ]
        return max(found, key=lambda each: each.vanishes or 0.0) if found else None


def _at_most(value: float | None, bound: float) -> bool:
    return value is not None and value <= bound
