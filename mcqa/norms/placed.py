"""What placing gives: each unit with its percentile, and each of its criteria beside the share of the baseline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mcqa.norms.baseline import Baseline, Share
from mcqa.scores.rules import Verdict
from mcqa.statistics.shares import ShareInterval

# wider than this, a percentile tells next to nothing
WIDE = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedPart:
    """One criterion or standard of a unit: met here or not (None undecided), and how often in the baseline.

    `kind` is the share among providers of the unit's own kind, None where the baseline or the list has none.
    """

    name: str
    met: bool | None
    applies: bool
    baseline: Share
    kind: Share | None
    n_ratings: int | None = None
    split: bool | None = None

    def to_json(self, key: str) -> dict[str, object]:
        """Give the part as a JSON object under the name `criterion` or `standard`."""
        found: dict[str, object] = {
            key: self.name,
            "met": self.met,
            "applies": self.applies,
            "baseline": self.baseline.to_json(),
            "kind": None if self.kind is None else self.kind.to_json(),
        }
        if key == "criterion":
            found |= {"n_ratings": self.n_ratings, "split": self.split}
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedUnit:
    """One unit placed: its share of criteria met with standard error, and the percentile of that in the baseline.

    `percentile` (0 … 1) is the share of the baseline's units below, half of those in the same bin included; `interval`
    is of both uncertainties, `wide` when it spans more than half of the baseline. `gaps` are the criteria that are not
    met here, those that the baseline meets most often first.
    """

    unit: str
    kind: str | None
    verdict: Verdict
    met: int
    applying: int
    undecided: int
    share_met: float
    standard_error: float
    error_method: str
    percentile: float
    interval: ShareInterval
    criteria: tuple[PlacedPart, ...]
    standards: tuple[PlacedPart, ...]
    kind_mean: float | None
    kind_reason: str | None

    @property
    def wide(self) -> bool:
        """Whether the interval of the percentile spans more than half of the baseline."""
        return self.interval.high - self.interval.low > WIDE

    @property
    def gaps(self) -> tuple[PlacedPart, ...]:
        """The criteria not met here, commonly met ones first; those with no share in the baseline last."""
        return _commonest([part for part in self.criteria if part.applies and part.met is False])

    @property
    def gaps_in_standards(self) -> tuple[PlacedPart, ...]:
        """The standards not met here, in the same order."""
        return _commonest([part for part in self.standards if part.met is False])

    def to_json(self) -> dict[str, object]:
        """Give the unit as a JSON object."""
        return {
            "unit": self.unit,
            "kind": self.kind,
            "verdict": self.verdict.value,
            "met": self.met,
            "applying": self.applying,
            "undecided": self.undecided,
            "share_met": self.share_met,
            "standard_error": self.standard_error,
            "error_method": self.error_method,
            "percentile": self.percentile,
            "ci": self.interval._asdict(),
            "wide": self.wide,
            "kind_mean": self.kind_mean,
            "kind_reason": self.kind_reason,
            "commonly_met_not_here": [part.name for part in self.gaps],
            "standards": [part.to_json("standard") for part in self.standards],
            "criteria": [part.to_json("criterion") for part in self.criteria],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Placing:
    """Units placed against one baseline; `left_out` names those without a single decided criterion."""

    baseline: Baseline
    units: tuple[PlacedUnit, ...]
    left_out: tuple[str, ...]

    def to_json(self) -> dict[str, object]:
        """Give the placing as a JSON object."""
        whole = self.baseline.whole
        return {
            "baseline": {
                "label": self.baseline.label,
                "n_units": whole.n_units,
                "passing": whole.passing.to_json(),
                "share_met": whole.share_met.to_json(),
            },
            "units": [unit.to_json() for unit in self.units],
            "left_out": list(self.left_out),
        }


def _commonest(parts: Sequence[PlacedPart]) -> tuple[PlacedPart, ...]:
    """Sort by the baseline's share, then by how low it may be; what has none comes last."""
    return tuple(sorted(parts, key=lambda part: _rank(part.baseline)))


def _rank(share: Share) -> tuple[float, float]:
    return (1.0 if share.share is None else -share.share, 0.0 if share.ci is None else -share.ci.low)
