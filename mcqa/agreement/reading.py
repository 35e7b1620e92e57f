"""What is read beside the coefficients of an analysis, made when it is asked for: levels, work-ups, and advice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from mcqa.agreement.beside.choice import Advice, which_coefficient
from mcqa.agreement.beside.paradox import work_up
from mcqa.agreement.beside.workup import WorkUp
from mcqa.agreement.estimate import Estimate
from mcqa.agreement.inference import Inference
from mcqa.agreement.measure import measure
from mcqa.agreement.request import requests
from mcqa.agreement.scopes import Scope
from mcqa.agreement.spread import SpecificAgreement, specific_agreement

# what a work-up puts beside each other, asked for or not
BESIDE = ("percent_agreement", "krippendorff_alpha", "gwet_ac", "conger_kappa")


@dataclass(frozen=True, kw_only=True)
class Reading:
    """The scopes of an analysis with their estimates, and how these were inferred."""

    regions: tuple[tuple[Scope, tuple[Estimate, ...]], ...] = ()
    inference: Inference = field(default_factory=Inference)

    @cached_property
    def specific(self) -> tuple[SpecificAgreement, ...]:
        """Agreement specific to each level, in every scope."""
        confidence = self.inference.confidence
        return tuple(each for scope, _ in self.regions for each in specific_agreement(scope, confidence=confidence))

    @cached_property
    def work_ups(self) -> tuple[WorkUp, ...]:
        """What the ratings of each scope can and cannot say."""
        return tuple(work_up(scope, self._beside(scope, estimates)) for scope, estimates in self.regions)

    @cached_property
    def widest(self) -> Scope | None:
        """The scope with most in it; None without any."""
        return min((scope for scope, _ in self.regions), key=lambda scope: _WIDTH.get(scope.kind, 9), default=None)

    @cached_property
    def advice(self) -> Advice | None:
        """Which coefficient to report, for the widest scope there is; None without any."""
        return None if self.widest is None else which_coefficient(self.widest)

    @cached_property
    def advised(self) -> Estimate | None:
        """The coefficient to report, as it is in the widest scope, asked for or not; None where there is none."""
        if self.widest is None or self.advice is None or self.advice.coefficient is None:
            return None
        weights = [self.advice.weights] if self.advice.weights else None
        metrics = [self.advice.metric] if self.advice.metric else None
        (request,) = requests([self.advice.coefficient], weights, metrics)
        return measure(request, self.widest, self.inference)

    def _beside(self, scope: Scope, estimates: Sequence[Estimate]) -> dict[str, Estimate]:
        """Give the estimates that a work-up looks at: the first of each that was asked for, else one as usual."""
        found: dict[str, Estimate] = {}
        for estimate in estimates:
            found.setdefault(estimate.coefficient, estimate)
        missing = [name for name in BESIDE if name not in found and not (name == BESIDE[-1] and "cohen_kappa" in found)]
        for request in requests(missing, None, None):
            found[request.coefficient] = measure(request, scope, self.inference)
        return found


_WIDTH = {"rubric": 0, "round": 1, "group": 2, "standard": 3, "criterion": 4}
