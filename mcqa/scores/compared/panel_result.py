"""What a comparison of two panels gives: a row for each criterion and standard, and both verdicts on each unit."""

from __future__ import annotations

from dataclasses import dataclass

from mcqa.scores.rules import Verdict
from mcqa.statistics.shares import ShareInterval, share_interval

CONFIDENCE = 0.95
DIFFERENCE_IS = "the reviewers' level minus the panel's, in levels: above 0 the panel is stricter"


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelRow:
    """One criterion, one standard, or everything (`criterion` and `standard` None): reviewers against the panel.

    `n` cells have a level from both sides, in `n_units` units. `exact` is the share of them at the same level,
    `met_agreement` on the same side of the cut, with the interval `ci`. `difference` is the mean of the reviewers'
    level minus the panel's. `panel_stricter` and `reviewers_stricter` count the units on which that side found less met
    than the other; `p_value` is of the exact test that these are equally likely, and `p_holm` the same held against
    all rows of its kind. `stricter` is `panel`, `reviewers`, `neither` (none shown to be) or None where it was not
    tested. Cells without a level are counted by the side that has none.
    """

    criterion: str | None = None
    standard: str | None = None
    n: int = 0
    n_units: int = 0
    exact: float | None = None
    met_agreement: float | None = None
    ci: ShareInterval | None = None
    difference: float | None = None
    panel_stricter: int = 0
    reviewers_stricter: int = 0
    test: str = "sign"
    p_value: float | None = None
    p_holm: float | None = None
    stricter: str | None = None
    undecided_reviewers: int = 0
    undecided_panel: int = 0
    undecided_both: int = 0
    not_applicable: int = 0
    status: str = "ok"
    reason: str | None = None

    def to_json(self) -> dict[str, object]:
        """Give the row as a JSON object."""
        found: dict[str, object] = {name: getattr(self, name) for name in self.__slots__}
        found["ci"] = None if self.ci is None else self.ci._asdict()
        no_order = self.difference is None and self.n > 0
        found["difference_reason"] = "not_ordered" if no_order else None if self.n else self.reason
        counts = {side: found.pop(f"undecided_{side}") for side in ("reviewers", "panel", "both")}
        return {**found, "undecided": counts}


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitPair:
    """The two verdicts on one unit; `agree` is None where one of them is undecided."""

    unit: str
    reviewers: Verdict
    panel: Verdict

    @property
    def agree(self) -> bool | None:
        """Whether both sides came to the same verdict."""
        if Verdict.UNDECIDED in {self.reviewers, self.panel}:
            return None
        return self.reviewers == self.panel


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelComparison:
    """Reviewers against a panel, over the units that both judged.

    `reviewers` are the groups of the others ("" where a rater has none). `only_reviewers` and `only_panel` name the
    units that one side alone judged; `too_few_panel` counts cells left undecided because too few of the panel rated.
    """

    panel: str
    reviewers: tuple[str, ...]
    criteria: tuple[PanelRow, ...]
    standards: tuple[PanelRow, ...]
    overall: PanelRow
    units: tuple[UnitPair, ...]
    only_reviewers: tuple[str, ...]
    only_panel: tuple[str, ...]
    min_ratings: int = 1
    too_few_panel: int = 0
    too_few_reviewers: int = 0

    @property
    def verdicts(self) -> dict[str, object]:
        """How many verdicts both sides decided, and on how many they agree, with Wilson's interval."""
        told = [pair.agree for pair in self.units if pair.agree is not None]
        ci = share_interval(sum(told), len(told), CONFIDENCE) if len(told) > 1 else None
        return {
            "n": len(told),
            "agree": sum(told),
            "share": sum(told) / len(told) if told else None,
            "ci": None if ci is None else ci._asdict(),
            "undecided": len(self.units) - len(told),
            "reason": None if len(told) > 1 else "too_few_units" if told else "no_pairs",
        }

    def to_json(self) -> dict[str, object]:
        """Give the comparison as a JSON object."""
        return {
            "panel": self.panel,
            "reviewers": list(self.reviewers),
            "difference_is": DIFFERENCE_IS,
            "min_ratings": self.min_ratings,
            "criteria": [row.to_json() for row in self.criteria],
            "standards": [row.to_json() for row in self.standards],
            "overall": self.overall.to_json(),
            "verdicts": self.verdicts,
            "units": [
                {
                    "unit": pair.unit,
                    "reviewers": pair.reviewers.value,
                    "panel": pair.panel.value,
                    "agree": pair.agree,
                }
                for pair in self.units
            ],
            "only_reviewers": list(self.only_reviewers),
            "only_panel": list(self.only_panel),
            "too_few_ratings": {"reviewers": self.too_few_reviewers, "panel": self.too_few_panel},
        }
