"""Cells where reviewers split: what a coordinator settles by hand."""

from __future__ import annotations

from collections.abc import Sequence

from mcqa.rubric.model import Scale

RANGE = "range"
CUT = "cut"
FAR = 2


def split_reason(counts: Sequence[int], scale: Scale, cut: str) -> str | None:
    """Say why a cell counts as split: `range` (two levels or more apart), `cut` (both sides of it, no majority)."""
    chosen = [level for level, count in enumerate(counts) if count]
    if len(chosen) <= 1:
        return None
    if scale.ordered and chosen[-1] - chosen[0] >= FAR:
        return RANGE
    at_cut = scale.position(cut)
    above = sum(counts[at_cut:])
    both = 0 < above < sum(counts)
    return CUT if both and 2 * max(counts) <= sum(counts) else None


def split_text(reason: str, counts: Sequence[int], scale: Scale) -> str:
    """Say the votes and the reason in words, for people."""
    votes = ", ".join(f"{count} {level.label}" for level, count in zip(scale.levels, counts, strict=True) if count)
    why = {RANGE: "two levels or more apart", CUT: "on both sides of the cut without a majority"}[reason]
    return f"{votes}: {why}"
