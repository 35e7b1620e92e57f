"""The decision: whether every mix of ratings becomes a level."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import NamedTuple

from mcqa.findings import Finding, Kind, Severity
from mcqa.lint.document import Document, Entry
from mcqa.lint.registry import rule

# scores are added up, so that halves of tenths are compared with some tolerance
TOLERANCE = 1e-9
# odd panels are tried mix by mix only up to so many ratings and levels; one reviewer more can be split in two halves
TRIED = 7
PAIR = 2
# up to so many ratings are named one by one
NAMED = 5


class Level(NamedTuple):
    """A level of a scale: its label, and its score where it has one."""

    label: str
    score: float | None


@rule("L401", "undecided-mix", Severity.WARNING)
def undecided_mix(document: Document, kind: Kind) -> Iterator[Finding]:
    """Some mix of ratings has no winner, and the rubric does not say what it becomes.

    Whatever the consensus, an even number of reviewers can be split in two halves. The message names the smallest such
    mix that `min_ratings` lets through, at the cut. `ties: undecided` says as well what happens, and is not flagged;
    neither is an overlay, which takes `ties` from the rubric that it extends.

    The levels of a nominal scale have no order: `ties: lower` and `ties: higher` decide nothing there, and the median
    and the mean do not exist.

    Why: a component without a level leaves the whole verdict open, and it comes to light when the pilot is over.
    Bad:
        decision:
          rule: conjunctive
          cut: met
          consensus: majority
    Good:
        decision:
          rule: conjunctive
          cut: met
          consensus: majority
          ties: lower
    """
    decision = document.root.child("decision")
    scale = document.root.child("scale")
    if decision is None or scale is None or document.base is not None or "extends" in document.root.data:
        return
    consensus = decision.text("consensus")
    levels = [Level(each.text("label") or each.text("id") or "", _score(each)) for each in scale.children("levels")]
    if consensus is None or len(levels) < PAIR or ("ties" not in decision.data and _unread(document)):
        return
    ordered, ties = scale.text("type") != "nominal", decision.text("ties")
    if not ordered and consensus in {"median", "mean"}:
        message = f"the levels of a nominal scale have no {consensus}, so no component gets a level"
        hint = "write `consensus: majority`, or `type: ordinal` where the levels have an order"
        yield kind.at(document.place("decision", "consensus"), message, hint=hint, value=consensus)
        return
    if ties == "undecided" or (ties and ordered):
        return
    cut = decision.text("cut")
    ids = [each.text("id") for each in scale.children("levels")]
    scores = [level.score for level in levels]
    mix = smallest_undecided(consensus, scores, _fewest(decision), ids.index(cut) if cut in ids else 0)
    if mix is None:
        return
    named = _named(mix, levels)
    if ties:
        message = f"on a nominal scale no level is {ties}, so `ties: {ties}` leaves {named} without a winner"
        hint = "write `ties: undecided` and adjudicate such mixes"
        yield kind.at(document.place("decision", "ties"), message, hint=hint, value=ties)
        return
    message = f"the ratings {named} have no winner by {consensus}, and no `ties` says what they become"
    hint = f"add `ties: {'lower` or `ties: higher' if ordered else 'undecided'}`"
    hint += ", or `ties: undecided` where such mixes are adjudicated" if ordered else " and adjudicate such mixes"
    yield kind.at(document.key("decision"), message, hint=hint, value=consensus)


def _unread(document: Document) -> bool:
    """Whether `ties` stands there and does not fit, which is told already."""
    return ("decision", "ties") in document.reading.nodes


def _score(level: Entry) -> float | None:
    score = level.data.get("score")
    return float(score) if isinstance(score, int | float) else None


def _fewest(decision: Entry) -> int:
    fewest = decision.data.get("min_ratings")
    return int(fewest) if isinstance(fewest, int | float) else 1


def _named(mix: tuple[int, ...], levels: list[Level]) -> str:
    """Give a mix in labels: `Met, Not met`, or `3 Met, 3 Not met` where it is long."""
    chosen = [(levels[position].label, count) for position, count in enumerate(mix) if count]
    if sum(mix) <= NAMED:
        return ", ".join(label for label, count in chosen for _ in range(count))
    return ", ".join(f"{count} {label}" for label, count in chosen)


def smallest_undecided(consensus: str, scores: list[float | None], fewest: int, cut: int = 0) -> tuple[int, ...] | None:
    """Give a smallest mix without a winner, as ratings at each level; None where there is none.

    `fewest` ratings make a panel. Halves stand on both sides of the level `cut`, where the verdict hangs on them.
    """
    if consensus == "mean" and None in scores:
        return None  # told as L104
    low = min(max(cut - 1, 0), len(scores) - 2)
    size = max(2, fewest)
    odd = _odd(consensus, scores, size, low) if size % 2 else None
    if odd is not None:
        return odd
    half = (size + 1) // 2
    return _mix(scores, {low: half, low + 1: half})


def _odd(consensus: str, scores: list[float | None], size: int, low: int) -> tuple[int, ...] | None:
    """Give a mix of an odd number of ratings without a winner; the median always has one."""
    if consensus == "unanimous":
        return _mix(scores, {low: size - 1, low + 1: 1})
    if consensus == "majority" and len(scores) > PAIR:
        other = low + PAIR if low + PAIR < len(scores) else low - 1
        return _mix(scores, {low: size // 2, low + 1: size // 2, other: 1})
    if consensus != "mean" or size > TRIED or len(scores) > TRIED:
        return None
    known = [score for score in scores if score is not None]
    for ranked in itertools.combinations_with_replacement(range(len(known)), size):
        total = sum(known[level] for level in ranked)
        gaps = sorted(abs(total - size * score) for score in known)
        if gaps[1] - gaps[0] <= TOLERANCE * max(1.0, abs(total)):
            return tuple(ranked.count(level) for level in range(len(known)))
    return None


def _mix(scores: list[float | None], chosen: dict[int, int]) -> tuple[int, ...]:
    return tuple(chosen.get(level, 0) for level in range(len(scores)))
