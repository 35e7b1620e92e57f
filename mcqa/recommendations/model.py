"""What a recommendation is: an action, its cause, and the reasons with the numbers behind them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mcqa.findings import Kind
    from mcqa.recommendations.policy import Policy


class Action(StrEnum):
    """What to do, most urgent first: what cannot be judged, then what is misread, then what is not known."""

    SUPPLY_EVIDENCE = "supply_evidence"
    SPLIT_CRITERION = "split_criterion"
    CLARIFY_WORDING = "clarify_wording"
    ADD_ANCHOR = "add_anchor"
    RETRAIN_RATERS = "retrain_raters"
    COLLECT_MORE_DATA = "collect_more_data"
    MERGE_LEVELS = "merge_levels"
    COMBINE_CRITERIA = "combine_criteria"
    WIDEN_SAMPLE = "widen_sample"
    KEEP = "keep"

    @property
    def urgency(self) -> int:
        """0 for the most urgent action."""
        return tuple(Action).index(self)


class Cause(StrEnum):
    """Where the trouble lies."""

    RUBRIC = "rubric"
    RATER = "rater"
    GROUP = "group"
    EVIDENCE = "evidence"
    SAMPLE = "sample"
    NONE = "none"


class Confidence(StrEnum):
    """How firmly the evidence points to the action, firmest first."""

    HIGH = "high"
    MODERATE = "moderate"
    LOW = "low"

    @property
    def rank(self) -> int:
        """0 for high."""
        return tuple(Confidence).index(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One sentence of the argument, and the numbers behind it."""

    kind: Kind
    text: str
    evidence: dict[str, object]

    def to_json(self) -> dict[str, object]:
        """Give the contract's reason object."""
        return {"code": self.kind.code, "text": self.text, "evidence": dict(self.evidence)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommendation:
    """What to do about one component, or about one standard for the sake of its component `decided_by`.

    `priority` is 1 for the most urgent and unique among components and among standards; `weight` is the size of the
    trouble (a share), which orders recommendations of one action and confidence.
    """

    subject: str
    action: Action
    cause: Cause
    confidence: Confidence
    reasons: tuple[Reason, ...]
    also: tuple[Action, ...] = ()
    priority: int = 0
    levels: tuple[tuple[str, str], ...] = ()
    raters: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    weight: float = 0.0
    decided_by: str | None = None

    @property
    def blames_rubric(self) -> bool:
        """Whether the text of the rubric is to change."""
        return self.cause is Cause.RUBRIC

    def to_json(self) -> dict[str, object]:
        """Give the contract's recommendation object; `decided_by` stands in that of a standard only."""
        named: dict[str, object] = {"criterion": self.subject}
        if self.decided_by is not None:
            named = {"standard": self.subject, "decided_by": self.decided_by}
        return named | {
            "action": self.action.value,
            "also": [action.value for action in self.also],
            "priority": self.priority,
            "cause": self.cause.value,
            "confidence": self.confidence.value,
            "levels": [list(pair) for pair in self.levels] or None,
            "raters": list(self.raters),
            "groups": list(self.groups),
            "reasons": [reason.to_json() for reason in self.reasons],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommendations:
    """What to do about every component and standard, in the order of the rubric, and the policy it follows from."""

    criteria: tuple[Recommendation, ...]
    standards: tuple[Recommendation, ...]
    policy: Policy

    def to_json(self) -> dict[str, object]:
        """Give the contract's results object."""
        return {
            "criteria": [each.to_json() for each in self.criteria],
            "standards": [each.to_json() for each in self.standards],
            "policy": self.policy.to_json(),
        }
