"""What stands beside coefficients: the spread over the levels, and which levels are taken for one another."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mcqa.agreement.scopes import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Prevalence:
    """How the ratings of a scope spread over the declared levels.

    `shares` pairs the id of each level with its share of the ratings; it is empty where nobody rated or where
    different scales meet.
    """

    scope: str
    criterion: str | None = None
    standard: str | None = None
    group: str | None = None
    round: str | None = None
    n_ratings: int = 0
    shares: tuple[tuple[str, float], ...] = ()

    def to_json(self) -> dict[str, object]:
        """Give the prevalence as a JSON object, the shares by level id; null where there are none."""
        return {
            "scope": self.scope,
            "criterion": self.criterion,
            "standard": self.standard,
            "group": self.group,
            "round": self.round,
            "n_ratings": self.n_ratings,
            "shares": dict(self.shares) or None,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Contingency:
    """How often two ratings of the same unit and criterion were at each pair of levels, whoever gave them.

    `pairs` is symmetric, n_levels x n_levels: on the diagonal the agreeing pairs; beside it, in both triangles, the
    pairs at two different levels.
    """

    scope: str
    criterion: str | None
    levels: tuple[str, ...]
    pairs: tuple[tuple[int, ...], ...]

    def to_json(self) -> dict[str, object]:
        """Give the table as a JSON object."""
        return {
            "scope": self.scope,
            "criterion": self.criterion,
            "levels": list(self.levels),
            "pairs": [list(row) for row in self.pairs],
        }


def prevalence(scope: Scope) -> Prevalence:
    """Give the share of the ratings at each level of a scope."""
    total = int(scope.shares.sum())
    levels = scope.scales[0].level_ids
    shares = (
        [(level, count / total) for level, count in zip(levels, scope.shares.tolist(), strict=False)] if total else []
    )
    return Prevalence(
        scope=scope.kind,
        criterion=scope.criterion,
        standard=scope.standard,
        group=scope.group,
        round=scope.round,
        n_ratings=total,
        shares=tuple(shares),
    )


def contingency(scope: Scope) -> Contingency | None:
    """Count the pairs of ratings at each pair of levels; None where different scales meet."""
    if scope.used is None:
        return None
    counts = scope.used.counts.astype(np.int64)
    pairs = counts.T @ counts
    np.fill_diagonal(pairs, (counts * (counts - 1) // 2).sum(axis=0))
    return Contingency(
        scope=scope.kind,
        criterion=scope.criterion,
        levels=scope.scales[0].level_ids,
        pairs=tuple(tuple(row) for row in pairs.tolist()),
    )
