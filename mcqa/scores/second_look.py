"""Units near the cut, which deserve a second look before anybody relies on their verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from mcqa.scores.rules import IS_UNDECIDED, VERDICTS

if TYPE_CHECKING:
    from mcqa.scores.scored import Scores

# one in five panels would say otherwise
LIKELY = 0.2


class SecondLook(NamedTuple):
    """A unit near the cut: `because` is `flip_probability`, or `margin` where no chance is known and a vote decides."""

    unit: str
    verdict: str
    because: str
    flip_probability: float | None
    margin: int | None


def second_look(scores: Scores) -> tuple[SecondLook, ...]:
    """Name the units whose verdict another panel would change with a chance of a fifth or more, the likeliest first.

    Where that chance is not known, they are those whose verdict one vote would turn. Undecided ones are left out: what
    they need is said elsewhere.
    """
    decided = scores.outcome.verdict != IS_UNDECIDED
    chances = scores.chances
    known = np.zeros(len(decided), dtype=np.bool_) if chances is None else chances.known
    flip = np.zeros(len(decided)) if chances is None else np.where(known, chances.flip, 0.0)
    close = decided & np.where(known, flip >= LIKELY, scores.margins.votes == 1)
    places = np.flatnonzero(close)
    places = places[np.argsort(-flip[places], kind="stable")]
    return tuple(
        SecondLook(
            unit=scores.cells.units[place],
            verdict=VERDICTS[scores.outcome.verdict[place]].value,
            because="flip_probability" if known[place] else "margin",
            flip_probability=scores.flip(place),
            margin=int(scores.margins.votes[place]) if scores.margins.votes[place] >= 0 else None,
        )
        for place in places.tolist()
    )
