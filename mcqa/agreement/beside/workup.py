"""The work-up of one scope: what must be read beside a coefficient, with one sentence on what it comes to."""

from __future__ import annotations

from dataclasses import dataclass, fields

from mcqa.agreement.beside.imbalance import Leaning, Marginal
from mcqa.agreement.estimate import Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkUp:
    """What must be read beside a coefficient in one scope, and the sentence that it comes to.

    `prevalence` pairs level ids with shares of the ratings compared; `prevailing` is the label of the most used level.
    `leaning` is the rater who lies to one side of the others beyond chance. The coefficients are those handed in:
    `kappa` is Conger's (Cohen's with two raters). `case` names the row of `cases.CASES` that `sentence` comes from.
    """

    scope: str
    criterion: str | None = None
    standard: str | None = None
    group: str | None = None
    round: str | None = None
    raters: tuple[str, ...] | None = None
    n_units: int = 0
    n_units_used: int = 0
    n_raters: int = 0
    n_ratings: int = 0
    prevalence: tuple[tuple[str, float], ...] = ()
    prevailing: str | None = None
    prevailing_share: float | None = None
    marginals: tuple[Marginal, ...] = ()
    prevalence_index: float | None = None
    bias_index: float | None = None
    leaning: Leaning | None = None
    percent_agreement: Estimate | None = None
    kappa: Estimate | None = None
    ac: Estimate | None = None
    alpha: Estimate | None = None
    case: str = ""
    sentence: str = ""

    def to_json(self) -> dict[str, object]:
        """Give the work-up as a JSON object; coefficients by value, since they stand in full among the estimates."""
        found: dict[str, object] = {field.name: getattr(self, field.name) for field in fields(self)}
        return found | {
            "raters": None if self.raters is None else list(self.raters),
            "prevalence": dict(self.prevalence) or None,
            "marginals": {each.rater: dict(each.shares) for each in self.marginals} or None,
            "leaning": None if self.leaning is None else self.leaning._asdict(),
            **{name: value(getattr(self, name)) for name in ("percent_agreement", "kappa", "ac", "alpha")},
        }


def value(estimate: Estimate | None) -> float | None:
    """Give the value of an estimate, None where there is no estimate either."""
    return None if estimate is None else estimate.estimate
