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
# an even panel that is split in two halves has no winner under any rule, so panels are tried one by one only up to here
TRIED = 7


class Level(NamedTuple):
    """A level of a scale: its label, and its score where it has one."""

    label: str
    score: float | None


@rule("L401", "undecided-mix", Severity.WARNING)
def undecided_mix(document: Document, kind: Kind) -> Iterator[Finding]:
    """Some mix of ratings has no winner, and the rubric does not say what it becomes.

    Whatever the consensus, an even number of reviewers can be split in two halves. The message names the smallest such
    mix that `min_ratings` lets through. `ties: undecided` says as well what happens, and is not flagged; neither is an
    overlay, which takes `ties` from the rubric that it extends.

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
    if consensus is None or len(levels) < 2 or ("ties" not in decision.data and _unread(document)):  # noqa: PLR2004
        return
    ordered, ties = scale.text("type") != "nominal", decision.text("ties")
    if not ordered and consensus in {"median", "mean"}:
        message = f"the levels of a nominal scale have no {consensus}, so no component gets a level"
        hint = "write `consensus: majority`, or `type: ordinal` where the levels have an order"
        yield kind.at(document.place("decision", "consensus"), message, hint=hint, value=consensus)
        return
    if ties == "undecided" or (ties and ordered):
        return
    mix = smallest_undecided(consensus, [level.score for level in levels], _fewest(decision))
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
    if sum(mix) <= TRIED - 2:
        return ", ".join(label for label, count in chosen for _ in range(count))
    return ", ".join(f"{count} {label}" for label, count in chosen)


def smallest_undecided(consensus: str, scores: list[float | None], fewest: int) -> tuple[int, ...] | None:
    """Give the smallest mix without a winner, as ratings at each level; None where there is none.

    Of mixes of the same size the first in the order of the levels is taken. `fewest` ratings make a panel.
    """
    least = max(2, fewest)
    if least <= TRIED:
        for size in (least, least + 1):
            for ranked in itertools.combinations_with_replacement(range(len(scores)), size):
                mix = tuple(ranked.count(level) for level in range(len(scores)))
                if _without_winner(consensus, mix, ranked, scores):
                    return mix
        return None
    even = least + least % 2
    mix = (even // 2, even // 2, *[0] * (len(scores) - 2))
    if least == even:
        return mix
    if consensus == "unanimous":
        return (least - 1, 1, *[0] * (len(scores) - 2))
    if consensus == "majority" and len(scores) > 2:  # noqa: PLR2004  # a third level takes the odd rating
        return (least // 2, least // 2, 1, *[0] * (len(scores) - 3))
    return mix


def _without_winner(
    consensus: str, mix: tuple[int, ...], ranked: tuple[int, ...], scores: list[float | None]
) -> bool:
    match consensus:
        case "unanimous":
            return mix.count(0) < len(mix) - 1
        case "median":
            return ranked[(len(ranked) - 1) // 2] != ranked[len(ranked) // 2]
        case "mean":
            known = [score for score in scores if score is not None]
            if len(known) < len(scores):
                return False  # told as L104
            total = sum(known[level] for level in ranked)
            gaps = sorted(abs(total - len(ranked) * score) for score in known)
            return gaps[1] - gaps[0] <= TOLERANCE * max(1.0, abs(total))
        case _:
            return mix.count(max(mix)) > 1
