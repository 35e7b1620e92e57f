"""A baseline: how often each criterion, standard and whole unit met, frozen to place later units against.

It holds shares of groups and a histogram, no unit and no rater. What rests on fewer units than the smallest group is
withheld, with enough beside it that subtraction does not bring it back.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mcqa.rubric.model import Decision, Rubric
from mcqa.statistics.shares import ShareInterval

SMALL, NOBODY = "small_group", "no_ratings"
# the last bin holds the units that met everything
N_BINS = 21
SLACK = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """How many of `n` units with a decision met; all None where withheld (`small_group`) or nothing was decided."""

    met: int | None = None
    n: int | None = None
    share: float | None = None
    ci: ShareInterval | None = None
    reason: str | None = None

    def to_json(self) -> dict[str, object]:
        """Give the share as a JSON object."""
        ci = None if self.ci is None else self.ci._asdict()
        return {"met": self.met, "n": self.n, "share": self.share, "ci": ci, "reason": self.reason}


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """How the share of criteria met spreads over units: mean, standard deviation (n - 1) and, for all, a histogram.

    `histogram` counts units in 20 bins of one twentieth, lower end included, and those at 1 in a bin of their own.
    """

    n: int | None = None
    mean: float | None = None
    sd: float | None = None
    histogram: tuple[int, ...] | None = None
    reason: str | None = None

    def to_json(self) -> dict[str, object]:
        """Give the spread as a JSON object."""
        return {
            "n": self.n,
            "mean": self.mean,
            "sd": self.sd,
            "histogram": None if self.histogram is None else list(self.histogram),
            "reason": self.reason,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class NormGroup:
    """The shares of all units (`kind` None), or of those of one kind of provider ("" where none is given).

    `standards` and `criteria` stand in the order of the rubric. A group that is `suppressed` shows nothing but
    its name.
    """

    kind: str | None
    n_units: int | None
    suppressed: bool
    passing: Share
    share_met: Spread
    standards: tuple[Share, ...]
    criteria: tuple[Share, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """A frozen baseline: the rubric and rule that it was made with, the shares of all units, and of each kind."""

    label: str | None
    rubric_id: str
    rubric_version: str
    rubric_sha256: str
    decision: Decision
    smallest_group: int
    confidence: float
    standard_ids: tuple[str, ...]
    criterion_ids: tuple[str, ...]
    whole: NormGroup
    kinds: tuple[NormGroup, ...] = ()

    def to_json(self) -> dict[str, object]:
        """Give the baseline as the JSON object that `read_baseline` reads."""
        return {
            "label": self.label,
            "rubric": {"id": self.rubric_id, "version": self.rubric_version, "sha256": self.rubric_sha256},
            "decision": self.decision._asdict(),
            "smallest_group": self.smallest_group,
            "confidence": self.confidence,
            "interval": "wilson",
            "bins": "20 of one twentieth, lower end included, and one for exactly 1",
            "all": self._group(self.whole),
            "kinds": [self._group(group) for group in self.kinds],
        }

    def _group(self, group: NormGroup) -> dict[str, object]:
        return {
            "kind": group.kind,
            "n_units": group.n_units,
            "suppressed": group.suppressed,
            "passing": group.passing.to_json(),
            "share_met": group.share_met.to_json(),
            "standards": [
                {"standard": name, **share.to_json()}
                for name, share in zip(self.standard_ids, group.standards, strict=True)
            ],
            "criteria": [
                {"criterion": name, **share.to_json()}
                for name, share in zip(self.criterion_ids, group.criteria, strict=True)
            ],
        }

    def is_of(self, rubric: Rubric) -> bool:
        """Whether the baseline was made with exactly this rubric."""
        return (self.rubric_id, self.rubric_version, self.rubric_sha256) == (rubric.id, rubric.version, rubric.sha256)


def bin_of(shares: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> np.ndarray[tuple[int, ...], np.dtype[np.intp]]:
    """Give the bin of the histogram for each share; what is short of an end by the last digit is at it."""
    return np.minimum(np.floor((N_BINS - 1) * shares + SLACK), N_BINS - 1).astype(np.intp)
